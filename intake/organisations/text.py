"""Words as people type them, brought to one form: case, apostrophes, plurals, short forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from intake.organisations import files

_WORD = re.compile(r"[^\W_]+(?:['’`][^\W_]+)*['’]?")
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}(?:[A-Za-z]\b)?")
# "L&D", "S & O": one short name, and no two letters.
_PAIR = re.compile(r"\b([b-hj-z])(?:\s?&\s?|\s(?:and|n)\s)([b-hj-z])\b", re.IGNORECASE)
_A_AND_E = re.compile(r"\ba\s*(?:&|and|n|/|\+|'n')\s*e\b", re.IGNORECASE)


@dataclass(frozen=True)
class Token:
    """One word of a text: its common form, and where and how it was typed."""

    word: str
    start: int
    end: int
    capitals: bool = False
    before: str = ""
    title: bool = False


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """One form for "St James", "St James's" and "St Jamess"; short and double-s words stay."""
    if len(word) <= 3 or not word.endswith("s") or word.endswith("ss"):
        return word
    return word if word in files.reading_words("unstemmed") else word[:-1]


@lru_cache(maxsize=20_000)
def forms(word: str) -> tuple[str, ...]:
    """The common form of one typed word: usually one word, sometimes two ("healthcare")."""
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)
    ).lower()
    plain = plain.replace("’", "'").replace("`", "'").rstrip("'")
    short_forms = _short_forms()
    if plain not in short_forms:
        if plain.endswith("'s"):
            plain = plain[:-2]
        plain = plain.replace("'", "")
    plain = short_forms.get(plain, plain)
    return tuple(stem(part) for part in plain.split())


@cache
def _short_forms() -> dict[str, str]:
    return dict(files.load("reading_words.yml")["short_forms"])


def tokens(text: str) -> list[Token]:
    """The words that count in a text; "the", "of" and the like are passed over."""
    text = _DOTTED.sub(lambda m: m.group().replace(".", "").ljust(len(m.group())), text)
    text = _A_AND_E.sub(lambda m: "AAE".ljust(len(m.group())), text)
    text = _PAIR.sub(lambda m: f"{m[1]}n{m[2]}".ljust(len(m.group())), text)
    shouting = text.isupper()
    skipped = files.reading_words("skipped")
    found = []
    before = ""
    for m in _WORD.finditer(text):
        capitals = m.group().isupper() and not shouting
        title = m.group()[:1].isupper() and not shouting
        for word in forms(m.group()):
            if word not in skipped:
                found.append(Token(word, m.start(), m.end(), capitals, before, title))
            before = word
    return found


def words(text: str) -> tuple[str, ...]:
    """The same for a name of the register."""
    return tuple(t.word for t in tokens(text))


def join(parts: Iterable[str]) -> str:
    """One string for a run of words."""
    return " ".join(parts)
