"""Who asks how their complaint is going hears where it stands, in plain words."""

import pytest

from tests.bot.talking import ELIGIBLE, REFERENCE, a_conversation, an_eligible_one

ASKING = [
    "what is happening with my complaint?",
    "any news?",
    "whats the status of my case",
    "where has my complaint got to",
    "how is my complaint going?",
    "is there any update on my case?",
    "how long will it take?",
]


def a_sent_one():
    talk = an_eligible_one()
    talk.answer_all(**ELIGIBLE)
    talk.choose("Yes, send it")
    assert REFERENCE in talk.said
    talk.stage = "staff_triage"
    return talk


@pytest.mark.parametrize("words", ASKING)
def test_after_sending_the_stage_is_told(words):
    talk = a_sent_one().say(words)

    assert "A person on our team is looking at your complaint" in talk.said


def test_each_stage_has_its_own_words():
    talk = a_sent_one()
    talk.stage = "more_info"

    assert "we wait for your answer" in talk.say("any news?").said


@pytest.mark.parametrize("words", ASKING[:-1])
def test_before_sending_it_is_said_that_nothing_was_sent(words):
    talk = a_conversation()
    talk.say("yes")
    question = talk.question
    talk.say(words)

    assert "Nothing has been sent to our team yet" in talk.said
    assert talk.question == question


@pytest.mark.parametrize(
    "story",
    [
        "nobody would tell me what was happening with my mum",
        "I asked for an update every week and heard nothing from the ward",
        "they never gave me any news about the results of my scan",
    ],
)
def test_a_story_about_news_that_never_came_is_a_story(story):
    talk = a_conversation()
    talk.say("yes")
    talk.say(story)

    assert talk.facts["matter"] == story
