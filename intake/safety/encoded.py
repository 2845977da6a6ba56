"""A third opinion on every message: a small encoder that knows words by their meaning.

Two narrow layers of attention over word vectors of a published encoder (all-MiniLM-L6-v2, Apache
2.0), taught on the same invented messages as the linear models (docs/decisions/0009). It sees
likeness that counted words cannot: "jump" and "leap". In NumPy alone, below a millisecond.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from threadpoolctl import threadpool_limits

from intake.safety.data import FOLDER
from intake.safety.learned import Opinion, Row
from intake.safety.normalise import Segment
from intake.word_pieces import WordPieces

FILE = FOLDER / "safety_encoder.npz"
# Sentences are read together up to so many words and pieces, long messages in a few stretches.
WORDS, PIECES, STRETCHES = 40, 64, 2
ATTENTION_HEADS = 6
_LAYER = ("attend", "attended", "widen", "narrow")
_TINY = np.float32(1e-12)
Weights = dict[str, np.ndarray]
Stretch = tuple[int, int]


class Encoder:
    """Says how strongly each head speaks for a stretch of text."""

    def __init__(self, held: Weights) -> None:
        """Unpacks the weights, which the file holds in one byte each."""
        self._pieces = WordPieces(str(held["pieces"]).split("\n"))
        self._words, self._scale = held["words"], held["words_scale"][:, None]
        self._places = held["places"]
        self._norm = held["norm"]
        self._layers = [_layer(held, number) for number in range(int(held["layers"]))]
        self._heads, self._bias = held["heads"], held["bias"]

    def strengths(self, text: str) -> np.ndarray:
        """One figure for each of learned.HEADS; above 0 is yes."""
        numbers = self._pieces.numbers(text, PIECES)
        x = self._words[numbers] * self._scale[numbers] + self._places[: len(numbers)]
        x = _normed(x, self._norm)
        for layer in self._layers:
            x = _through(x, layer)
        both = np.concatenate((x.mean(0), x.max(0)))
        return np.asarray(both @ self._heads + self._bias)


@lru_cache(maxsize=1)
def encoder() -> Encoder | None:
    """The one encoder of this process; none where its file is missing."""
    if not FILE.is_file():
        return None
    # The matrices are small: a second thread costs more in waiting than it saves in counting.
    threadpool_limits(limits=1, user_api="blas")
    with np.load(FILE) as held:
        return Encoder(dict(held))


def opinion(text: str, parts: Sequence[Segment], others: Sequence[Opinion]) -> Row | None:
    """The strongest word of the encoder on a message, for each head of learned.py.

    A long message is read where the other models are most alarmed, so that time stays bounded.
    """
    known = encoder()
    if known is None or not any(part.words for part in parts):
        return None
    places = stretches(parts)
    if len(places) > STRETCHES:
        places = sorted(places, key=lambda place: -_alarm(place, others))[:STRETCHES]
    found = [known.strengths(stretch_text(text, parts, place)) for place in places]
    return tuple(map(float, np.max(found, 0)))


def stretches(parts: Sequence[Segment]) -> list[Stretch]:
    """First and last of the sentences that are read together; each stretch repeats one sentence."""
    sizes = [len(part.words) for part in parts]
    found: list[Stretch] = []
    first = 0
    while True:
        last, size = first, sizes[first]
        while last + 1 < len(sizes) and size + sizes[last + 1] <= WORDS:
            last += 1
            size += sizes[last]
        found.append((first, last))
        if last + 1 >= len(sizes):
            return found
        first = max(first + 1, last)


def _alarm(place: Stretch, others: Sequence[Opinion]) -> float:
    first, last = place
    inside = [one.levels[2] for one in others if first <= one.first and one.last <= last]
    return max(inside, default=-1e9)


def stretch_text(text: str, parts: Sequence[Segment], place: Stretch) -> str:
    """The words of a stretch as they were typed."""
    first, last = place
    return text[parts[first].spans[0][0] : parts[last].spans[-1][1]]


def _layer(held: Weights, number: int) -> Weights:
    layer = {f"norm{place}": held[f"{number}_norm{place}"] for place in (1, 2)}
    for name in _LAYER:
        weight = held[f"{number}_{name}"] * held[f"{number}_{name}_scale"]
        layer[name] = np.ascontiguousarray(weight, dtype=np.float32)
        layer[f"{name}_bias"] = held[f"{number}_{name}_bias"]
    return layer


def _normed(x: np.ndarray, norm: np.ndarray) -> np.ndarray:
    """Each row to middle 0 and spread 1, then by weight and bias (the two rows of `norm`)."""
    away = x - x.mean(-1, keepdims=True)
    spread = np.einsum("ij,ij->i", away, away)[:, None] / np.float32(x.shape[1])
    return np.asarray(away / np.sqrt(spread + _TINY) * norm[0] + norm[1])


def _through(x: np.ndarray, layer: Weights) -> np.ndarray:
    count, width = x.shape
    each = width // ATTENTION_HEADS
    joined = (x @ layer["attend"] + layer["attend_bias"]).reshape(count, 3, ATTENTION_HEADS, each)
    asked, keys, held = joined.transpose(1, 2, 0, 3)
    weights = asked @ keys.transpose(0, 2, 1) * np.float32(each**-0.5)
    weights = np.exp(weights - weights.max(-1, keepdims=True))
    weights /= weights.sum(-1, keepdims=True)
    seen = (weights @ held).transpose(1, 0, 2).reshape(count, width)
    x = _normed(x + seen @ layer["attended"] + layer["attended_bias"], layer["norm1"])
    wide = np.maximum(x @ layer["widen"] + layer["widen_bias"], 0)
    return _normed(x + wide @ layer["narrow"] + layer["narrow_bias"], layer["norm2"])
