"""A name that many surgeries bear leads to one short question, and never to a wrong pick."""

import pytest

from intake import organisations
from intake.organisations import Row
from tests.bot.talking import ELIGIBLE, Conversation, a_conversation

TOWNS = ["Hull", "Leeds", "York", "Goole", "Derby", "Luton", "Truro"]
ROWS = [
    *[Row(f"P{n}", "gp", "The Park Surgery", town) for n, town in enumerate(TOWNS)],
    Row("P9", "gp", "The Park Surgery", "Hull", "HU5 1AA"),
    Row("D1", "gp", "The Densham Surgery", "Stockton-on-Tees"),
]


@pytest.fixture(autouse=True)
def loaded():
    organisations.extend(ROWS)
    yield
    organisations.extend([])


@pytest.fixture
def talk() -> Conversation:
    """One that has come to the organisation."""
    talk = a_conversation()
    talk.answer_all(until="organisation", **{**ELIGIBLE, "matter": "They lost my notes"})
    return talk


def kept(talk):
    return talk.facts.get("organisation", {})


def said(talk):
    return " ".join(message["text"] for message in talk.messages)


def test_the_town_is_asked_and_settles_it(talk):
    talk.say("Park Surgery")
    asked = said(talk)
    talk.say("York")

    assert "many places called The Park Surgery" in asked
    assert (kept(talk)["id"], kept(talk)["name"]) == ("ods:gp:P2", "The Park Surgery, York")


def test_two_in_that_town_are_a_choice(talk):
    talk.say("Park Surgery")
    talk.say("in hull")

    labels = [c["label"] for c in talk.messages[-1]["choices"]]
    assert any("HU5 1AA" in label for label in labels)
    assert len([label for label in labels if "Park Surgery" in label]) == 2


@pytest.mark.parametrize("how", ["choose", "say"])
def test_who_does_not_know_the_town_keeps_the_name(talk, how):
    talk.say("Park Surgery")
    talk.choose("I'm not sure") if how == "choose" else talk.say("I don't know")

    assert (kept(talk)["name"], kept(talk)["branch"]) == ("The Park Surgery", "NHS")


def test_a_town_where_none_is_known_is_not_asked_about_again(talk):
    talk.say("Park Surgery")
    talk.say("Penzance")

    assert kept(talk)["branch"] == "NHS"
    assert "Park Surgery" in kept(talk)["name"]


def test_another_name_instead_of_a_town_is_taken(talk):
    talk.say("Park Surgery")
    talk.say("sorry, I meant the Densham Surgery")

    assert kept(talk)["id"] == "ods:gp:D1"


def test_a_name_with_its_town_needs_no_question(talk):
    talk.say("the park surgery in leeds")

    assert kept(talk)["id"] == "ods:gp:P1"
