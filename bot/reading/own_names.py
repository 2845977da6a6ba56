"""The name that one service has of its own: "Harbour Street Dental", said beside "the dentist"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from bot.reading.plain import load
from intake import organisations

# How far from the kind ("my GP surgery") its name may stand, in letters.
NEAR = 40


def beside(text: str, kind: Any) -> str | None:
    """The name that stands in or beside the mention of a kind of service."""
    start, end = max(0, kind.start - NEAR), min(len(text), kind.end + NEAR)
    found = within(text, start, end)
    return found or (_called(text, kind.end) if kind.match.id in _data("called_kinds") else None)


def within(text: str, start: int = 0, end: int | None = None) -> str | None:
    """A name that ends as the names of services do: "Mill Lane Surgery", "Luton Council"."""
    end = len(text) if end is None else end
    for capitals in (True, False):
        for found in _named(capitals).finditer(text, start, end):
            own = _own_words(found["own"].split())
            if own:
                return f"{own} {found['word']}"
    prison = re.compile(_data("prison")).search(text, start, end)
    return prison[0] if prison else None


def _data(key: str) -> Any:
    return load("story_bodies")[key]


@lru_cache(maxsize=2)
def _named(capitals: bool) -> re.Pattern[str]:
    """Up to four words and the word of a practice or a home; capitals say where it begins."""
    if capitals:
        capital, joined = _data("capital"), _data("joined")
        begins = rf"{capital}(?:\s+(?:{joined}\s+)?{capital}){{0,3}}?"
        return re.compile(rf"(?<!\w)(?P<own>{begins})\s+(?P<word>{_data('word')})(?!\w)")
    return re.compile(rf"(?P<own>(?:[\w'’&-]+\s+){{1,3}})(?P<word>{_data('small_word')})(?!\w)")


def _own_words(words: list[str]) -> str:
    """The last words that may be a name's own: none of "my", "went to the", "the local"."""
    no_name = re.compile(_data("no_name"))
    stops = [at for at, word in enumerate(words) if no_name.match(word.lower())]
    return " ".join(words[stops[-1] + 1 :] if stops else words)


def _called(text: str, start: int) -> str | None:
    """ "A private clinic in Essex, Belle Rose, took my money": a name between two commas."""
    capital, joined = _data("capital"), _data("joined")
    name = rf"{capital}(?:\s+(?:{joined}\s+)?{capital}){{0,4}}"
    pattern = rf"(?:[^.!?;,]{{0,25}}?,\s+|[^.!?;,]{{0,25}}?\b(?:called|named)\s+)(?P<own>{name})"
    found = re.compile(pattern).match(text, start)
    if not found or re.match(_data("no_called"), found["own"]):
        return None
    several = len(found["own"].split()) > 1 or "called" in found[0] or "named" in found[0]
    known = [m.match for m in organisations.find_all(found["own"])]
    return found["own"].rstrip(".") if several and not known else None
