"""Whatever is said reaches the form, in a new conversation, in a running one and in a lost one."""

import unittest

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader

DOMAIN = Domain.load("bot/domain")
KEPT_BY_RASA = {"restart", "back", "session_start", "out_of_scope", "nlu_fallback"}


class TheRules(unittest.TestCase):
    def test_every_intent_opens_the_form(self):
        steps = YAMLStoryReader(DOMAIN).read_from_file("bot/data/rules/intake.yml")
        heard = {e.intent_name for step in steps for e in step.events if hasattr(e, "intent_name")}
        own = {intent for intent in DOMAIN.intents if intent not in KEPT_BY_RASA}
        # A value of a question ("acting_for.self") reaches the rules as `inform`.
        self.assertEqual(heard, {intent for intent in own if "." not in intent})

    def test_no_intent_bears_the_name_of_one_of_rasas_commands(self):
        with open("bot/domain/core.yml", encoding="utf-8") as file:
            listed = [line.strip("- \n") for line in file if line.startswith("  - ")]
        self.assertEqual(KEPT_BY_RASA & set(listed), set())

    def test_there_is_a_slot_for_every_question(self):
        from intake.facts import QUESTION_IDS

        self.assertEqual(QUESTION_IDS - {slot.name for slot in DOMAIN.slots}, set())

    def test_no_slot_is_filled_by_rasa_itself(self):
        mappings = [m["type"] for slot in DOMAIN.slots for m in slot.mappings]
        self.assertEqual(set(mappings), {"custom"})
