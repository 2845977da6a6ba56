"""Danger at the gateway: help, the answer to "are you in danger", and what staff are told."""

import pytest
from sqlalchemy import select

from backend.data.models import CaseEvent, Draft


@pytest.fixture
def in_danger(person):
    return person.choose("Yes").say("I want to die")


def test_someone_in_danger_is_asked_whether_they_are_safe(in_danger):
    assert "Are you in danger right now?" in in_danger.messages[0]["text"]


def test_yes_is_answered_with_999_first_and_raises_the_level(in_danger, session):
    in_danger.say("yes")

    ways = [line for line in in_danger.messages[0]["text"].splitlines() if line.startswith("- ")]
    assert "999" in ways[0]
    assert session.scalars(select(Draft)).one().risk_level == "R4"


def test_no_shows_no_alarm(in_danger, session):
    in_danger.say("not really")

    assert "risk" not in in_danger.kinds
    assert session.scalars(select(Draft)).one().risk_level == "R3"


def test_yes_without_the_question_before_it_is_no_danger(person):
    person.choose("Yes").say("yes")

    assert "risk" not in person.kinds


def test_risk_is_written_to_the_history_without_the_persons_words(in_danger, session):
    events = session.scalars(select(CaseEvent).where(CaseEvent.kind == "risk_noticed")).all()

    assert [event.detail["level"] for event in events] == ["R3"]
    assert "die" not in str(events[0].detail)


def test_a_child_and_the_country_decide_which_numbers_are_shown(person):
    person.choose("Yes").say("I'm 14, I live in Cardiff and I want to die")

    assert "Childline" in person.messages[0]["text"]
