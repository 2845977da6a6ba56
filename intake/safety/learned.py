"""A second opinion on sentences that no phrase matches: a small linear model over plain words.

Its weights are a data file that `python -m intake.safety.training` makes from invented messages.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

from intake.safety import patterns
from intake.safety.data import FOLDER

WEIGHTS = FOLDER / "safety_weights.json"
# How sure the model must be before it alone says danger: found on messages kept out of training.
CERTAIN = 0.9


@lru_cache(maxsize=1)
def _classes() -> Mapping[str, str]:
    return {
        word: f"<{group}>"
        for group in ("dates", "kin", "pills")
        for line in patterns.lists()[group]
        for word in line.replace("|", " ").split()
    }


def features(words: Sequence[str]) -> set[str]:
    """Single words and pairs, with relatives, medicines, dates and numbers each made one word."""
    classes = _classes()
    plain = ["<number>" if word.isdigit() else classes.get(word, word) for word in words]
    ends = ["^", *plain, "$"]
    return {*plain, *(f"{first} {second}" for first, second in itertools.pairwise(ends))}


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """The weight of each feature; none where the file is missing."""
    if not WEIGHTS.is_file():
        return {}
    found: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return found


def danger(words: Sequence[str]) -> float:
    """How likely a sentence of plain words tells of danger, 0 to 1."""
    known = weights()
    if not known or len(words) < 2:
        return 0.0
    found = features(words)
    total = known["bias"] + sum(known.get(name, 0.0) for name in found) / math.sqrt(len(found))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
