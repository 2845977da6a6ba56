"""Numbers for a text: words and pairs of words, pieces of words, and the sentence's vector."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from bot.components import sentences
from bot.reading.plain import plain

if TYPE_CHECKING:
    from bot.components.fitting import Rows

SENTENCE_WEIGHT = np.float32(3.0)
_WORD = re.compile(r"[^\s.,!?;:\"()]+")
_SHORTEST, _LONGEST = 2, 5
_LONGEST_TEXT = 1500
Row = tuple[np.ndarray, np.ndarray]


def _words(text: str) -> list[str]:
    single = _WORD.findall(text)
    return [*single, *(f"{a} {b}" for a, b in pairwise(single))]


def _pieces(text: str) -> list[str]:
    found = []
    for word in text.split():
        padded = f" {word} "
        found += [
            padded[start : start + size]
            for size in range(_SHORTEST, _LONGEST + 1)
            for start in range(len(padded) - size + 1)
        ]
    return found


_ANALYSERS = ((_words, 1), (_pieces, 2))


class Features:
    """What is counted, learnt from the training texts; and a text's numbers."""

    def __init__(self, blocks: list[dict[str, tuple[int, float]]]) -> None:
        """`blocks`: for each way of cutting a text, the column and weight of what is known."""
        self._blocks = blocks
        self.known = sum(map(len, blocks))
        self.width = self.known + sentences.WIDTH

    @classmethod
    def learn(cls, texts: Sequence[str]) -> Features:
        """Columns for what the texts hold, weighted by how rare it is."""
        blocks: list[dict[str, tuple[int, float]]] = []
        column = 0
        for cut, least in _ANALYSERS:
            seen: Counter[str] = Counter()
            for text in texts:
                seen.update(set(cut(plain(text))))
            kept = sorted(name for name, count in seen.items() if count >= least)
            weights = np.log((1 + len(texts)) / (1 + np.array([seen[n] for n in kept]))) + 1
            blocks.append({n: (column + i, float(weights[i])) for i, n in enumerate(kept)})
            column += len(kept)
        return cls(blocks)

    def row(self, text: str) -> Row:
        """The columns that are not zero, and their values."""
        said = plain(text[:_LONGEST_TEXT])
        columns: list[np.ndarray] = []
        values: list[np.ndarray] = []
        for block, (cut, _) in zip(self._blocks, _ANALYSERS, strict=True):
            known = [(block[n], count) for n, count in Counter(cut(said)).items() if n in block]
            held = np.array([w * (1 + np.log(count)) for (_, w), count in known], np.float32)
            columns.append(np.array([column for (column, _), _ in known], np.int64))
            values.append(held / (np.linalg.norm(held) or 1))
        columns.append(np.arange(self.known, self.width))
        values.append(sentences.encoder().encode(text) * SENTENCE_WEIGHT)
        return np.concatenate(columns), np.concatenate(values).astype(np.float32)

    def matrix(self, texts: Iterable[str]) -> Rows:
        """The rows of many texts, for training."""
        from scipy.sparse import csr_matrix

        from bot.components.fitting import Rows

        rows = [self.row(text) for text in texts]
        cut = [len(columns) - sentences.WIDTH for columns, _ in rows]
        ends = np.cumsum([0, *cut])
        columns = np.concatenate([columns[:n] for (columns, _), n in zip(rows, cut, strict=True)])
        values = np.concatenate([values[:n] for (_, values), n in zip(rows, cut, strict=True)])
        counted = csr_matrix((values, columns, ends), shape=(len(rows), self.known))
        dense = np.array([values[n:] for (_, values), n in zip(rows, cut, strict=True)])
        return Rows(counted, dense)

    def state(self) -> list[dict[str, tuple[int, float]]]:
        """What to keep of it."""
        return self._blocks
