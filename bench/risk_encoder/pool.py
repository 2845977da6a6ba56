"""What the narrow encoder learns from: messages, joined ones and ones with words exchanged for
their neighbours in meaning, each with what the wide encoder says of it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from bench.risk_encoder import examples, wide
from bench.risk_encoder.examples import Bag, Row
from intake.safety.learned import HEADS
from intake.word_pieces import WordPieces

JOINED, EXCHANGED, SEED = 30_000, 40_000, 5
NEIGHBOURS, ORDINARY = 8, 999
_WORD = re.compile(r"(##)?[a-z']+")


class Pool(NamedTuple):
    """Messages in pieces, what is known of each (heads) and what the wide encoder says (heads)."""

    numbers: list[list[int]]
    known: np.ndarray
    said: np.ndarray


def made(held: dict, pieces: WordPieces, names: Sequence[str], bags: Sequence[Bag]) -> Pool:
    """The pool for the messages told; `names` are the pieces in their order."""
    dice = random.Random(SEED)
    told = examples.rows(bags, lambda texts: said_by(held, examples.in_pieces(pieces, texts)))
    calm = examples.calm_rows(told)
    both = [
        examples.joined(dice.choice(told), _other(told, calm, dice), dice) for _ in range(JOINED)
    ]
    kept = [*told, *both]
    numbers = examples.in_pieces(pieces, [text for text, _ in kept])
    near = neighbours(np.asarray(held["words"]), names, {one for line in numbers for one in line})
    numbers += [exchanged(dice.choice(numbers), near, dice) for _ in range(EXCHANGED)]
    unknown = np.full((EXCHANGED, len(HEADS)), examples.UNKNOWN, np.float32)
    known = np.concatenate([np.stack([label for _, label in kept]), unknown])
    return Pool(numbers, known, said_by(held, numbers))


def _other(told: Sequence[Row], calm: Sequence[Row], dice: random.Random) -> Row:
    return dice.choice(calm if dice.random() < 0.3 else told)


def neighbours(
    words: np.ndarray, names: Sequence[str], used: Iterable[int]
) -> dict[int, list[int]]:
    """For each piece in use, the pieces nearest in meaning."""
    unit = words / np.linalg.norm(words, axis=1, keepdims=True)
    plain = np.array([bool(_WORD.fullmatch(name)) for name in names[: len(words)]])
    ordinary = sorted(one for one in used if one > ORDINARY)
    found: dict[int, list[int]] = {}
    for start in range(0, len(ordinary), 500):
        block = ordinary[start : start + 500]
        likeness = np.where(plain, unit[block] @ unit.T, -1.0)
        nearest = np.argpartition(-likeness, NEIGHBOURS + 1, axis=1)[:, : NEIGHBOURS + 1]
        for one, line in zip(block, nearest, strict=True):
            found[one] = [int(other) for other in line if other != one]
    return found


def exchanged(line: Sequence[int], near: dict[int, list[int]], dice: random.Random) -> list[int]:
    """The message with about a fifth of its words exchanged for neighbours."""
    return [dice.choice(near[one]) if one in near and dice.random() < 0.2 else one for one in line]


def said_by(held: dict, numbers: Sequence[Sequence[int]]) -> np.ndarray:
    """What the wide encoder says of each message."""
    return wide.figures(held, numbers)
