"""Exit this page: at once, from everywhere, and nothing is left behind."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from backend.data.models import CaseEvent, Conversation, Draft, Erasure, KeptDraft
from tests.backend.pages import states
from tests.backend.pages.states import World, conversations

SAFE = "https://www.bbc.co.uk/weather"

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def leave(world: World, **headers: str):
    return world.client.post("/chat/exit", headers=headers)


def test_it_leads_to_the_safe_page_and_wipes_what_the_browser_holds(world: World):
    states.told(world)

    gone = leave(world)

    assert (gone.status_code, gone.headers["Location"]) == (303, SAFE)
    assert gone.headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert gone.headers["Cache-Control"] == "no-store"
    assert world.client.get_cookie("chat", path="/chat") is None
    assert world.client.get_cookie("session") is None


def test_what_was_not_sent_is_erased_on_the_server_without_waiting_for_rasa(world: World):
    states.told(world)

    leave(world)

    assert conversations(world.session) == 0
    assert world.bot.erased == []  # the worker tells Rasa
    assert len(world.session.scalars(select(Erasure)).all()) == 1


def test_the_old_cookie_opens_nothing_afterwards(world: World):
    states.sent(world)
    cookie = world.client.get_cookie("chat", path="/chat")
    leave(world)
    world.client.set_cookie("chat", cookie.value, path="/chat")

    page = world.reader.open().page

    assert "They lost my notes." not in page
    assert "Before you start" in page


def test_a_complaint_that_was_sent_stays_with_staff(world: World):
    states.sent(world)

    leave(world)

    assert world.session.scalar(select(Draft.reference)) is not None


def test_a_draft_that_was_saved_stays_and_its_session_ends(world: World):
    states.told(world)
    kept = {"reference": "SAVE-7K3M-9QX2", "way": "email", "address": "x", "address_hash": "x"}
    world.session.add(KeptDraft(conversation_id=world.talk, kept_at=world.clock.now(), **kept))
    world.session.commit()

    leave(world)
    world.session.expire_all()

    assert conversations(world.session) == 1
    assert world.session.scalar(select(Conversation.token_version)) == 1


def test_it_works_without_a_chat_and_without_a_cookie(world: World):
    assert leave(world).headers["Location"] == SAFE


def test_it_works_while_the_database_is_away(world: World):
    states.told(world)

    def gone(*_, **__):
        raise OperationalError("select", {}, Exception("gone"))

    world.monkeypatch.setattr("backend.services.keeping.leave", gone)

    assert leave(world).headers["Location"] == SAFE


def test_another_site_can_not_erase_a_chat(world: World):
    states.told(world)

    leave(world, **{"Sec-Fetch-Site": "cross-site"})

    assert conversations(world.session) == 1


def test_another_site_can_not_begin_a_chat(world: World):
    refused = world.client.post("/chat/start", headers={"Origin": "https://example.org"})

    assert refused.status_code == 403
    assert conversations(world.session) == 0


def test_an_address_that_is_opened_leaves_nothing(world: World):
    states.told(world)

    assert world.client.get("/chat/exit").headers["Location"] == "/chat"
    assert conversations(world.session) == 1


def test_nothing_is_kept_in_the_browser_before_the_notice_is_accepted(world: World):
    shown = world.client.get("/chat")

    assert shown.headers.getlist("Set-Cookie") == []
    assert "what you tell me is saved as a draft" in shown.text


def test_pressing_start_is_the_yes_to_the_notice(world: World):
    world.reader.start()

    facts = world.session.scalar(select(Draft.facts))
    assert facts["privacy_ack"] == "yes"
    assert world.session.scalars(select(CaseEvent.kind)).first() == "opened"


def test_the_cookie_is_gone_when_the_browser_is_closed(world: World):
    begun = world.client.post("/chat/start")

    chat = next(c for c in begun.headers.getlist("Set-Cookie") if c.startswith("chat="))
    assert "Max-Age" not in chat
    assert "Expires" not in chat
