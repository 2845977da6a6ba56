"""What somebody takes back in passing changes the right answer, at whatever question."""

from __future__ import annotations

import pytest

from bot.reading import corrections
from tests.bot.reading.said import TODAY
from tests.bot.talking import ELIGIBLE, a_conversation

STORY = (
    "My mum was on ward 9 at Leeds General Infirmary from January 2026, they sent her home with no "
    "care plan. She asked me to complain. I complained to the trust in April 2026 and got their "
    "final letter on 3 September 2026. I want an apology."
)


def after_the_story(question=None):
    """A conversation in which one message has told most of it."""
    talk = a_conversation()
    talk.say("yes")
    talk.say(STORY)
    if question:
        talk.answer_all(until=question, **ELIGIBLE)
    return talk


@pytest.mark.parametrize("question", [None, "should_have_happened"])
@pytest.mark.parametrize(
    ("said", "changed", "value"),
    [
        ("no, the letter came in August not September", "final_response_on", "2026-08-01"),
        ("sorry I meant May not April", "complained_on", "2026-05-01"),
        ("the complaint was sent in May, not April", "complained_on", "2026-05-01"),
        ("wait, it was 3rd of August the letter", "final_response_on", "2026-08-03"),
        ("i got the date wrong, i complained on 14 april", "complained_on", "2026-04-14"),
        ("no it was 13 september the letter, not 3rd", "final_response_on", "2026-09-13"),
        ("just checked, the final letter is dated 6 September", "final_response_on", "2026-09-06"),
        ("no sorry not april. may. i complained on the 4th of may", "complained_on", "2026-05-04"),
        ("not the 3rd sorry the 13th, for the final letter", "final_response_on", "2026-09-13"),
        ("found my copy, I handed the letter in on 20 April", "complained_on", "2026-04-20"),
        ("I said Leeds but it was Bradford", "organisation", "Bradford"),
        ("sorry it was Bradford Royal Infirmary", "organisation", "Bradford"),
        ("no it was bradford", "organisation", "Bradford"),
        ("actually it was my dad", "relationship", "son or daughter (my dad)"),
        ("actually she died in October", "acting_for", "deceased"),
        ("actually its about me not my mum", "acting_for", "self"),
        ("oh and i never actually complained sorry", "complained_locally", "no"),
    ],
)
def test_a_correction_changes_the_right_answer_and_says_so(question, said, changed, value):
    talk = after_the_story(question)
    before = dict(talk.facts)

    talk.say(said)

    now = talk.facts[changed]
    assert (now.get("from") or now.get("name") if isinstance(now, dict) else now).startswith(value)
    others = {key for key in talk.facts if talk.facts[key] != before.get(key)}
    assert others == {changed}
    assert "I've changed that to" in talk.said


def test_a_name_that_fits_several_is_offered_as_a_choice():
    talk = after_the_story()
    talk.say("it was St James's not LGI")

    assert "Which one is it?" in talk.said
    assert talk.facts["organisation"]["id"] == "RR8"


def test_a_death_told_in_passing_changes_whom_it_is_for_with_condolence():
    talk = after_the_story()
    talk.say("she passed away by the way")

    assert talk.facts["acting_for"] == "deceased"
    assert "sorry for your loss" in talk.said


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "not yet",
        "no I have not been to court",
        "sorry, not sure",
        "they were not kind and it was not right",
        "it took six months, not good enough",
        "I rang but they did not answer",
        "no, it was only a phone call",
        "a nurse, not a doctor",
        "actually no",
        "sorry for the delay, yes",
        "it should have been done in a week, not months",
        "she was dead poorly after",
        "I did not go to ICE",
    ],
)
def test_an_answer_is_not_taken_for_a_correction(text):
    facts = after_the_story().facts

    assert corrections.read(text, "legal_action", facts, TODAY) is None


def test_a_step_told_at_another_question_is_noted_and_the_question_asked_again():
    talk = a_conversation()
    talk.say("yes")
    talk.say(
        "DWP stopped my PIP. I complained in April 2026 and got their final letter in July 2026"
    )
    asked = talk.question
    talk.say("I did not go to ICE")

    assert talk.facts["second_tier"] == "not_yet"
    assert "also noted" in talk.said and asked not in talk.facts
