"""Sentence vectors: the first layers of a small published encoder, in NumPy alone.

The file beside this one holds the word pieces and two of the six layers of all-MiniLM-L6-v2
(Apache 2.0), with weights of one byte. Set-up makes it from a package (shrink.py), and
docs/decisions/0006 says why these layers and no more.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from intake.word_pieces import WordPieces

FILE = Path(__file__).with_name("sentences.npz")
WIDTH = 384
_HEADS, _PER_HEAD = 12, 32
_MOST_PIECES = 40


class Encoder:
    """Turns a text into a vector of length one."""

    def __init__(self, held: dict[str, np.ndarray]) -> None:
        """Unpacks the weights; `held` is what the file holds."""
        self._pieces = WordPieces(str(held["pieces"]).split("\n"))
        self._words, self._word_scale = held["words"], held["words_scale"]
        self._places = held["places"].astype(np.float32)
        self._norm = (held["norm_weight"], held["norm_bias"])
        self._layers = [_layer(held, number) for number in range(int(held["layers"]))]

    def encode(self, text: str) -> np.ndarray:
        """The vector of a text; a long one is judged by its beginning."""
        ids = self._pieces.numbers(text, _MOST_PIECES)
        x = self._words[ids].astype(np.float32) * self._word_scale[ids][:, None]
        x = _normed(x + self._places[: len(ids)], *self._norm)
        for layer in self._layers:
            x = _through(x, layer)
        mean = x.mean(0)
        return (mean / np.linalg.norm(mean)).astype(np.float32)


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """The one encoder of this process."""
    # The matrices are small: a second thread costs more in waiting than it saves in counting.
    threadpool_limits(limits=1, user_api="blas")
    with np.load(FILE) as held:
        return Encoder(dict(held))


def _layer(held: dict[str, np.ndarray], number: int) -> dict[str, np.ndarray]:
    layer: dict[str, np.ndarray] = {}
    for name in ("attend", "attended", "widen", "narrow"):
        weight = held[f"{number}_{name}"].astype(np.float32)
        layer[name] = np.ascontiguousarray(weight * held[f"{number}_{name}_scale"])
        layer[f"{name}_bias"] = held[f"{number}_{name}_bias"]
    for name in ("norm1", "norm2"):
        for part in ("weight", "bias"):
            layer[f"{name}_{part}"] = held[f"{number}_{name}_{part}"]
    return layer


def _normed(x: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    away = x - x.mean(-1, keepdims=True)
    return away / np.sqrt((away * away).mean(-1, keepdims=True) + 1e-12) * weight + bias


def _gelu(x: np.ndarray) -> np.ndarray:
    """Nearly the curve of the published model, at a third of the time; we learn on top of it."""
    return x / (1 + np.exp(np.float32(-1.702) * x))


def _through(x: np.ndarray, layer: dict[str, np.ndarray]) -> np.ndarray:
    count = len(x)
    joined = (x @ layer["attend"] + layer["attend_bias"]).reshape(count, 3, _HEADS, _PER_HEAD)
    asked, keys, held = joined.transpose(1, 2, 0, 3)
    weights = asked @ keys.transpose(0, 2, 1) * np.float32(_PER_HEAD**-0.5)
    weights = np.exp(weights - weights.max(-1, keepdims=True))
    weights /= weights.sum(-1, keepdims=True)
    seen = (weights @ held).transpose(1, 0, 2).reshape(count, WIDTH)
    x = x + seen @ layer["attended"] + layer["attended_bias"]
    x = _normed(x, layer["norm1_weight"], layer["norm1_bias"])
    wide = _gelu(x @ layer["widen"] + layer["widen_bias"])
    x = x + wide @ layer["narrow"] + layer["narrow_bias"]
    return _normed(x, layer["norm2_weight"], layer["norm2_bias"])
