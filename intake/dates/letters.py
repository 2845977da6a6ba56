"""Dates of a pasted letter: its own, and those of the letters and events that it speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.dates.data import load
from intake.dates.roles import OTHER

_SIGNS = re.compile(
    r"\bdear (?:mr|mrs|ms|miss|mx|dr|sir|madam|prof|[A-Z]\w+)|\byours (?:sincerely|faithfully)"
    r"|\b(?:our|your) ref\b|\bthank you for your (?:letter|complaint|e-?mail|correspondence)",
    re.IGNORECASE,
)
_GREETING = re.compile(r"\bdear\b|\bthank you for your\b|\bi am writing\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.!?]\s+(?=[A-Z])|\n\s*\n|\n")
_REACH = 110


def is_letter(text: str) -> bool:
    """True where a text holds a letter."""
    return bool(_SIGNS.search(text))


def _any(name: str) -> re.Pattern[str]:
    return re.compile("|".join(load()["letters"][name]), re.IGNORECASE)


def roles(
    text: str, spans: Sequence[tuple[int, int]], told: Sequence[str | None]
) -> list[str | None]:
    """What each date is the date of, where the text is a letter; else as it was told."""
    if not spans or not is_letter(text):
        return list(told)
    greeting = _GREETING.search(text)
    body = greeting.start() if greeting else 0
    own = _own(text)
    found: list[str | None] = []
    for span, role in zip(spans, told, strict=True):
        if _heads(text, span, body):
            found.append(own)
        else:
            found.append(_spoken_of(text, span) or role)
    return found


def _own(text: str) -> str:
    """What the letter's own date is the date of: by who wrote it, and what it says it is."""
    if _any("from_the_person").search(text):
        return "complained_on"
    if _any("not_final").search(text) and not _any("says_final").search(text):
        return OTHER
    return "final_response_on"


def _heads(text: str, span: tuple[int, int], body: int) -> bool:
    """True for the date over the greeting, or one that stands on a line of its own."""
    start = text.rfind("\n", 0, span[0]) + 1
    end = text.find("\n", span[1])
    line = text[start : end if end >= 0 else len(text)]
    rest = (line[: span[0] - start] + line[span[1] - start :]).strip(" ,.:-\t")
    alone = rest.lower() in {"", "date", "dated", "on"}
    if span[1] <= body:
        ahead = text[max(0, span[0] - 40) : span[0]].lower()
        return alone or not re.search(r"\b(?:born|birth|dob|on|in|got|letter|received)\W*$", ahead)
    return alone and "\n" in text


def _spoken_of(text: str, span: tuple[int, int]) -> str | None:
    """What the words just before a date in a letter say of it, such as "your complaint of"."""
    breaks = [match.end() for match in _CLAUSE.finditer(text, 0, span[0])]
    left = max([0, span[0] - _REACH, *breaks])
    before = text[left : span[0]]
    best: tuple[int, str] | None = None
    for name in ("complained_on", "final_response_on", "happened_on", OTHER):
        for match in _any(name).finditer(before):
            if best is None or match.end() >= best[0]:
                best = (match.end(), name)
    return best[1] if best else None
