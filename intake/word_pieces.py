"""Splits text into the word pieces of a published encoder (BERT's, without case or accents)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

LONGEST = 1000
BEGIN, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")


class WordPieces:
    """The numbers of the pieces of a text, by a vocabulary in its own order."""

    def __init__(self, pieces: Iterable[str]) -> None:
        """Takes the pieces; those inside a word begin with ##."""
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        self._split = lru_cache(maxsize=16384)(self._parts)

    def numbers(self, text: str, most: int) -> list[int]:
        """Begin mark, at most `most - 2` pieces and end mark."""
        found = [self._numbers[BEGIN]]
        for token in _TOKEN.findall(_bare(text[:LONGEST])):
            found.extend(self._split(token))
            if len(found) >= most:
                break
        return [*found[: most - 1], self._numbers[END]]

    def _parts(self, token: str) -> tuple[int, ...]:
        """The longest known pieces from the left; one unknown mark where a part has none."""
        found: list[int] = []
        start = 0
        while start < len(token):
            mark = "##" if start else ""
            ends = range(len(token), start, -1)
            end = next((end for end in ends if mark + token[start:end] in self._numbers), None)
            if end is None:
                return (self._numbers[UNKNOWN],)
            found.append(self._numbers[mark + token[start:end]])
            start = end
        return tuple(found)


def _bare(text: str) -> str:
    if text.isascii():
        return text.lower()
    split = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in split if not unicodedata.combining(c)).replace("’", "'")
