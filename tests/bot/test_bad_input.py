"""Whatever is typed gets a clear sentence, and nothing that was said before is lost."""

from __future__ import annotations

import pytest

from intake import languages
from intake.config import load
from tests.bot.talking import ELIGIBLE, a_conversation

STORY = "They lost my test results and nobody told me that I needed another scan"
NO_ANSWER = [
    "12345",
    "...",
    "😡😡",
    "https://www.nhs.uk/foo",
    "<script>alert(1)</script>",
    "/restart",
    "   ",
    "my english is not so good",
]
QUESTIONS = ["acting_for", "organisation", "complained_locally", "aware_on", "name"]
POLISH = "moja matka zmarła w szpitalu i nikt nam nic nie powiedział przez dwa tygodnie"


def at(question):
    """A conversation that has come to a question."""
    talk = a_conversation()
    talk.say("yes")
    talk.say(STORY)
    # a story of "me" already tells whom it is for
    talk.answer_all(until=question, **ELIGIBLE)
    return talk


@pytest.mark.parametrize("question", [each for each in QUESTIONS if each != "acting_for"])
@pytest.mark.parametrize("text", NO_ANSWER)
def test_what_is_no_answer_is_said_so_and_the_question_stays(text, question):
    talk = at(question)
    before = dict(talk.facts)

    talk.say(text)

    assert talk.facts == before
    assert talk.question == question
    assert talk.said.strip()


@pytest.mark.parametrize("text", NO_ANSWER)
def test_nothing_odd_sends_a_complaint(text):
    talk = at("confirm")

    talk.say(text)

    assert "confirm" not in talk.facts and talk.status == "open"


def test_code_in_a_story_is_kept_as_the_text_that_it_is():
    talk = a_conversation()
    talk.say("yes")
    talk.say("the nhs app said <b>error</b> and they lost my results")

    assert "<b>error</b>" in talk.facts["matter"]


def test_not_being_understood_leads_to_an_example_then_to_choices_and_a_person():
    talk = at("complained_locally")
    talk.say("blue")
    talk.say("blue")
    assert "For example" in talk.said
    talk.say("blue")

    assert load().phone in talk.said
    assert {"Skip this question", "Talk to a person"} & set(talk.labels)


def test_abuse_gets_one_calm_sentence_then_a_person_and_the_form_is_kept():
    talk = at("complained_locally")
    before = dict(talk.facts)
    talk.say("you are all useless twats")
    assert "civil" in talk.said and "Talk to a person" not in talk.labels
    talk.say("fuck off")

    assert {"Talk to a person", "Carry on"} <= set(talk.labels)
    assert "civil" not in talk.said
    assert talk.facts == before and talk.question == "complained_locally"


def test_an_answer_beside_abuse_is_taken():
    talk = at("complained_locally")
    talk.say("fuck you I complained to them in may 2026 you idiots")

    assert talk.facts["complained_locally"] == "yes"
    assert talk.facts["complained_on"]["from"] == "2026-05-01"


def test_another_language_is_answered_in_it_with_an_interpreter_and_the_phone():
    talk = at("complained_locally")
    talk.say("nie rozumiem, nie mówię po angielsku")

    assert load().phone in talk.said and "tłumacza" in talk.said and "Polish" in talk.said
    assert talk.question == "complained_locally"


def test_an_interpreter_that_is_wanted_is_noted_with_the_language():
    talk = at("complained_locally")
    talk.say("nie rozumiem, nie mówię po angielsku")
    talk.say("tak")

    assert talk.facts["adjustments"] == ["interpreter", {"text": "Polish"}]
    assert languages.says("pl", "accepted") in talk.said
    assert talk.asked == ["complained_locally"]


def test_an_interpreter_that_is_not_wanted_is_not_noted_nor_offered_again():
    talk = at("complained_locally")
    talk.say("nie rozumiem, nie mówię po angielsku")
    talk.say("nie")
    assert "adjustments" not in talk.facts
    talk.say("nie rozumiem")

    assert languages.says("pl", "again") in talk.said
    assert languages.says("pl", "offer") not in talk.said


def test_a_story_in_another_language_is_kept_in_its_own_words():
    talk = a_conversation()
    talk.say("yes")
    talk.say(POLISH)
    talk.say("tak")

    assert talk.facts["matter"] == POLISH
    assert talk.asked == ["acting_for"]


def test_a_story_in_another_language_before_the_first_question_is_kept_too():
    talk = a_conversation()
    talk.say(POLISH)
    talk.say("nie")
    talk.say("yes")

    assert talk.facts["matter"] == POLISH


def test_an_unknown_language_is_answered_in_english():
    talk = at("complained_locally")
    talk.say("Я не говорю по-английски")

    assert "interpreter" in talk.said and load().phone in talk.said


def test_a_name_in_another_language_is_a_name():
    talk = at("name")
    talk.say("Małgorzata Wiśniewska")

    assert talk.facts["name"] == "Małgorzata Wiśniewska"


def test_who_finds_english_hard_is_offered_an_interpreter_once_and_gently():
    talk = a_conversation()
    talk.say("yes")
    talk.say("sorry for my english. I was at the hospital in Hull, they lost my scan in May 2026")
    assert "interpreter" in talk.said and talk.asked == ["complained_locally"]
    talk.choose("I'd like an interpreter")

    assert talk.facts["adjustments"] == ["interpreter"]
    talk.say("sorry my english is bad")
    assert "Your English is fine" not in talk.said


def test_a_very_long_story_is_taken_whole():
    talk = a_conversation()
    talk.say("yes")
    story = f"{STORY}. " + "Then I waited and rang them again and again. " * 65
    talk.say(story)

    assert talk.facts["matter"] == story.strip()


def test_a_pasted_letter_tells_when_it_was_complained_and_answered():
    talk = a_conversation()
    talk.say("yes")
    talk.say(
        "Dear Mrs Smith, Thank you for your complaint of 3 March 2026. We have looked into your "
        "concerns. We do not uphold your complaint. This is our final response. Yours sincerely, "
        "Chief Executive, Barnsley Hospital NHS Foundation Trust, 12 June 2026"
    )

    assert talk.facts["complained_on"]["from"] == "2026-03-03"
    assert talk.facts["final_response"] == "yes"
    assert talk.facts["final_response_on"]["from"] == "2026-06-12"
    assert talk.facts["organisation"]["name"].startswith("Barnsley")


def test_a_story_told_in_danger_is_kept_and_said_back_when_the_person_goes_on():
    talk = a_conversation()
    talk.say("yes")
    talk.say(
        "Barnsley Hospital sent my mum home in May 2026 and she died, I complained in June 2026. "
        "I'm going to kill myself tonight, I have the tablets here"
    )
    assert "paused" in talk.memory and talk.asked == []
    assert talk.facts["acting_for"] == "deceased" and "Barnsley" in talk.facts["matter"]
    talk.choose("Carry on")

    assert "I understood" in talk.said and talk.asked == ["final_response"]


def test_what_is_said_back_leaves_the_story_itself_out():
    talk = a_conversation()
    talk.say("yes")
    talk.say("I complained to Barnsley Hospital in April 2026 and they never replied to me at all")

    assert "I understood" in talk.said and "never replied" not in talk.said


def test_romanised_words_are_a_reply_to_an_offer_in_that_language():
    talk = a_conversation()
    talk.say("mujhe madad chahiye")
    talk.say("ji haan")

    assert talk.facts["adjustments"] == ["interpreter", {"text": "Urdu"}]
