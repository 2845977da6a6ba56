"""Core phrases of danger in languages other than English, matched on text without accents."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from intake.safety.data import load
from intake.safety.model import Found

SETTLES = frozenset({"lost", "denied", "before"})
_MARKS = re.compile(r"[\u0300-\u036f]")
_SPACES = re.compile(r"[^\w]+")
_UNSPACED = re.compile(r"[\u4e00-\u9fff]")
_LETTERS = str.maketrans({"ł": "l", "Ł": "l", "ı": "i", "İ": "i", "'": " ", "’": " "})


@dataclass(frozen=True)
class Meaning:
    """What a phrase of another language tells of."""

    group: str
    level: str
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Phrasebook:
    """Phrases by their first word, and those of languages written without spaces."""

    by_word: dict[str, tuple[tuple[str, Meaning], ...]]
    unspaced: tuple[tuple[str, Meaning], ...]


def _folded(text: str) -> str:
    """The text's words without accents, one space before, between and after."""
    text = text.translate(_LETTERS)
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return f" {_SPACES.sub(' ', text.lower()).strip()} "


@lru_cache(maxsize=1)
def phrasebook() -> Phrasebook:
    """The phrases of the data file, indexed once."""
    by_word: dict[str, list[tuple[str, Meaning]]] = {}
    unspaced: list[tuple[str, Meaning]] = []
    for name, data in load("safety_languages")["groups"].items():
        meaning = Meaning(name, data["level"], tuple(data.get("flags", "").split()))
        blocks = data["says"].values()
        lines = (line for block in blocks for line in block.replace("\n", "/").split("/"))
        for line in filter(str.strip, lines):
            phrase = _folded(line)
            if _UNSPACED.search(phrase):
                unspaced.append((phrase.strip(), meaning))
            else:
                by_word.setdefault(phrase.split()[0], []).append((phrase, meaning))
    return Phrasebook({word: tuple(found) for word, found in by_word.items()}, tuple(unspaced))


def search(text: str) -> list[Found]:
    """What the text says in another language; the place is the whole message."""
    book = phrasebook()
    folded = _folded(text)
    meanings: dict[str, Meaning] = {}
    for word in set(folded.split()) & book.by_word.keys():
        for phrase, meaning in book.by_word[word]:
            if phrase in folded:
                meanings[meaning.group] = meaning
    for phrase, meaning in book.unspaced:
        if phrase in folded:
            meanings[meaning.group] = meaning
    if "now" not in meanings and SETTLES & meanings.keys():
        meanings = {name: meaning for name, meaning in meanings.items() if name in SETTLES}
    return [Found(m.group, m.level, m.flags, 0, len(text), sure=True) for m in meanings.values()]
