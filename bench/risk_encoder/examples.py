"""What the encoders learn from: the invented messages, joined, with slips, and as word pieces."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

import numpy as np

from intake.safety import encoded
from intake.safety.learned import FLAG_HEADS, HEADS, LEVEL_HEADS
from intake.safety.normalise import clean, segments
from intake.safety.told import Told, messages
from intake.safety.training import slipped
from intake.word_pieces import WordPieces

PIECES, STEP = 64, 16
UNKNOWN = -1.0
R3 = LEVEL_HEADS.index("R3")
Row = tuple[str, np.ndarray]
Bag = tuple[list[str], np.ndarray]
_JOINTS = (". ", " ", ". ", "\n", ", ")
_MARKS = re.compile(r"[^\w\s]")


def bags() -> list[Bag]:
    """Every message cut as the screen reads it, with yes, no or not known for each head."""
    return [(cut(one.text), labels(one)) for one in messages()]


def cut(text: str) -> list[str]:
    """The stretches in which the screen reads a message; one where it is short."""
    text = clean(text)
    parts = segments(text)
    if not any(part.words for part in parts):
        return [text]
    return [encoded.stretch_text(text, parts, place) for place in encoded.stretches(parts)]


def rows(told: Sequence[Bag], said: Callable[[list[str]], np.ndarray] | None) -> list[Row]:
    """One row for each stretch that is known: of a long message of danger the most alarming one.

    `said` gives figures (stretches, heads); without it long messages of danger are left out.
    """
    long = [text for texts, _ in told if len(texts) > 1 for text in texts]
    figures = said(long) if said else np.zeros((len(long), len(HEADS)))
    found: list[Row] = []
    at = 0
    for texts, known in told:
        if len(texts) == 1:
            found.append((texts[0], known))
            continue
        best = int(figures[at : at + len(texts), R3].argmax())
        at += len(texts)
        if known[R3] == 0:
            calm = np.where(known == 0, 0.0, UNKNOWN).astype(np.float32)
            found += [(one, known if n == best else calm) for n, one in enumerate(texts)]
        elif said:
            found.append((texts[best], known))
    return found


def labels(one: Told) -> np.ndarray:
    """1, 0 or UNKNOWN for each of HEADS."""
    found = np.full(len(HEADS), UNKNOWN, np.float32)
    for place, level in enumerate(LEVEL_HEADS):
        if one.lowest >= level or one.highest < level:
            found[place] = float(one.lowest >= level)
    if one.flags is not None:
        for place, flag in enumerate(FLAG_HEADS, len(LEVEL_HEADS)):
            if one.whose or flag != "OTHER_IN_DANGER":
                found[place] = float(flag in one.flags)
    return found


def varied(row: Row, told: Sequence[Row], calm: Sequence[Row], dice: random.Random) -> Row:
    """The message as it might stand among others: joined to one or two, slips, no stops."""
    if dice.random() < 0.3:
        row = joined(row, dice.choice(told), dice)
    if dice.random() < 0.1:
        row = joined(row, dice.choice(calm), dice)
    text, known = row
    if dice.random() < 0.2:
        text = slipped(text, dice)
    if dice.random() < 0.15:
        text = _MARKS.sub("", text)
    return text, known


def joined(one: Row, other: Row, dice: random.Random) -> Row:
    """Two messages as one: yes where either says yes, no where both say no."""
    texts = [one[0], other[0]]
    dice.shuffle(texts)
    both = np.where((one[1] == 0) & (other[1] == 0), 0.0, UNKNOWN)
    known = np.where((one[1] == 1) | (other[1] == 1), 1.0, both).astype(np.float32)
    return dice.choice(_JOINTS).join(text.rstrip(". ") for text in texts), known


def calm_rows(told: Sequence[Row]) -> list[Row]:
    """The messages that tell of no danger."""
    return [row for row in told if row[1][R3] == 0]


def padded(numbers: Sequence[Sequence[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of pieces and a mask, both (messages, the longest rounded up to a step)."""
    wide = -(-max(map(len, numbers)) // STEP) * STEP
    ids = np.zeros((len(numbers), wide), np.int32)
    mask = np.zeros((len(numbers), wide), np.float32)
    for place, one in enumerate(numbers):
        ids[place, : len(one)] = one
        mask[place, : len(one)] = 1
    return ids, mask


def in_pieces(pieces: WordPieces, texts: Sequence[str]) -> list[list[int]]:
    """Each text as numbers of its pieces."""
    return [pieces.numbers(text, PIECES) for text in texts]
