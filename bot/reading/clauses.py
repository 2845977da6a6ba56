"""A story cut into clauses, each with its place in what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.reading.control import bare
from bot.reading.plain import plain

_BREAK = re.compile(
    r"[!?;\n]+|\.+(?=\s|$)|,(?=\s|\D)|\s[-–—]+\s"
    r"|\s(?=(?:but|then|however|although|though)\s)"
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


def cut(text: str) -> tuple[Clause, ...]:
    """The clauses of a text, in order."""
    return tuple(_clauses(text[:LONGEST]))


def _clauses(text: str) -> Iterator[Clause]:
    start, sentence = 0, 0
    for found in [*_BREAK.finditer(text), None]:
        end = found.start() if found else len(text)
        said = text[start:end]
        if said.strip():
            left = start + len(said) - len(said.lstrip())
            yield Clause(said.strip(), bare(plain(said)), left, left + len(said.strip()), sentence)
        if found:
            start = found.end()
            sentence += any(mark in found[0] for mark in ".!?\n;")
