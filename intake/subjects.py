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
    """Every subject of a text: exclusions first, then what others decide, then other bodies of the story."""
    said = _plain(text)
    found = [s for pattern in _patterns() if (s := _shown(pattern, said))]
    return sorted(found, key=lambda s: _ORDER.index(s.kind))


def _shown(pattern: _Pattern, said: str) -> Subject | None:
    if any(p.search(said) for p in pattern.unless):
        return None
    for show in pattern.shows:
        m = show.search(said)
        if m:
            return Subject(pattern.code, pattern.kind, pattern.signpost, m.group().strip())
    return None


def _plain(text: str) -> str:
    return " ".join(re.sub(r"['’`]", "", text.lower()).split())


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
