"""Answers that are dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from bot.reading.model import UNKNOWN_DATE, Reading, answer, no_answer
from bot.reading.plain import load, plain
from intake import dates

APART = 180
"""Times that lie more days apart than this tell nothing, where the person does not know."""
QUESTIONS = ("complained_on", "final_response_on", "happened_on", "aware_on")


@lru_cache(maxsize=4)
def _words(key: str) -> re.Pattern[str]:
    return re.compile(load("dates")[key])


# What "two weeks later" is counted from, for each question: the nearest step before it.
COUNTED_FROM = {
    "aware_on": ("happened_on",),
    "complained_on": ("aware_on", "happened_on"),
    "final_response_on": ("complained_on",),
}


def read_for(question_id: str, text: str, today: date, facts: Mapping[str, Any]) -> Reading | None:
    """The date that a text answers to this question, counting from what is known already."""
    if is_anybodys_guess(text, today):
        return answer(dict(UNKNOWN_DATE), text, 0.85)
    found = read(text, today, question_id, _since(question_id, facts))
    if found:
        return found
    words = plain(text)
    if question_id == "aware_on" and is_at_the_time(text):
        happened = facts.get("happened_on")
        known = isinstance(happened, Mapping) and happened.get("from")
        return answer(dict(happened), text, 0.85) if known and happened else None
    if question_id == "happened_on" and _words("ongoing").search(words):
        now = {"from": today.isoformat(), "to": today.isoformat(), "precision": "approx"}
        return answer(now, text, 0.8)
    if _words("not_known").search(words) or dates.says_unknown(text):
        return answer(dict(UNKNOWN_DATE), text, 0.85)
    return None


def is_anybodys_guess(text: str, today: date) -> bool:
    """Whether somebody does not know and names times far apart: "last year, or three years ago"."""
    words = plain(text)
    if not (_words("unknowing").search(words) and _words("either").search(words)):
        return False
    told = [dates.parse(part, today) for part in _words("either").split(text)]
    first = [each.from_ for each in told if each.from_ and each.to and each.problem is None]
    return len(first) > 1 and (max(first) - min(first)).days > APART


def is_at_the_time(text: str) -> bool:
    """Whether somebody says that they knew when it happened, without a date."""
    return bool(_words("at_the_time").search(plain(text)))


def read(
    text: str,
    today: date,
    question_id: str | None = None,
    since: tuple[date, date] | None = None,
) -> Reading | None:
    """The interval that a text tells; None where it tells no time at all."""
    reading = dates.parse(text, today, question_id, since)
    if reading.problem in ("future", "impossible"):
        return no_answer(reading.problem, text)
    if reading.problem is None and (reading.from_ or reading.to):
        return answer(reading.as_dict(), text)
    return None


def _since(question_id: str, facts: Mapping[str, Any]) -> tuple[date, date] | None:
    for name in COUNTED_FROM.get(question_id, ()):
        known = facts.get(name)
        if isinstance(known, Mapping) and known.get("from") and known.get("to"):
            return date.fromisoformat(known["from"]), date.fromisoformat(known["to"])
    return None
