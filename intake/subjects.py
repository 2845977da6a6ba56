"""What a matter is about that the law leaves out, or that somebody else decides (E2_MATTER)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from intake.organisations import files

EXCLUSION, ELSEWHERE, OTHER_BODY = "exclusion", "elsewhere", "other_body"


@dataclass(frozen=True)
class Subject:
    """One subject found in a text, with the words that show it."""

    code: str
    kind: str
    signpost: str | None
    words: str


@dataclass(frozen=True)
class _Pattern:
    code: str
    kind: str
    signpost: str | None
    shows: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]


def find(text: str) -> list[Subject]:
    """Every subject of a text: exclusions first, then what others decide, then other bodies."""
    said, places = _plain(text)
    found = []
    for pattern in _patterns():
        shown = _shown(pattern, said)
        if shown is not None:
            words = text[places[shown[0]] : places[shown[1] - 1] + 1]
            found.append(Subject(pattern.code, pattern.kind, pattern.signpost, words.strip()))
    return sorted(found, key=lambda s: _ORDER.index(s.kind))


def _shown(pattern: _Pattern, said: str) -> tuple[int, int] | None:
    """Where a text shows the subject."""
    if any(p.search(said) for p in pattern.unless):
        return None
    for show in pattern.shows:
        m = show.search(said)
        if m and m.end() > m.start():
            return m.span()
    return None


def _plain(text: str) -> tuple[str, list[int]]:
    """The text in small letters, without apostrophes and double spaces, and where it came from."""
    kept: list[tuple[str, int]] = []
    for place, typed in enumerate(text):
        character = " " if typed.isspace() else typed.lower()
        double = character == " " and (not kept or kept[-1][0] == " ")
        if character not in "'’`" and len(character) == 1 and not double:
            kept.append((character, place))
    return "".join(c for c, _ in kept), [place for _, place in kept]


@cache
def _patterns() -> list[_Pattern]:
    content = files.load("subjects.yml")
    return [
        _Pattern(
            row["code"],
            row["kind"],
            row["signpost"],
            tuple(_compiled(p, content["words"]) for p in row["patterns"]),
            tuple(_compiled(p, content["words"]) for p in row.get("unless", ())),
        )
        for row in content["subjects"]
    ]


def _compiled(pattern: str, words: dict[str, str]) -> re.Pattern[str]:
    for name, value in words.items():
        pattern = pattern.replace("{" + name + "}", value)
    return re.compile(pattern)


_ORDER = (EXCLUSION, ELSEWHERE, OTHER_BODY)
