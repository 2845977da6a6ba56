"""A person of the staff takes a conversation over from the bot, and gives it back."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from backend import jobs
from backend.config import Live, Settings
from backend.data.models import CaseEvent, Conversation, Message, User
from backend.data.session import db
from backend.data.taking_over import TakeOver
from backend.problems import Problem
from backend.services import call_backs, taking_over
from tests.backend.fakes import FakeBot, SetClock
from tests.backend.people import Person

OPEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday
SHUT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)  # a Sunday
STEPS = ("person_asked", "person_took", "handed_back")
WITH_BOT = "Go on with the automated helper"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, live=Live(on=True, minutes=10, risk="R4"))


@pytest.fixture
def staffed(clock: SetClock) -> SetClock:
    clock.moment = OPEN
    return clock


@pytest.fixture
def user(app: Flask) -> int:
    return a_caseworker(app, "casey@example.org")


def a_caseworker(app: Flask, email: str) -> int:
    with app.app_context():
        row = User(
            email=email,
            password="-",
            active=True,
            fs_uniquifier=email,
            fs_webauthn_user_handle=email,
        )
        db.session.add(row)
        db.session.commit()
        return row.id


def test_who_asks_for_a_person_in_opening_hours_is_with_staff_from_then_on(
    person: Person, staffed: SetClock, bot: FakeBot
):
    person.go_to("complained_locally").say("I want a person")

    assert person.state["owner"] == "staff"
    assert "I have asked our team for a person" in person.said
    assert "question" not in person.kinds

    asked = len(bot.turns)
    person.say("are you there?")
    assert len(bot.turns) == asked
    assert person.status == 200


def test_going_on_with_the_bot_asks_the_open_question_again_and_its_choices_still_count(
    person: Person, staffed: SetClock
):
    person.go_to("complained_locally").say("I want a person")
    person.choose(WITH_BOT)

    assert person.state["owner"] == "bot"
    assert person.kinds[-1] == "question"
    person.choose("Yes")
    assert person.state["question"] == "impact"


def test_going_on_twice_by_a_repeated_message_gives_the_same_answer(
    person: Person, staffed: SetClock
):
    person.go_to("complained_locally").say("I want a person")
    token = person.value(WITH_BOT)
    first = person.post(id="again", choice=token).messages
    second = person.post(id="again", choice=token).messages

    assert first == second


def test_staff_who_say_something_take_over_and_the_person_reads_it(
    app: Flask, person: Person, staffed: SetClock, user: int
):
    person.go_to("matter")
    last = person.messages[-1]["id"]
    with app.app_context():
        said = taking_over.reply(
            db.session, person.conversation, user, "Hello, I am Sam.", "token-1", staffed.now()
        )
        db.session.commit()
    assert said

    person.read(after=last)
    assert [m["from"] for m in person.messages] == ["staff", "staff"]
    assert "not with the automated helper" in person.messages[0]["text"]
    assert person.messages[1]["text"] == "Hello, I am Sam."
    assert person.state["owner"] == "staff"


def test_the_same_form_sent_twice_says_it_once(
    app: Flask, person: Person, staffed: SetClock, user: int
):
    person.go_to("matter")
    with app.app_context():
        answers = [
            taking_over.reply(
                db.session, person.conversation, user, "Hello.", "token-1", staffed.now()
            )
            for _ in range(2)
        ]
        db.session.commit()
        said = db.session.scalars(select(Message).where(Message.text == "Hello.")).all()

    assert answers == [True, False]
    assert len(said) == 1


def test_what_the_bot_was_about_to_say_is_dropped_when_a_person_takes_over(
    app: Flask, person: Person, staffed: SetClock, bot: FakeBot, user: int
):
    person.go_to("matter")

    def take(_body: Any) -> None:
        with app.app_context():
            taking_over.take(db.session, person.conversation, user, staffed.now())
            db.session.commit()

    bot.before = take
    person.say("They lost my letter.")

    assert person.state["owner"] == "staff"
    assert person.messages == []
    person.read()
    assert [m["from"] for m in person.messages][-2:] == ["person", "staff"]


def test_two_of_the_staff_cannot_have_the_same_chat(
    app: Flask, person: Person, staffed: SetClock, user: int
):
    other = a_caseworker(app, "other@example.org")
    person.go_to("matter")
    with app.app_context():
        taking_over.take(db.session, person.conversation, user, staffed.now())
        db.session.commit()
        with pytest.raises(taking_over.Taken):
            taking_over.take(db.session, person.conversation, other, staffed.now())


def test_staff_hand_back_and_the_bot_goes_on_where_it_was(
    app: Flask, person: Person, staffed: SetClock, user: int
):
    person.go_to("complained_locally")
    last = person.messages[-1]["id"]
    with app.app_context():
        taking_over.take(db.session, person.conversation, user, staffed.now())
        taking_over.hand_back(
            db.session, person.conversation, by=taking_over.STAFF, now=staffed.now()
        )
        db.session.commit()

    person.read(after=last)
    assert person.messages[-1]["question"] == "complained_locally"
    person.choose("Yes")
    assert person.state["question"] == "impact"


def test_a_conversation_that_nobody_takes_in_time_goes_back_and_says_so(
    app: Flask, person: Person, staffed: SetClock
):
    person.go_to("complained_locally").say("I want a person")
    last = person.messages[-1]["id"]
    staffed.pass_time(minutes=9)
    assert jobs.nobody_came(app) == 0
    staffed.pass_time(minutes=2)
    assert jobs.nobody_came(app) == 1

    person.read(after=last)
    assert "nobody from our team was free" in person.said
    assert person.messages[-1]["question"] == "complained_locally"
    assert person.state["owner"] == "bot"


def test_out_of_hours_the_bot_stays_and_a_call_can_be_booked(
    app: Flask, person: Person, clock: SetClock
):
    clock.moment = SHUT
    person.go_to("matter").say("I want a person")

    assert person.state["owner"] == "bot"
    assert "23 November 2026, 9am" in person.said
    person.choose("23 November 2026, 9am to 11am")
    assert "What number should we ring?" in person.said
    person.say("07700 900123 please, after 9")
    assert "ends in 123" in person.said
    assert person.messages[-1]["question"] == "matter"

    with app.app_context():
        calls = call_backs.coming(db.session)
        assert len(calls) == 1
        assert "900123" not in (calls[0][0].call_number or "")


def test_words_instead_of_a_number_end_the_wish_and_are_read_as_an_answer(
    app: Flask, person: Person, clock: SetClock
):
    clock.moment = SHUT
    person.go_to("matter").say("I want a person")
    person.choose("23 November 2026, 9am to 11am").say("They lost my letter.")

    assert person.draft()["facts"]["matter"] == "They lost my letter."
    person.read()
    assert "no call is planned" in person.said
    with app.app_context():
        assert db.session.scalars(select(TakeOver)).all() == []


def test_a_time_that_has_gone_meanwhile_is_not_promised(person: Person, clock: SetClock):
    clock.moment = SHUT
    person.go_to("matter").say("I want a person")
    clock.moment = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    person.choose("23 November 2026, 9am to 11am")

    assert "That time has gone" in person.said


def test_a_call_is_noted_as_made_once(app: Flask, person: Person, clock: SetClock, user: int):
    clock.moment = SHUT
    person.go_to("matter").say("I want a person")
    person.choose("23 November 2026, 9am to 11am").say("07700 900123")
    with app.app_context():
        number = call_backs.coming(db.session)[0][0].id
        done = [call_backs.done(db.session, number, user, clock.now()) for _ in range(2)]
        db.session.commit()
        assert call_backs.coming(db.session) == []
    assert done == [True, False]


def test_immediate_danger_calls_staff_where_the_settings_say_so(person: Person, staffed: SetClock):
    person.go_to("matter").say("I have just taken all my tablets")

    assert "risk" in person.kinds
    assert person.state["owner"] == "staff"


def test_danger_out_of_hours_leaves_the_bot_with_the_person(person: Person, clock: SetClock):
    clock.moment = SHUT
    person.go_to("matter").say("I have just taken all my tablets")

    assert "risk" in person.kinds
    assert person.state["owner"] == "bot"


def test_every_step_is_in_the_record_without_a_word_of_the_person(
    app: Flask, person: Person, staffed: SetClock, user: int
):
    person.go_to("matter").say("I want a person")
    with app.app_context():
        taking_over.take(db.session, person.conversation, user, staffed.now())
        taking_over.hand_back(
            db.session, person.conversation, by=taking_over.STAFF, now=staffed.now()
        )
        db.session.commit()
        rows = db.session.scalars(select(CaseEvent).order_by(CaseEvent.id)).all()
        told = [(row.kind, row.actor, row.detail) for row in rows if row.kind in STEPS]

    assert told == [
        ("person_asked", "person", {"by": "person"}),
        ("person_took", f"staff:{user}", {}),
        ("handed_back", f"staff:{user}", {}),
    ]


def test_an_erased_conversation_cannot_be_taken(
    app: Flask, person: Person, staffed: SetClock, user: int
):
    person.go_to("matter").erase()
    with app.app_context(), pytest.raises(Problem):
        taking_over.take(db.session, person.conversation, user, staffed.now())


def test_where_nobody_answers_chats_asking_for_a_person_changes_no_owner(
    app: Flask, person: Person, staffed: SetClock
):
    app.extensions["intake"] = replace(
        app.extensions["intake"], settings=replace(app.extensions["intake"].settings, live=Live())
    )
    person.go_to("matter").say("I want a person")

    assert person.state["owner"] == "bot"
    with app.app_context():
        assert db.session.scalars(select(Conversation.owner)).all() == ["bot"]
