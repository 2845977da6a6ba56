"""A second opinion on the themes of a story: how strongly its words speak for each of them.

The weights are a data file that `python -m bench.themes_training` makes from invented stories.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from intake.organisations.files import DATA

WEIGHTS = DATA / "themes_weights.json"
# Weights are kept as letters: their distance from this one, in steps of 1 / SCALE.
ZERO, SCALE = 80, 6.0
START, END, NUMBER = "^", "$", "#"
ENDINGS = ("ings", "ing", "edly", "ed", "es", "s", "ly", "e")
# A shorter text has too little to go by.
FEWEST_WORDS = 12
# How many words beside the one that speaks loudest are shown with it.
BEFORE, AFTER = 2, 3

Row = tuple[float, ...]
Word = tuple[str, int, int]
Span = tuple[int, int]


class Model(NamedTuple):
    """The themes of a branch, where each starts, and the weights of words and pairs of words."""

    codes: tuple[str, ...]
    bias: Row
    rows: dict[str, Row]


class Opinion(NamedTuple):
    """How likely a theme is, the sentence that says so best, and the words in it that do."""

    likely: float
    sentence: Span
    loudest: Span


def sentences(said: str) -> list[list[Word]]:
    """The stems of the words of each sentence, with where they stand; of text in small letters."""
    found: list[list[Word]] = [[]]
    for match in re.finditer(r"([a-z0-9]+)|[.!?;\n]+", said):
        if match[1]:
            found[-1].append((stem(match[1]), match.start(), match.end()))
        elif found[-1]:
            found.append([])
    return found if found[-1] else found[:-1]


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """The word without a common ending; any number as one."""
    if word.isdigit():
        return NUMBER
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def terms(words: Sequence[Word]) -> list[str]:
    """What is looked at: each word and the end of a sentence, alone and with the one before."""
    before = START
    found: list[str] = []
    for here in [*(word[0] for word in words), END]:
        found += (here, f"{before} {here}")
        before = here
    return found


@cache
def models() -> dict[str, Model]:
    """The models of the weights file, by branch; none where it is missing."""
    if not WEIGHTS.is_file():
        return {}
    loaded = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return {
        branch: Model(
            tuple(data["codes"]),
            tuple(data["bias"]),
            {term: _row(letters) for term, letters in data["rows"].items()},
        )
        for branch, data in loaded.items()
    }


def _row(letters: str) -> Row:
    return tuple((ord(letter) - ZERO) / SCALE for letter in letters)


def opinions(said: str, branch: str) -> dict[str, Opinion]:
    """How likely each theme is in a story: as a whole, and in the sentences that say it best."""
    known, told = models().get(branch), sentences(said)
    if known is None or sum(map(len, told)) < FEWEST_WORDS:
        return {}
    width = len(known.codes)
    sums = [_sum(_rows(terms(words), known), width) for words in told]
    sizes = [len(words) + 1 for words in told]
    whole = _chances(known, _sum(sums, width), sum(sizes))
    parts = [_chances(known, *part) for part in zip(sums, sizes, strict=True)]
    pairs = [
        _chances(known, _sum(sums[at : at + 2], width), sizes[at] + sizes[at + 1])
        for at in range(len(told) - 1)
    ]
    most = list(map(max, zip(whole, *parts, *pairs, strict=True)))
    return {
        code: _opinion((whole[place] + most[place]) / 2, place, told, parts, known)
        for place, code in enumerate(known.codes)
    }


def _opinion(
    likely: float,
    place: int,
    told: Sequence[Sequence[Word]],
    parts: Sequence[Row],
    known: Model,
) -> Opinion:
    chances = [part[place] for part in parts]
    words = told[chances.index(max(chances))]
    return Opinion(likely, (words[0][1], words[-1][2]), _loudest(words, place, known))


def _rows(found: Iterable[str], known: Model) -> list[Row]:
    return [row for row in map(known.rows.get, found) if row is not None]


def _sum(rows: Sequence[Row], size: int) -> Row:
    return tuple(map(sum, zip(*rows, strict=True))) if rows else (0.0,) * size


def _chances(known: Model, sums: Row, size: int) -> Row:
    root = math.sqrt(size)
    grown = [math.exp(base + total / root) for base, total in zip(known.bias, sums, strict=True)]
    every = sum(grown)
    return tuple(each / every for each in grown)


def _loudest(words: Sequence[Word], place: int, known: Model) -> Span:
    """The span of the word that speaks most for a theme, with some words beside it."""
    nothing = (0.0,) * len(known.codes)
    weights = [known.rows.get(word[0], nothing)[place] for word in words]
    best = max(range(len(words)), key=weights.__getitem__)
    return words[max(0, best - BEFORE)][1], words[min(len(words) - 1, best + AFTER)][2]
