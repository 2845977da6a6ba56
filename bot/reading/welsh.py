"""Short answers in Welsh, put into the English that says the same; longer ones stay as they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from bot.reading.choices import offers, pick
from bot.reading.plain import load
from bot.reading.when import QUESTIONS as DATES

LONGEST = 16
"""In more words than these a yes or a hint is not looked for."""

LEAST_SHARE, LEAST_WORDS = 0.2, 2
_CURLY = str.maketrans({"’": "'", "‘": "'", "`": "'"})
_WORD = re.compile(r"[a-z']+")
_PARTS = re.compile(r"\s*(?:,|;|\+|&|\ba\b|\bac\b|\bhefyd\b)\s*")


def in_english(
    text: str, question: str, input: str, choices: Sequence[Any], asked: Sequence[Any] = ()
) -> str:
    """The English for a short Welsh answer; the text itself where it is none.

    `choices` are those of the question, `asked` those of what was said back and waits for a reply.
    """
    said = folded(text)
    if not said or pick(text, asked or choices):
        return text  # a label or a number is understood as it stands
    return (
        _whole(said)
        or _number(said)
        or (None if asked else _among(text, said, question, input, choices))
        or (_lead(said) if input == "choice" else None)
        or (_date(text, said) if question in DATES else None)
        or text
    )


def is_welsh(text: str) -> bool:
    """Whether a text is likely Welsh, by its common words."""
    words = _WORD.findall(folded(text))
    common = sum(map(_common().__contains__, words))
    return common >= max(LEAST_WORDS, LEAST_SHARE * len(words))


def folded(text: str) -> str:
    """Small letters without accents, with single spaces and no sign at the end."""
    marked = unicodedata.normalize("NFKD", text.translate(_CURLY).lower())
    bare = "".join(letter for letter in marked if not unicodedata.combining(letter))
    return " ".join(bare.split()).strip(" .!?")


def _whole(said: str) -> str | None:
    bare = said.replace(",", "")
    return next((english for english, held in _patterns("whole") if held.fullmatch(bare)), None)


def _number(said: str) -> str | None:
    parts = [_one_number(part) for part in _PARTS.split(said) if part]
    return " and ".join(parts) if parts and all(parts) else None  # type: ignore[arg-type]


def _one_number(part: str) -> str | None:
    left = re.sub(f"^{load('welsh')['number_lead']}", "", part)
    if re.fullmatch(r"\d{1,2}", left):
        return left
    return next((number for number, held in _patterns("numbers") if held.fullmatch(left)), None)


def _among(text: str, said: str, question: str, input: str, choices: Sequence[Any]) -> str | None:
    """The numbers of the choices that the words name, by their labels or by what they tell."""
    offered = [offer.value for offer in offers(choices)]
    if len(said.split()) > LONGEST or not offered:
        return None
    if input == "choices":
        named = [pick(part, choices) for part in _PARTS.split(text) if part.strip()]
        if named and all(named):
            return _numbers(offered, named)
    told = [value for value, held in _telling(question) if held.search(said)]
    told = [value for value in told if value in offered]
    return _numbers(offered, told if input == "choices" else told[:1])


def _numbers(offered: list[str], values: Sequence[str | None]) -> str | None:
    places = [str(offered.index(value) + 1) for value in dict.fromkeys(values) if value in offered]
    return " and ".join(places) or None


def _lead(said: str) -> str | None:
    if len(said.split()) > LONGEST:
        return None
    return next((english for english, held in _patterns("leads") if held.match(said)), None)


def _date(text: str, said: str) -> str | None:
    english = said
    for pattern, replacement in _dates():
        english = pattern.sub(replacement, english)
    return english if english != said else text


@lru_cache(maxsize=4)
def _patterns(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((key, re.compile(f"(?:{held})")) for key, held in load("welsh")[name].items())


@lru_cache(maxsize=32)
def _telling(question: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    held: dict[str, str] = load("welsh")["tell"].get(question, {})
    return tuple((value, re.compile(pattern)) for value, pattern in held.items())


@lru_cache(maxsize=1)
def _dates() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), english) for pattern, english in load("welsh")["dates"])


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(load("welsh")["common"].split())
