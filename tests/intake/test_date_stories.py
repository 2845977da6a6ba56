"""Several dates in one text: each question gets its own, and none that the text does not tell."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from intake.dates import find_all, parse

TODAY = date(2026, 11, 22)
QUESTIONS = ("happened_on", "aware_on", "complained_on", "final_response_on")
STORIES = yaml.load(
    Path(__file__).with_name("date_stories.yml").read_text(encoding="utf-8"), yaml.BaseLoader
)
ASKED = [
    pytest.param(story["say"], question, story[question], id=f"{question}: {story['say'][:50]}")
    for story in STORIES
    for question in QUESTIONS
    if question in story
]


@pytest.mark.parametrize(("say", "question", "meaning"), ASKED)
def test_the_date_of_a_question_among_several(say, question, meaning):
    reading = parse(say, TODAY, question)

    if meaning in {"null", ""}:
        assert reading.from_ is None
        return
    first, _, last = meaning.lstrip("~").partition("..")
    first, last = date.fromisoformat(first), date.fromisoformat(last or first)
    assert reading.problem is None
    if meaning.startswith("~"):
        shared = (min(last, reading.to) - max(first, reading.from_)).days + 1
        assert shared * 2 >= min((last - first).days, (reading.to - reading.from_).days) + 1
    else:
        assert (reading.from_, reading.to) == (first, last)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["say"][:50])
def test_each_date_of_a_story_is_quoted_from_where_it_stands(story):
    for mention in find_all(story["say"], TODAY):
        assert story["say"][mention.start : mention.end] == mention.words
        assert mention.reading.from_ is None or mention.reading.from_ <= TODAY
