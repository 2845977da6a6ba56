"""What people say to "Are you in danger right now?", read with care: in doubt it is no "no"."""

from __future__ import annotations

import re
from functools import lru_cache

from intake.safety import patterns
from intake.safety.data import load
from intake.safety.model import Screening
from intake.safety.normalise import clean, segments
from intake.safety.screening import screen

YES, NO, UNSURE = "yes", "no", "unsure"
LONGEST = 14
# A yes or no with more words than this is likely to be about something else.
SHORT = 5


@lru_cache(maxsize=1)
def _ways() -> dict[str, re.Pattern[str]]:
    return {name: patterns.any_of(block) for name, block in load("safety_answers").items()}


def in_danger(text: object) -> str | None:
    """yes, no or unsure where the words answer the question, None where they speak of other things.

    Never raises, whatever it is given.
    """
    try:
        return _answer(text)
    except Exception:  # broken data or code must not hide a "yes": the help is shown again
        return UNSURE


def _answer(text: object) -> str | None:
    words = [word for part in segments(clean(text)) for word in part.words]
    if not 0 < len(words) <= LONGEST:
        return None
    sentence = f" {' '.join(words)} "
    found = {name for name, ways in _ways().items() if ways.search(sentence)}
    if "not_an_answer" in found:
        return None
    if len(words) <= SHORT:
        found |= {name.removeprefix("short_") for name in found}
    return next((name for name in (UNSURE, YES, NO) if name in found), None)


def rescreened(text: object, before: Screening, asked: str | None = None) -> Screening:
    """The screening of a message that may answer the danger question asked for `before`."""
    found = screen(text, asked)
    answer = in_danger(text)
    words = text if isinstance(text, str) else None
    if answer == YES:
        return Screening("R4", _together(before, found), words)
    if answer == UNSURE and not found.at_least("R3"):
        return Screening("R3", _together(before, found), words)
    return found


def _together(before: Screening, found: Screening) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before.flags, *found.flags)))
