"""The person is told where their complaint stands, where they write to us."""

import pytest
from flask import Flask
from sqlalchemy import select

from backend.data.models import Conversation, Draft, Message
from backend.data.session import db
from backend.services import casework, casework_flow
from backend.services.casework import Asked
from intake.wording import text
from tests.backend.fakes import FakeBot, SetClock
from tests.backend.people import Person

ROLES = ("caseworker", "manager")


@pytest.fixture
def sent(person: Person) -> Person:
    return person.go_to("confirm").choose("Yes, send it")


def move(app: Flask, clock: SetClock, name: str, *, tell: bool = True) -> None:
    with app.app_context():
        draft = db.session.scalars(select(Draft)).one()
        asked = Asked(None, draft.version, None, clock.now(), actor="staff:1")
        casework.move(db.session, draft.conversation_id, asked, name, ROLES, "because", tell=tell)
        db.session.commit()


def told(app: Flask) -> list[str]:
    with app.app_context():
        rows = db.session.scalars(select(Message).where(Message.kind == "notice"))
        return [row.text for row in rows]


@pytest.mark.parametrize("locale", ["en", "cy"])
@pytest.mark.parametrize("state", [s for s in casework_flow.states() if s != "draft"])
def test_every_state_after_sending_has_words(state: str, locale: str):
    assert text(f"chat.stage.{state}", locale)


def test_a_move_by_staff_is_told_in_the_conversation(app: Flask, sent: Person, clock: SetClock):
    last = sent.messages[-1]["id"]
    move(app, clock, "begin")

    sent.read(after=last)
    assert len(sent.messages) == 1
    assert "A person on our team is looking at your complaint" in sent.said
    assert sent.state["reference"] in sent.said


def test_a_move_that_a_letter_tells_of_is_not_told_twice(app: Flask, sent: Person, clock: SetClock):
    move(app, clock, "begin", tell=False)
    assert told(app) == []


def test_nobody_is_told_in_a_complaint_that_staff_took_down(
    app: Flask, sent: Person, clock: SetClock
):
    with app.app_context():
        db.session.scalars(select(Conversation)).one().channel = "phone"
        db.session.commit()
    move(app, clock, "begin")
    assert told(app) == []


def test_the_bot_learns_the_stage_once_it_is_sent_and_not_before(
    app: Flask, person: Person, bot: FakeBot, clock: SetClock
):
    person.go_to("confirm")
    assert bot.turns[-1]["metadata"]["stage"] == ""
    person.choose("Yes, send it")
    move(app, clock, "begin")
    person.say("any news?")
    assert bot.turns[-1]["metadata"]["stage"] == "staff_triage"
