"""Makes the weights of the second opinion: `python -m intake.safety.training`.

Logistic regression by gradient descent in plain Python, so that a change of the examples needs no
other library and gives the same weights on every machine.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Sequence

from intake.safety.data import load
from intake.safety.learned import WEIGHTS, features
from intake.safety.normalise import clean, segments

ROUNDS, RATE, SHRINK, SMALLEST = 40, 1.0, 2e-4, 0.05
Example = tuple[list[str], int]


def examples() -> list[Example]:
    """Features of each invented message, 1 for danger."""
    data = load("safety_training")
    told = [(text, 1) for text in data["danger"]] + [(text, 0) for text in data["everyday"]]
    return [(sorted(features(_words(text))), label) for text, label in told]


def _words(text: str) -> list[str]:
    return [word for segment in segments(clean(text)) for word in segment.words]


def train(told: Sequence[Example], seed: int = 3) -> dict[str, float]:
    """Weights that tell the two kinds apart, the rarer kind counting for more."""
    share = sum(label for _, label in told) / len(told)
    worth = {1: 0.5 / share, 0: 0.5 / (1 - share)}
    found: dict[str, float] = {"bias": 0.0}
    squares: dict[str, float] = {}
    order = list(told)
    dice = random.Random(seed)
    for _ in range(ROUNDS):
        dice.shuffle(order)
        for names, label in order:
            _step(found, squares, names, label, worth[label])
    return {
        name: round(weight, 2)
        for name, weight in sorted(found.items())
        if name == "bias" or abs(weight) >= SMALLEST
    }


def _step(
    found: dict[str, float],
    squares: dict[str, float],
    names: list[str],
    label: int,
    worth: float,
) -> None:
    size = 1.0 / math.sqrt(len(names))
    total = found["bias"] + size * sum(found.get(name, 0.0) for name in names)
    error = worth * (1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))) - label)
    for name, value in [("bias", 1.0), *((name, size) for name in names)]:
        slope = error * value + SHRINK * found.get(name, 0.0)
        squares[name] = squares.get(name, 0.0) + slope * slope
        found[name] = found.get(name, 0.0) - RATE * slope / math.sqrt(squares[name] + 1e-8)


def main() -> None:
    """Trains on the examples and writes the weights."""
    made = train(examples())
    WEIGHTS.write_text(json.dumps(made, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
