"""Danger pauses the questions; the reply to "Are you in danger right now?" is read as such."""

import pytest

from tests.bot.talking import Conversation

CHOICES = ["Carry on", "Take a break", "Talk to a person"]


@pytest.fixture
def talk():
    talk = Conversation()
    talk.start()
    talk.say("yes")
    talk.say("They lost my notes")
    talk.answer_all(until="final_response", complained_locally="yes", acting_for="myself")
    talk.say("I want to die")
    return talk


def test_no_is_thanked_for_and_the_choices_stay(talk):
    talk.say("not really")

    assert "not in danger right now" in talk.said
    assert talk.labels == CHOICES
    assert "final_response" not in talk.facts


def test_yes_shows_999_and_answers_no_question_of_the_form(talk):
    talk.say("yes")

    assert "call 999" in talk.said
    assert talk.labels == CHOICES
    assert talk.asked == [] and "final_response" not in talk.facts


def test_not_being_sure_shows_the_help_once_more(talk):
    talk.say("i dont know")

    assert "116 123" in talk.said
    assert talk.labels == CHOICES


def test_after_no_the_form_goes_on_where_it_was(talk):
    talk.say("no im ok")
    talk.choose("Carry on")

    assert talk.asked == ["final_response"]


def test_other_words_are_an_answer_to_the_form(talk):
    talk.say("we had a final letter from the trust on 3 March 2026")

    assert talk.facts["final_response"] == "yes"


def test_yes_later_on_is_an_answer_to_the_form(talk):
    talk.say("no")
    talk.choose("Carry on")
    talk.say("yes")

    assert talk.facts["final_response"] == "yes"


def test_the_same_words_again_are_read_as_the_answer(talk):
    talk.say("no")
    before = dict(talk.facts)
    talk.say("I want to die")
    talk.say("I want to die")

    assert "final_response" not in before
    assert "paused" not in talk.memory
