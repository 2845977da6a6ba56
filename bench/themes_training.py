"""Makes the weights of the second opinion on themes: `python -m bench.themes_training`.

Softmax regression by gradient descent in plain Python, so that a change of the examples needs no
other library and gives the same weights on every machine. The stories that measure it stay out.
"""

import json
import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from bench.themes import FOLDER, HELD_OUT, stories
from intake.themes_learned import SCALE, WEIGHTS, ZERO, sentences, terms

ROUNDS, RATE, SHRINK, SEED = 14, 0.35, 1e-3, 5
SAID = WEIGHTS.parent / "themes_told.yml"
GOVERNMENT = "G_"


class Example(NamedTuple):
    """The terms of a text, how many words it has, its theme and how much it counts."""

    terms: tuple[str, ...]
    size: int
    code: str
    worth: float


def examples() -> list[Example]:
    """Every invented sentence, and every labelled story once for each of its themes."""
    said: dict[str, list[str]] = yaml.safe_load(SAID.read_text(encoding="utf-8"))["said"]
    found = [_example(text, code, 1.0) for code, texts in said.items() for text in texts]
    for path in sorted(FOLDER.glob("*.yml")):
        found.extend(_of_stories(path) if path.stem not in HELD_OUT else ())
    return found


def _of_stories(path: Path) -> Iterator[Example]:
    for story in stories(path):
        codes: list[str] = story["themes"]  # type: ignore[assignment]
        for code in codes:
            yield _example(str(story["text"]), code, 1 / math.sqrt(len(codes)))


def _example(text: str, code: str, worth: float) -> Example:
    told = sentences(text.lower().replace("'", "").replace("’", ""))
    found = tuple(term for words in told for term in terms(words))
    return Example(found, sum(len(words) + 1 for words in told), code, worth)


class Learner:
    """Weights of terms for each theme of a branch, with how far each was moved."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = list(codes)
        self.weights: dict[str, list[float]] = {}
        self.squares: dict[str, list[float]] = {}
        self.bias = [0.0] * len(codes)

    def step(self, one: Example) -> None:
        """Move the weights towards the theme of one example."""
        root = 1 / math.sqrt(one.size)
        nothing = [0.0] * len(self.codes)
        rows = [self.weights.setdefault(term, nothing[:]) for term in one.terms]
        sums = [sum(column) * root for column in zip(*rows, strict=True)]
        grown = [math.exp(base + total) for base, total in zip(self.bias, sums, strict=True)]
        every, right = sum(grown), self.codes.index(one.code)
        errors = [one.worth * (g / every - (n == right)) for n, g in enumerate(grown)]
        for place, error in enumerate(errors):
            self.bias[place] -= 0.02 * error
        for term in set(one.terms):
            row = self.weights[term]
            moved = self.squares.setdefault(term, nothing[:])
            for place, error in enumerate(errors):
                slope = error * root + SHRINK * row[place]
                moved[place] += slope * slope
                row[place] -= RATE * slope / math.sqrt(moved[place] + 1e-6)


def trained(told: Sequence[Example]) -> dict[str, object]:
    """The weights of a branch as the data file keeps them."""
    seen = Counter(term for one in told for term in set(one.terms))
    kept = [
        one._replace(terms=tuple(t for t in one.terms if seen[t] > 1 or " " not in t))
        for one in told
    ]
    learner, dice = Learner(sorted({one.code for one in kept})), random.Random(SEED)
    for _ in range(ROUNDS):
        dice.shuffle(kept)
        for one in kept:
            learner.step(one)
    rows = {term: "".join(map(_letter, row)) for term, row in sorted(learner.weights.items())}
    bias = [round(each, 3) for each in learner.bias]
    return {"codes": learner.codes, "bias": bias, "rows": rows}


def _letter(weight: float) -> str:
    return chr(max(35, min(126, ZERO + round(weight * SCALE)))).replace("\\", "]")


def main() -> None:
    """Trains both branches and writes the weights."""
    every = examples()
    branches = {
        "NHS": [one for one in every if not one.code.startswith(GOVERNMENT)],
        "GOV": [one for one in every if one.code.startswith(GOVERNMENT)],
    }
    made = {branch: trained(told) for branch, told in branches.items()}
    text = json.dumps(made, separators=(",\n", ":"), ensure_ascii=False)
    WEIGHTS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
