"""Tells that a message is in another language than English, and in which of the commonest ten."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from intake.config import Config
from intake.config import load as config_of

HERE = Path(__file__).parent
OTHER = "other"
"""Another language than the ten: an interpreter is offered in English."""

LONGEST = 300
# So many words of a language make it that language, and so large a part of the message.
LEAST_HITS, LEAST_SHARE = 2.0, 0.3
WEAK = 0.4  # a word that may also be English, a name or a slip
MARKED = 0.8  # a letter that English has not: it may stand in a name
ENGLISH_WEIGHS = 1.2
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


@dataclass(frozen=True)
class Words:
    """What tells one language that is written in Latin letters."""

    firm: frozenset[str]
    weak: frozenset[str]
    marks: frozenset[str]

    def weigh(self, word: str) -> float:
        """How much a word speaks for the language."""
        if word in self.weak:
            return WEAK
        return 1.0 if word in self.firm else MARKED * bool(self.marks.intersection(word))


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    content = yaml.safe_load((HERE / "data" / "languages.yml").read_text(encoding="utf-8"))
    return dict(content)


@lru_cache(maxsize=1)
def _latin() -> dict[str, Words]:
    return {
        code: Words(
            frozenset(held["words"].split()),
            frozenset(held.get("weak", "").split()),
            frozenset(held.get("marks", "")),
        )
        for code, held in _data()["latin"].items()
    }


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    return frozenset(_data()["english"].split())


@lru_cache(maxsize=8)
def _script(name: str) -> re.Pattern[str]:
    held = _data()["scripts"].get(name) or _data()[name]
    return re.compile(f"[{held}]")


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (code, re.compile(rf"\b(?:{'|'.join(map(re.escape, said))})\b"))
        for code, said in _data()["phrases"].items()
    )


def detect(text: str) -> str | None:
    """The code of the language, "other" for one of no known words, None for English."""
    text = text[:LONGEST].lower()
    letters = sum(character.isalpha() for character in text)
    if letters < 2:
        return None
    return _by_script(text, letters) or _by_words(text)


def phrased(text: str) -> str | None:
    """The language of a whole phrase that settles it, such as "nie rozumiem"; for names too."""
    text = text[:LONGEST].lower()
    return next((code for code, pattern in _phrases() if pattern.search(text)), None)


def _by_script(text: str, letters: int) -> str | None:
    for code in _data()["scripts"]:
        if len(_script(code).findall(text)) * 2 > letters:
            return _arabic_or_urdu(text) if code == "ar" else code
    return OTHER if len(_script("other_scripts").findall(text)) * 2 > letters else None


def _arabic_or_urdu(text: str) -> str:
    """Arabic letters write many languages: two of them are known here."""
    if _script("urdu_letters").search(text):
        return "ur"
    return OTHER if _script("persian_letters").search(text) else "ar"


def _by_words(text: str) -> str | None:
    if text.isascii() and not _foreign().search(text):
        return None
    words = _WORD.findall(text)
    english = sum(word in _english() for word in words)
    said = phrased(text)
    if said and english * 2 <= len(words):
        return said
    scores = {code: sum(map(held.weigh, words)) for code, held in _latin().items()}
    code = max(scores, key=lambda each: scores[each])
    firm = {word for word in words if _latin()[code].weigh(word) >= 1.0}
    enough = scores[code] >= max(LEAST_HITS, LEAST_SHARE * len(words))
    return code if enough and len(firm) > 1 and scores[code] > english * ENGLISH_WEIGHS else None


@lru_cache(maxsize=1)
def _foreign() -> re.Pattern[str]:
    """Any firm word of any language, so that English is done with at once."""
    firm = {word for held in _latin().values() for word in held.firm - held.weak}
    phrased = {
        word for said in _data()["phrases"].values() for each in said for word in each.split()
    }
    return re.compile(rf"\b(?:{'|'.join(sorted(firm | phrased))})\b")


@lru_cache(maxsize=1)
def _offers() -> dict[str, dict[str, str]]:
    path = HERE / "wording" / "languages" / "offers.yml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def known() -> tuple[str, ...]:
    """The languages in which something can be said."""
    return tuple(_offers())


def name(code: str) -> str:
    """The English name of a language; empty for one that is not known."""
    return _offers().get(code, {}).get("name", "")


def reply(code: str, text: str) -> str | None:
    """The "yes" or "no" that a message in a language begins with; None where it is neither."""
    found = re.search(r"[^\s,.!?،।]+", text.lower())
    held: dict[str, str] = _data()["replies"].get(code, {})
    first = found[0] if found else ""
    return next((value for value, words in held.items() if first in words.split()), None)


def says(code: str, key: str, config: Config | None = None) -> str:
    """A sentence in a language, with the phone number filled in; empty where there is none."""
    sentence = _offers().get(code, {}).get(key, "")
    return sentence.replace("{phone}", (config or config_of()).phone)
