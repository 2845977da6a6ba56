"""What a story tells is taken from it with its words; what it doesn't tell is not made up."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.stories import extract
from tests.bot.reading.said import HERE, TODAY
from tests.bot.reading.whole import score, stories

STORIES = yaml.load((HERE / "stories.yml").read_text(encoding="utf-8"), yaml.BaseLoader)

JIMMYS = (
    "my mum was on ward 9 at jimmys in leeds from jan, they sent her home with no care plan and "
    "she fell 2 days later. complained to the trust in april, got their final letter 3rd of sept "
    "saying they did nothing wrong. i just want them to admit it and sort it so it doesnt happen "
    "to others"
)


def told(story: str) -> dict[str, object]:
    """The values that a story holds."""
    return {question: reading.value for question, reading in extract(story, TODAY).items()}


def test_one_message_answers_most_questions():
    facts = told(JIMMYS)

    assert facts["organisation"]["id"] == "RR8"
    assert facts["care_place"] == "england"
    assert facts["complained_locally"] == "yes"
    assert facts["complained_on"]["from"] == "2026-04-01"
    assert facts["final_response"] == "yes"
    assert facts["final_response_on"]["from"] == facts["final_response_on"]["to"] == "2026-09-03"
    assert facts["happened_on"]["from"] == "2026-01-01"
    assert facts["outcomes"] == ["O_ACK", "O_SERV"]
    assert "other_organisations" not in facts


def test_each_fact_keeps_the_words_it_came_from():
    found = extract(JIMMYS, TODAY)

    assert found["complained_on"].quote == "complained to the trust in april"
    assert all(part in JIMMYS for part in found["final_response_on"].quote.split(", "))


def test_an_adult_who_may_or_may_not_agree_is_left_to_be_asked():
    assert extract(JIMMYS, TODAY)["acting_for"].unsure


@pytest.mark.parametrize("told_of", STORIES["tells"])
def test_a_story_tells(told_of: dict[str, Any]):
    assert told(told_of["said"])[told_of["question"]] == told_of["value"]


@pytest.mark.parametrize("told_of", STORIES["silent"])
def test_a_story_does_not_tell(told_of: dict[str, str]):
    assert told_of["question"] not in told(told_of["said"])


def test_who_died_by_the_way_is_not_who_it_is_for():
    story = "Since my wife died the pension service have been paying me the wrong amount"

    assert told(story)["acting_for"] == "self"


@pytest.mark.parametrize("text", ["", "hello", "?", "my mum", "1 2 3", "I want to complain"])
def test_too_little_tells_nothing(text: str):
    assert extract(text, TODAY).keys() <= {"matter"}


@given(st.text(max_size=400))
def test_no_text_makes_it_fail(text: str):
    for question, reading in extract(text, TODAY).items():
        assert reading.value is not None, question


def test_whole_stories_are_understood_and_hardly_anything_is_invented():
    told = score(stories())

    assert told.right / told.facts >= 0.95, told.missed
    assert len(told.invented) / told.found <= 0.02, told.invented


def test_the_first_words_of_many_people_answer_eight_questions():
    sure = {key for key, reading in extract(JIMMYS, TODAY).items() if not reading.unsure}

    assert len(sure - {"matter"}) >= 8
