"""What was not understood is noted by number, and kept only where the person agrees at the end."""

import pytest

from tests.bot.talking import ELIGIBLE, REFERENCE, a_conversation, an_eligible_one

MUDDLE = "purple monkey dishwasher"
ASK = "May we keep"


def one_that_was_muddled():
    """An eligible complaint with one message that could not be read, at its summary."""
    talk = an_eligible_one()
    talk.answer_all(until="impact", **ELIGIBLE)
    talk.say(MUDDLE)
    talk.answer_all(**ELIGIBLE)
    return talk


def test_a_message_that_was_not_understood_is_noted_by_its_number_alone():
    talk = one_that_was_muddled()

    assert [note["question"] for note in talk.memory["unclear"]] == ["impact"]
    assert MUDDLE not in str(talk.memory["unclear"])


def test_a_reading_that_was_refused_is_noted_with_what_it_was_taken_for():
    talk = a_conversation(privacy_ack="yes", matter="They lost my notes")
    talk.draft["question"] = "acting_for"
    talk.draft["dialogue"]["confirm"] = {
        "kind": "reading", "question": "acting_for", "value": "child", "quote": "the little one",
        "message": 4, "confidence": 0.41, "ask": {"text": "?", "choices": []},
    }  # fmt: skip

    talk.say("no")

    noted = {"message": 4, "question": "acting_for", "confidence": 0.41, "read": "child"}
    assert talk.memory["unclear"] == [noted]


def test_it_is_asked_once_after_the_reference_and_never_before():
    talk = one_that_was_muddled()
    assert ASK not in talk.said

    talk.choose("Yes, send it")

    assert talk.said.index(REFERENCE) < talk.said.index(ASK)
    talk.say("thanks")
    assert ASK not in talk.said


def test_nobody_is_asked_when_all_was_understood():
    talk = an_eligible_one()
    talk.answer_all(**ELIGIBLE)

    assert ASK not in talk.choose("Yes, send it").said


def test_nobody_is_asked_after_a_conversation_that_held_a_risk():
    talk = one_that_was_muddled()
    talk.draft["dialogue"]["risk_seen"] = "R2"

    assert ASK not in talk.choose("Yes, send it").said


@pytest.mark.parametrize("how", ["tap", "words"])
def test_a_yes_is_kept_with_the_notes_for_the_service_to_copy(how):
    talk = one_that_was_muddled()
    talk.choose("Yes, send it")

    talk.choose("Yes, you may") if how == "tap" else talk.say("yes ok")

    assert talk.memory["unclear_consent"] == "yes" and talk.memory["unclear"]
    assert "Thank you" in talk.said and "already sent" not in talk.said
    assert talk.result.submit is None


@pytest.mark.parametrize("how", ["tap", "words"])
def test_a_no_forgets_the_notes(how):
    talk = one_that_was_muddled()
    talk.choose("Yes, send it")

    talk.choose("No, thank") if how == "tap" else talk.say("no")

    assert talk.memory["unclear_consent"] == "no" and "unclear" not in talk.memory


def test_another_question_instead_of_an_answer_is_no_consent():
    talk = one_that_was_muddled()
    talk.choose("Yes, send it")

    talk.say("what happens next?")
    talk.say("yes")

    assert "unclear_consent" not in talk.memory


def test_replies_that_were_lost_are_said_again_with_the_question():
    talk = one_that_was_muddled()
    talk.choose("Yes, send it")

    assert ASK in talk.repeat().said


def test_a_wish_that_could_not_be_granted_is_not_unclear():
    talk = a_conversation()
    talk.say("yes")
    talk.say("skip")

    assert "unclear" not in talk.memory


NUMBER = "The hospital lost my notes, my NHS number is 943 476 5919 and nobody rang me back"


def test_a_private_number_is_said_once_not_to_be_needed_and_the_words_are_kept():
    talk = a_conversation()
    talk.say("yes")

    talk.say(NUMBER)
    assert "private number" in talk.messages[0]["text"]
    assert talk.facts["matter"] == NUMBER
    assert talk.asked

    talk.say("it was 9434765919")
    assert "private number" not in talk.said


def test_in_danger_nothing_is_said_about_numbers():
    talk = a_conversation()
    talk.say("yes")

    talk.say("I'm going to kill myself tonight, NHS number 943 476 5919")

    assert "private number" not in talk.said
