"""Makes the weights of the second opinion: `python -m intake.safety.training`.

Logistic regression by gradient descent in plain Python, so that a change of the examples needs no
other library and gives the same weights on every machine.
"""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise

from intake.safety.learned import FLAG_HEADS, HEADS, LEVEL_HEADS, SCALE, WEIGHTS, ZERO, terms
from intake.safety.normalise import clean, segments
from intake.safety.told import Told, messages

ROUNDS, RATE, SHRINK, SMALLEST = 14, 0.7, 1e-4, 0.6
# After so many rounds only the sentence that tells of danger most is learned from.
WHOLE = 1
# How many messages are also learned with a slip of the keyboard.
SLIPS = 0.25
BIAS = ""


@dataclass(frozen=True)
class Example:
    """The terms of a message, and for each head yes, no or not known."""

    terms: tuple[str, ...]
    size: int
    labels: dict[str, int]
    choices: tuple[Example, ...] = ()
    """Its sentences and pairs of them, any of which may be the one that tells of danger."""


def examples() -> list[Example]:
    """Every invented message, some with slips, and the sentences of the calm ones."""
    dice = random.Random(11)
    found: list[Example] = []
    for one in messages():
        labels = _labels(one)
        found.append(_example(one.text, labels))
        if dice.random() < SLIPS:
            found.append(_example(slipped(one.text, dice), labels))
        found.extend(_parts(one))
    return _without_rare([one for one in found if one.size])


def _without_rare(told: Sequence[Example]) -> list[Example]:
    """Words and pairs are kept even when seen once; what is longer only when seen again."""
    seen = Counter(term for one in told for term in set(one.terms))

    def kept(one: Example) -> Example:
        terms = tuple(t for t in one.terms if seen[t] > 1 or t.count(" ") < 2)
        return replace(one, terms=terms, choices=tuple(map(kept, one.choices)))

    return [kept(one) for one in told]


def _labels(one: Told) -> dict[str, int]:
    """Yes or no for each head; none where the levels that are right do not say."""
    levels = {}
    for head in LEVEL_HEADS:
        if one.lowest >= head:
            levels[head] = 1
        elif one.highest < head:
            levels[head] = 0
    if one.flags is None:
        return levels
    heads = [head for head in FLAG_HEADS if one.whose or head != "OTHER_IN_DANGER"]
    return {**levels, **{flag: int(flag in one.flags) for flag in heads}}


def _parts(one: Told) -> list[Example]:
    """No sentence of a message without danger tells of danger."""
    sentences = segments(clean(one.text))
    if len(sentences) < 2 or one.highest >= "R3":
        return []
    calm = {"R3": 0, "R4": 0}
    return [_of_words([part.words], calm) for part in sentences]


def _example(text: str, labels: dict[str, int]) -> Example:
    sentences = [part.words for part in segments(clean(text)) if part.words]
    whole = _of_words(sentences, labels)
    if len(sentences) < 2 or not any(labels.values()):
        return whole
    near = [[one] for one in sentences] + [list(two) for two in pairwise(sentences)]
    return replace(whole, choices=tuple(_of_words(part, {}) for part in near))


def _of_words(sentences: Sequence[Sequence[str]], labels: dict[str, int]) -> Example:
    found = tuple(term for words in sentences for place in terms(words) for term in place)
    return Example(found, sum(len(words) + 1 for words in sentences), labels)


def slipped(text: str, dice: random.Random) -> str:
    """The message with two letters of a word swapped, one left out or one doubled."""
    words = text.split()
    longer = [place for place, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if not longer:
        return text
    place = dice.choice(longer)
    word, at = words[place], dice.randrange(1, len(words[place]) - 1)
    words[place] = dice.choice(
        [
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
        ]
    )
    return " ".join(words)


def train(told: Sequence[Example], head: str, seed: int = 3) -> dict[str, float]:
    """Weights of one head, the rarer answer counting for more."""
    known = [(one, one.labels[head]) for one in told if head in one.labels]
    share = sum(label for _, label in known) / len(known)
    worth = {1: min(4.0, 0.5 / share), 0: 0.5 / (1 - share)}
    found: dict[str, float] = {BIAS: 0.0}
    squares: dict[str, float] = {}
    dice = random.Random(seed)
    for number in range(ROUNDS):
        dice.shuffle(known)
        for one, label in known:
            told_most = one
            if label and one.choices and number >= WHOLE:
                told_most = max(one.choices, key=lambda part: _total(found, part))
            _step(found, squares, told_most, label, worth[label])
    return found


def _total(found: dict[str, float], one: Example) -> float:
    weights = sum(found.get(term, 0.0) for term in one.terms)
    return found[BIAS] + weights / math.sqrt(one.size)


def _step(
    found: dict[str, float], squares: dict[str, float], one: Example, label: int, worth: float
) -> None:
    size = 1.0 / math.sqrt(one.size)
    total = _total(found, one)
    error = worth * (1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))) - label)
    for term in {BIAS, *one.terms}:
        weight = found.get(term, 0.0)
        slope = error * (size if term else 1.0) + SHRINK * weight
        squares[term] = squares.get(term, 0.0) + slope * slope
        found[term] = weight - RATE * slope / math.sqrt(squares[term] + 1e-8)


def made(told: Sequence[Example]) -> dict[str, object]:
    """The data file: words, bias and weights as letters."""
    with ProcessPoolExecutor(2) as pool:
        heads = list(pool.map(train, [told] * len(HEADS), HEADS))
    rows = {}
    for term in sorted({term for one in told for term in one.terms}):
        weights = [found.get(term, 0.0) for found in heads]
        if max(map(abs, weights[: len(LEVEL_HEADS)])) >= SMALLEST:
            rows[term] = _letters(weights)
    words = sorted({word for term in rows for word in term.split(" ")} | {"^", "$"} - {"_"})
    return {"words": words, "bias": [round(found[BIAS], 3) for found in heads], "rows": rows}


def _letters(weights: Sequence[float]) -> str:
    """A letter for each weight; flags that the term says little about are left out at the end."""
    letters = "".join(map(_letter, weights))
    if max(map(abs, weights[len(LEVEL_HEADS) :])) < SMALLEST:
        return letters[: len(LEVEL_HEADS)]
    return letters


def _letter(weight: float) -> str:
    return chr(max(35, min(126, ZERO + round(weight * SCALE)))).replace("\\", "]")


def main() -> None:
    """Trains on the examples and writes the weights."""
    text = json.dumps(made(examples()), separators=(",\n", ":"), ensure_ascii=False)
    WEIGHTS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
