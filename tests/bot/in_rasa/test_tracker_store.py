"""The tracker store keeps the place in the form, and no words."""

import asyncio
import os
import tempfile
import unittest
from pathlib import Path

import sqlalchemy
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.tracker_store import CompactTrackerStore

DOMAIN = Domain.load("bot/domain")
POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg://127.0.0.1:5432/test")
SECRET = "they left my father in the corridor"


def a_tracker(sender="c1", turn=1):
    tracker = DialogueStateTracker(sender, DOMAIN.slots)
    tracker.update(ActiveLoop("intake_form"))
    metadata = {"text": SECRET, "facts": {"matter": SECRET}}
    tracker.update(UserUttered(SECRET, {"name": "inform"}, metadata=metadata))
    tracker.update(SlotSet("session_started_metadata", metadata))
    tracker.update(SlotSet("turn", turn))
    tracker.update(SlotSet("complained_locally", "yes"))
    tracker.update(SlotSet("requested_slot", "final_response"))
    tracker.update(ActionExecuted("action_listen"))
    return tracker


class TheTrackerStore(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.file = Path(self.folder.name) / "tracker.db"
        self.store = CompactTrackerStore(DOMAIN, host=f"sqlite:///{self.file}")

    def tearDown(self):
        self.store.engine.dispose()
        self.folder.cleanup()

    def test_brings_back_the_form_and_the_slots(self):
        asyncio.run(self.store.save(a_tracker()))
        found = asyncio.run(self.store.retrieve("c1"))
        self.assertEqual(found.active_loop_name, "intake_form")
        self.assertEqual(found.get_slot("requested_slot"), "final_response")
        self.assertEqual(found.get_slot("complained_locally"), "yes")
        self.assertEqual(found.latest_action_name, "action_listen")

    def test_holds_no_word_that_a_person_wrote(self):
        asyncio.run(self.store.save(a_tracker()))
        written = b"".join(path.read_bytes() for path in Path(self.folder.name).iterdir())
        self.assertNotIn(SECRET.encode(), written)

    def test_does_not_grow_with_the_conversation(self):
        for turn in range(30):
            tracker = asyncio.run(self.store.retrieve("c1")) or a_tracker()
            tracker.update(UserUttered(f"message {turn}", {"name": "inform"}))
            tracker.update(SlotSet("turn", turn))
            asyncio.run(self.store.save(tracker))
        self.assertLess(len(asyncio.run(self.store.retrieve("c1")).events), 10)

    def test_knows_nothing_of_a_stranger(self):
        self.assertIsNone(asyncio.run(self.store.retrieve("nobody")))

    def test_forgets_on_request(self):
        asyncio.run(self.store.save(a_tracker()))
        self.assertTrue(asyncio.run(self.store.erase("c1")))
        self.assertIsNone(asyncio.run(self.store.retrieve("c1")))
        self.assertFalse(asyncio.run(self.store.erase("c1")))

    def test_does_the_same_on_postgresql(self):
        try:
            store = CompactTrackerStore(DOMAIN, host=POSTGRES)
        except sqlalchemy.exc.OperationalError:
            self.skipTest("PostgreSQL is not there")
        for turn in (1, 2):
            asyncio.run(store.save(a_tracker("on-postgresql", turn)))
        self.assertEqual(asyncio.run(store.retrieve("on-postgresql")).get_slot("turn"), 2)
        self.assertTrue(asyncio.run(store.erase("on-postgresql")))
        store.engine.dispose()
