"""The dialogue from hello to the reference, and everything that may come in between."""

import pytest

from tests.bot.talking import ELIGIBLE, REFERENCE, a_conversation, an_eligible_one

DIGRESSIONS = [
    "how much does it cost?",
    "is there a time limit?",
    "who will see this?",
    "are you a robot?",
    "what happens next?",
    "do I need an MP?",
    "why do you ask?",
    "what do you mean?",
    "thank you",
    "hello",
]


def test_the_first_words_are_a_greeting_a_privacy_note_and_one_question():
    talk = a_conversation()

    assert talk.kinds == ["info", "info", "question"]
    assert talk.asked == ["privacy_ack"]
    assert "999" in talk.said


def test_a_complaint_that_fits_is_asked_in_at_most_twelve_questions_and_told_so():
    talk = a_conversation()
    asked = talk.answer_all(until="should_have_happened", **ELIGIBLE, matter="They lost my notes")

    assert len(asked) <= 12
    assert talk.kinds.count("outcome") == 1
    assert talk.asked == ["should_have_happened"]


def test_the_summary_lists_every_answer_and_sending_gives_a_reference():
    talk = an_eligible_one()
    talk.answer_all(**ELIGIBLE)

    assert talk.kinds[-1] == "summary"
    assert "Leeds Teaching Hospitals" in talk.said
    assert "Change: Your name" in talk.labels and "Change: Organisation" in talk.labels

    talk.choose("Yes, send it")
    assert REFERENCE in talk.said
    assert talk.question is None

    talk.say("hello?")
    assert "already sent" in talk.said and REFERENCE in talk.said


@pytest.mark.parametrize("at", ["matter", "acting_for", "organisation", "aware_on", "impact"])
def test_ten_digressions_in_a_row_are_each_answered_and_the_question_asked_again_once(at):
    talk = a_conversation()
    talk.answer_all(until=at, **ELIGIBLE, matter="Notes were lost and a scan was missed")
    before = talk.facts

    for digression in DIGRESSIONS:
        talk.say(digression)
        assert talk.asked == [at], digression
        assert talk.messages[-1]["question"] == at
        assert len(talk.messages) >= 2 and "didn't understand" not in talk.said, digression

    assert talk.facts == before


def test_a_story_told_too_early_is_kept_and_used():
    talk = a_conversation()
    talk.say("The dentist in Hull took out the wrong tooth in March 2026 and won't answer me")

    assert talk.asked == ["privacy_ack"]
    assert "matter" not in talk.facts

    talk.say("ok")
    assert "wrong tooth" in talk.facts["matter"]
    assert talk.asked and talk.asked != ["matter"]


def test_what_a_story_holds_is_said_back_once_with_a_way_to_change_it():
    talk = a_conversation()
    talk.say("yes")
    talk.say(
        "I'm complaining for my mum, who died at Southmead Hospital in January 2026. "
        "Nobody told us how ill she was. We complained in March and got the final response in June."
    )

    assert talk.facts["acting_for"] == "deceased"
    assert "Bristol" in talk.said
    assert "sorry for your loss" in talk.said
    assert any(label.startswith("Change") for label in talk.labels)
    assert len(talk.asked) == 1


def test_no_question_is_asked_twice_when_the_story_answered_it():
    talk = a_conversation()
    talk.say("yes")
    talk.say("DWP took eleven months over my claim and lost my papers twice")

    assert "organisation" in talk.facts
    assert talk.question != "organisation"


@pytest.mark.parametrize("at", ["matter", "complained_locally"])
@pytest.mark.parametrize("signs", ["😡👩‍⚕️", "🙂🙂🙂", "🏥"])
def test_emoji_alone_are_no_answer_and_the_question_comes_again_with_a_clear_sentence(at, signs):
    talk = a_conversation()
    talk.answer_all(until=at, **ELIGIBLE, matter="They lost my notes")
    before = talk.facts

    talk.say(signs)

    assert talk.kinds == ["question"] and talk.asked == [at]
    assert talk.said.startswith("Sorry, I didn't understand that as an answer.")
    assert talk.facts == before


