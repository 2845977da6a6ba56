"""Misspelt words put right, for texts that say nothing as typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from bot.reading.plain import load, plain

T = TypeVar("T")

LEAST_LETTERS = 5
LEAST_ALIKE = 0.77
_SOURCES = (
    "changes",
    "closed_steps",
    "closed_who",
    "controls",
    "lists",
    "macros",
    "places",
    "stories",
    "texts",
    "yesno",
)
_WORD = re.compile(r"[a-z]{5,}")


@lru_cache(maxsize=1)
def _keywords() -> tuple[str, ...]:
    return tuple(load("spelling")["words"].split())


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """Every word that stands in the patterns: none of them is a misspelling."""
    words = {word for name in _SOURCES for word in _WORD.findall(str(load(name)))}
    return frozenset(words | set(_keywords()))


@lru_cache(maxsize=4096)
def _nearest(word: str) -> str:
    if word in _known():
        return word
    best = process.extractOne(
        word,
        _keywords(),
        scorer=DamerauLevenshtein.normalized_similarity,
        score_cutoff=LEAST_ALIKE,
    )
    return str(best[0]) if best and best[0][0] == word[0] else word


def corrected(text: str) -> str:
    """Plain text with words put right that are nearly a known one."""
    return _WORD.sub(lambda found: _nearest(found[0]), text)


def read_twice(read: Callable[[str], T], text: str) -> T | None:
    """What a text says as typed, or else with its spelling put right."""
    if not text:
        return None
    found = read(text)
    better = plain(corrected(text))
    return found if found or better == text else read(better)
