"""Questions answered in one's own words: whether a message answers, asks back, or says nothing."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.reading import control
from bot.reading.control import Control
from bot.reading.plain import Segment, load

QUESTIONS = (
    "matter",
    "should_have_happened",
    "relationship",
    "cannot_complain_reason",
    "late_reason",
    "safe_contact",
)
MAY_BE_NO = ("cannot_complain_reason", "late_reason", "safe_contact")


@lru_cache(maxsize=4)
def _words(key: str) -> re.Pattern[str]:
    return re.compile(load("texts")[key])


def unknowing(text: str) -> bool:
    """True where plain text says that the person doesn't know."""
    return bool(_words("unknowing").search(text))


def _tells(segment: Segment) -> bool:
    return not control.is_filler(segment) and not segment.asks


def digression(controls: tuple[Control, ...], rest: tuple[Segment, ...]) -> str | None:
    """The intent of a short message that only asks or wants something; None for one that tells."""
    found = control.strongest(controls)
    if found is None or any(_tells(segment) for segment in rest):
        return None
    said = sum(len(held.words.split()) for held in controls)
    longest = int(load("controls")["longest"])
    return found.intent if said <= 2 * longest else None


def holds_answer(question_id: str, text: str, rest: tuple[Segment, ...]) -> bool:
    """True where a message has substance enough to stand as the answer in its own words."""
    words = control.bare(text)
    if _words("empty").match(words):
        return question_id in MAY_BE_NO and words.startswith("no")
    if not any(letter.isalpha() for letter in words):
        return False
    asked = [segment for segment in rest if segment.asks]
    if asked and len(asked) == len(rest):
        return sum(segment.words for segment in asked) > 12
    return True
