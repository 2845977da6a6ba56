"""A story cut into clauses, each with its place in what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from bot.reading import letters
from bot.reading.control import bare
from bot.reading.plain import plain

_BREAK = re.compile(
    r"[!?;\n()]+|\.+(?=['\"”’)]?(?:\s|$))|,(?=\s|\D)|\s[-–—]+\s"
    r"|\s(?=(?:but|however|although|though)\s)"
    r"|(?<!right)(?<!there and)(?<!back)(?<!by)(?<!since)(?<!until)(?<!till)\s(?=then\s)"
    r"|\s(?=and\s+(?:i|we|they|he|she|it|then|got|complained|my|the|in|on|after|now|still|finally|nobody|no)\b)",
    re.IGNORECASE,
)
LONGEST = 12_000


@dataclass(frozen=True)
class Clause:
    """A clause as it was typed, in plain words, and where it stands."""

    said: str
    words: str
    start: int
    end: int
    sentence: int
    letter: bool = False
    """True where it is part of a letter that somebody else wrote; its words are turned round."""


@dataclass(frozen=True)
class Sentence:
    """The clauses between two full stops, and their words in a row."""

    clauses: tuple[Clause, ...]
    words: str

    @property
    def said(self) -> str:
        """The sentence as it was typed, clause by clause."""
        return ", ".join(clause.said for clause in self.clauses)


def cut(text: str) -> tuple[Clause, ...]:
    """The clauses of a text, in order."""
    return tuple(_clauses(text[:LONGEST]))


def sentences(clauses: tuple[Clause, ...]) -> tuple[Sentence, ...]:
    """The sentences that clauses make up."""
    grouped = (tuple(held) for _, held in groupby(clauses, key=lambda clause: clause.sentence))
    return tuple(Sentence(held, " ".join(each.words for each in held)) for held in grouped)


def in_words(said: str, in_letter: bool) -> str:
    """Plain words without marks, as the one who tells would say them."""
    words = bare(plain(said).replace("-", " ").replace("mp's", "mp")).strip("' ")
    return letters.as_told(words) if in_letter else words


def _clauses(text: str) -> Iterator[Clause]:
    start, sentence = 0, 0
    written = letters.ranges(text)
    for found in [*_BREAK.finditer(text), None]:
        end = found.start() if found else len(text)
        said = text[start:end]
        if said.strip():
            left = start + len(said) - len(said.lstrip())
            pasted = any(first <= left < last for first, last in written)
            words = in_words(said, pasted)
            yield Clause(said.strip(), words, left, left + len(said.strip()), sentence, pasted)
        if found:
            start = found.end()
            sentence += any(mark in found[0] for mark in ".!?\n;")
