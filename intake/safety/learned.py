"""A second opinion on every message: small linear models over plain words and their neighbours.

Their weights are a data file that `python -m intake.safety.training` makes from invented messages.
A message is read once; its sentences, pairs of them and parts of long ones are scored from the
same sums, so that one sentence of danger in a long story is found at no extra cost.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from intake.safety import patterns
from intake.safety.data import FOLDER

WEIGHTS = FOLDER / "safety_weights.json"
LEVEL_HEADS = ("R1", "R2", "R3", "R4")
FLAG_HEADS = (
    "OTHER_IN_DANGER",
    "CHILD_AT_RISK",
    "ADULT_AT_RISK",
    "DOMESTIC_ABUSE",
    "HARM_TO_OTHERS",
    "STAFF_THREAT",
    "ONGOING_CARE_RISK",
)
HEADS = (*LEVEL_HEADS, *FLAG_HEADS)
CLASSES = ("dates", "kin", "pills")
# Weights are kept as letters: their distance from this one, in steps of 1 / SCALE.
ZERO, SCALE = 80, 8.0
START, END, NUMBER = "^", "$", "<number>"
BITS = 16
GAP = (1 << BITS) - 1
# Sets three words apart from two that stand beside an unknown one.
TRIPLE = 1 << 3 * BITS
# Sentences up to these lengths are read in pairs, or as one; longer ones also in parts.
PAIR, WIDE, PACE = 40, 24, 8
# Bits in which the sum for one level is kept while a message is read.
FIELD = 20
FULL, MIDDLE = (1 << FIELD) - 1, 1 << (FIELD - 1)
SHIFTS = range(0, FIELD * len(LEVEL_HEADS), FIELD)
MIDDLES = sum(MIDDLE << shift for shift in SHIFTS)

Row = tuple[float, ...]


@dataclass(frozen=True)
class Model:
    """The number of each known word, and the weights of words, pairs, triples and gapped pairs."""

    numbers: dict[str, int]
    levels: dict[int, int]
    flags: dict[int, str]
    bias: Row


class Opinion(NamedTuple):
    """How strongly the heads of the levels speak for some sentences; above 0 is yes."""

    levels: Row
    first: int
    last: int


@lru_cache(maxsize=1)
def classes() -> dict[str, str]:
    """Words that count as one word: relatives, medicines, names of days and months."""
    return {
        word: f"<{group}>"
        for group in CLASSES
        for line in patterns.lists()[group]
        for word in line.replace("|", " ").split()
    }


def general(word: str) -> str:
    """The word, or the class of words it stands for."""
    return NUMBER if word.isdigit() else classes().get(word, word)


def terms(words: Sequence[str]) -> Iterator[list[str]]:
    """For each word and the end of the sentence, what the models look at: it and those before."""
    plain = [START, *map(general, words), END]
    for place in range(1, len(plain)):
        here, before = plain[place], plain[place - 1]
        found = [here, f"{before} {here}"]
        if place > 1:
            found += [f"{plain[place - 2]} {before} {here}", f"{plain[place - 2]} _ {here}"]
        yield found


@lru_cache(maxsize=1)
def model() -> Model | None:
    """The models of the weights file; none where it is missing."""
    if not WEIGHTS.is_file():
        return None
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    numbers = {word: place for place, word in enumerate(data["words"], 1)}
    levels: dict[int, int] = {}
    flags: dict[int, str] = {}
    for term, letters in data["rows"].items():
        key = _key(term.split(" "), numbers)
        levels[key] = _packed(_row(letters[: len(LEVEL_HEADS)]))
        if len(letters) > len(LEVEL_HEADS):
            flags[key] = letters[len(LEVEL_HEADS) :]
    return Model(numbers, levels, flags, tuple(data["bias"]))


def _row(letters: str) -> Row:
    return tuple((ord(letter) - ZERO) / SCALE for letter in letters)


def _key(words: Sequence[str], numbers: dict[str, int]) -> int:
    """One number for a term: its words' numbers side by side, a gap as the highest of all."""
    mark = TRIPLE if len(words) == 3 and words[1] != "_" else 0
    key = 0
    for word in words:
        key = key << BITS | (GAP if word == "_" else numbers[word])
    return key + mark


@lru_cache(maxsize=16384)
def _number(word: str) -> int:
    known = model()
    return known.numbers.get(general(word), 0) if known else 0


def opinions(sentences: Sequence[Sequence[str]]) -> list[Opinion]:
    """What the models make of the sentences of a message, its pairs and parts of long ones."""
    known = model()
    if known is None:
        return []
    found: list[Opinion] = []
    before, size_before = 0, PAIR
    for place, words in enumerate(sentences):
        keys = _keys(words, known)
        blocks = _blocks(keys, len(words), known.levels)
        sums = sum(blocks)
        size = len(words) + 1
        found.append(_opinion(known, sums, size, place, place))
        if size + size_before <= PAIR:
            both = _opinion(known, before + sums, size + size_before, place - 1, place)
            found.append(both)
        for one, two in pairwise(blocks):
            found.append(_opinion(known, one + two, 2 * PACE, place, place))
        before, size_before = sums, size
    return found


def flags(sentences: Sequence[Sequence[str]], opinion: Opinion) -> dict[str, float]:
    """How strongly the heads of the flags speak for the sentences of an opinion."""
    known = model()
    words = sentences[opinion.first : opinion.last + 1]
    if known is None or not words:
        return {}
    keys = [key for part in words for key in _keys(part, known) if key in known.flags]
    rows = [_row(known.flags[key]) for key in keys]
    sums = map(sum, zip(*rows, strict=True)) if rows else [0.0] * len(FLAG_HEADS)
    size = math.sqrt(sum(len(part) + 1 for part in words))
    bias = known.bias[len(LEVEL_HEADS) :]
    return {
        head: base + total / size for head, base, total in zip(FLAG_HEADS, bias, sums, strict=True)
    }


def _keys(words: Iterable[str], known: Model) -> list[int]:
    """The keys of what is looked at, four for each word and for the end of the sentence."""
    older, before = 0, known.numbers[START]
    keys: list[int] = []
    for here in [*map(_number, words), known.numbers[END]]:
        pair = before << BITS
        keys += (
            here,
            pair | here,
            TRIPLE + (((older << BITS) | before) << BITS) + here,
            (((older << BITS) | GAP) << BITS | here),
        )
        older, before = before, here
    return keys


def _blocks(keys: list[int], size: int, rows: dict[int, int]) -> list[int]:
    """The weights of a sentence, those of a long one in blocks."""
    if size <= WIDE:
        return [sum(filter(None, map(rows.get, keys)))]
    step = 4 * PACE
    starts = range(0, len(keys), step)
    return [sum(filter(None, map(rows.get, keys[at : at + step]))) for at in starts]


def _packed(row: Row) -> int:
    """Whole steps of each level side by side in one number, so that one sum adds them all."""
    return sum(round(weight * SCALE) << place * FIELD for place, weight in enumerate(row))


def _unpacked(packed: int) -> list[float]:
    packed += MIDDLES
    return [(((packed >> shift) & FULL) - MIDDLE) / SCALE for shift in SHIFTS]


def _opinion(known: Model, packed: int, size: int, first: int, last: int) -> Opinion:
    root = math.sqrt(size)
    one, two, three, four = _unpacked(packed)
    base = known.bias
    levels = (
        base[0] + one / root,
        base[1] + two / root,
        base[2] + three / root,
        base[3] + four / root,
    )
    return Opinion(levels, first, last)
