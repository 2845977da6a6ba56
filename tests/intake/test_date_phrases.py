"""How people say when: each phrase is read as what it means, and claims no more."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from intake.dates import parse

TODAY = date(2026, 11, 22)
PHRASES = yaml.load(
    Path(__file__).with_name("date_phrases.yml").read_text(encoding="utf-8"), yaml.BaseLoader
)


def phrases(*, asked_again):
    """The phrases that are (or are not) asked again."""
    return [
        pytest.param(words, meaning, id=words)
        for group in PHRASES.values()
        for words, meaning in group.items()
        if (meaning in {"future", "impossible", "unclear"}) == asked_again
    ]


def interval(meaning):
    first, _, last = meaning.lstrip("~").partition("..")
    return date.fromisoformat(first), date.fromisoformat(last or first)


@pytest.mark.parametrize(("words", "meaning"), phrases(asked_again=False))
def test_the_time_that_words_mean(words, meaning):
    reading = parse(words, TODAY)
    first, last = interval(meaning)

    assert reading.problem is None
    if meaning.startswith("~"):
        shared = (min(last, reading.to) - max(first, reading.from_)).days + 1
        assert shared * 2 >= min((last - first).days, (reading.to - reading.from_).days) + 1
        assert first == last or reading.precision != "day"
    else:
        assert (reading.from_, reading.to) == (first, last)


@pytest.mark.parametrize(("words", "problem"), phrases(asked_again=True))
def test_what_tells_no_past_time_is_asked_again_with_its_reason(words, problem):
    reading = parse(words, TODAY)

    assert (reading.from_, reading.to, reading.problem) == (None, None, problem)