def test_the_error_replaces_the_question_and_the_third_offers_a_way_out():
    talk = a_conversation()
    talk.answer_all(until="complained_locally", **ELIGIBLE, matter="They lost my notes")

    talk.say("purple bananas")
    assert talk.kinds == ["question"] and talk.asked == ["complained_locally"]
    assert talk.said.startswith("Sorry")
    talk.say("purple bananas")
    assert talk.kinds == ["question"] and "For example" in talk.said and len(talk.labels) >= 3
    talk.say("purple bananas")
    assert talk.kinds == ["question"]
    assert {"Skip this question", "Talk to a person"} <= set(talk.labels)
    assert "0345" in talk.said

    talk.choose("Skip this question")
    assert talk.facts["complained_locally"] == "not_sure"
    assert talk.question != "complained_locally"


@pytest.mark.parametrize(
    ("text", "why"),
    [("12 March 2031", "still to come"), ("31 February 2026", "doesn't exist")],
)
def test_a_date_that_cannot_be_is_asked_again_with_the_reason(text, why):
    talk = a_conversation()
    talk.answer_all(until="aware_on", **ELIGIBLE, matter="They lost my notes")
    talk.say(text)

    assert talk.kinds == ["question"] and why in talk.said
    assert "aware_on" not in talk.facts


def test_back_opens_the_answer_before_and_comes_back_to_the_same_place():
    talk = a_conversation()
    talk.answer_all(until="final_response", **ELIGIBLE, matter="They lost my notes")

    talk.say("go back")
    assert talk.asked == ["complained_locally"]
    talk.say("yes")
    assert talk.asked == ["final_response"]


def test_a_correction_changes_the_answer_and_keeps_the_place():
    talk = a_conversation()
    talk.answer_all(until="final_response", **ELIGIBLE, matter="They lost my notes")

    talk.say("actually it was Bradford Teaching Hospitals, not Leeds")
    assert "Bradford" in talk.facts["organisation"]["name"]
    assert talk.draft["sources"]["organisation"]["how"] == "change"
    assert talk.asked == ["final_response"]


def test_a_wish_to_change_a_date_opens_it():
    talk = an_eligible_one()
    talk.say("I got the date wrong")

    assert talk.question in ("aware_on", "final_response_on", "happened_on", "complained_on")
    talk.say("March 2026")
    assert talk.asked == ["should_have_happened"]


def test_start_again_asks_first():
    talk = an_eligible_one()
    talk.say("start again")
    assert talk.facts["matter"] and "delete all your answers" in talk.said
    talk.say("no")
    assert talk.facts["matter"] and talk.asked == ["should_have_happened"]
    talk.say("start again")
    talk.choose("Yes")
    assert "matter" not in talk.facts and talk.asked == ["matter"]


def test_stopping_ends_and_the_next_message_goes_on():
    talk = an_eligible_one()
    talk.say("I want to stop")
    assert talk.status == "ended" and talk.asked == []

    talk.say("hello again")
    assert talk.status == "open" and "Welcome back" in talk.said
    assert talk.asked == ["should_have_happened"]


def test_a_person_is_always_there_and_the_place_is_kept():
    talk = an_eligible_one()
    talk.say("can I speak to a person please")

    assert "0345" in talk.said and talk.memory["wants_person"] is True
    assert talk.asked == ["should_have_happened"]


def test_danger_pauses_the_questions_and_going_on_asks_the_same_one():
    talk = a_conversation()
    talk.answer_all(until="final_response", **ELIGIBLE, matter="They lost my notes")
    talk.say("I'm going to kill myself tonight")

    assert talk.asked == [] and talk.memory["paused"] is True
    assert talk.labels == ["Carry on", "Take a break", "Talk to a person"]
    assert talk.question == "final_response"

    talk.choose("Carry on")
    assert talk.asked == ["final_response"]
    talk.say("yes")
    assert talk.facts["final_response"] == "yes"


def test_a_story_that_holds_danger_is_not_lost():
    talk = a_conversation()
    talk.say("yes")
    talk.say("The hospital left me for nine hours and I am going to kill myself tonight")
    talk.choose("Carry on")

    assert "nine hours" in talk.facts["matter"]
