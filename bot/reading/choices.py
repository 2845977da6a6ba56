"""Answers by number, letter, position or label of the choices that were offered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from bot.reading.control import bare
from bot.reading.plain import plain

_ORDINALS = (
    ("first", "1st", "one", "top"),
    ("second", "2nd", "two"),
    ("third", "3rd", "three"),
    ("fourth", "4th", "four"),
    ("fifth", "5th", "five"),
    ("sixth", "6th", "six"),
    ("seventh", "7th", "seven"),
    ("eighth", "8th", "eight"),
    ("ninth", "9th", "nine"),
    ("tenth", "10th", "ten"),
    ("eleventh", "11th", "eleven"),
    ("twelfth", "12th", "twelve"),
)
_LEAD = (
    r"(?:(?:i (?:would|will) )?(?:go (?:for|with)|pick|choose|say|take)"
    r"|it is|that is|my answer is|yes|okay|answer|the)?"
)
_NOUN = r"(?:one|option|choice|answer|number|no|on the list|please|thanks|of (?:those|these|them))"
_KEY = (
    rf"{_LEAD} ?(?:the )?(?:(?:option|number|choice|answer|no|letter|#) ?)?"
    rf"(?P<key>\d{{1,2}}|[a-l]|\w+) ?(?:{_NOUN} ?)*"
)
_PICK = re.compile(_KEY)
_LAST = re.compile(rf"{_LEAD} ?(?:the )?(?:last|bottom|final)(?: (?:{_NOUN}))+")
_SEPARATOR = re.compile(r"\s*(?:,|&|\+|/|\band\b|\bplus\b|\s)\s*")


@dataclass(frozen=True)
class Offer:
    """One offered choice: its value and the words shown."""

    value: str
    label: str


def offers(choices: Sequence[Any]) -> tuple[Offer, ...]:
    """Choices of any shape (objects, mappings, plain values) in one shape."""
    made = []
    for choice in choices:
        if isinstance(choice, str):
            made.append(Offer(choice, choice.replace("_", " ")))
        elif isinstance(choice, dict):
            made.append(Offer(str(choice.get("value", "")), str(choice.get("label", ""))))
        else:
            made.append(Offer(str(choice.value), str(choice.label)))
    return tuple(made)


def _index(key: str) -> int | None:
    if key.isdigit():
        return int(key) - 1
    for index, words in enumerate(_ORDINALS):
        if key in words:
            return index
    return ord(key) - ord("a") if len(key) == 1 and key.isalpha() else None


def _number(text: str, count: int) -> int | None:
    if _LAST.fullmatch(text):
        return count - 1
    found = _PICK.fullmatch(text)
    index = _index(found["key"]) if found else None
    return index if index is not None and 0 <= index < count else None


def pick(text: str, choices: Sequence[Any]) -> str | None:
    """The value of the offered choice that the text names, by place or by label."""
    offered = offers(choices)
    said = bare(plain(text)).replace(")", "").strip(". ")
    if not offered or not said:
        return None
    index = _number(said, len(offered))
    if index is not None and said not in ("i", "a"):
        return offered[index].value
    return _by_label(said, offered)


def _by_label(said: str, offered: tuple[Offer, ...]) -> str | None:
    labels = [(bare(plain(offer.label)), offer) for offer in offered]
    for label, offer in labels:
        if said == label or said == offer.value.replace("_", " "):
            return offer.value
    begins = [offer for label, offer in labels if len(said) >= 4 and label.startswith(said)]
    if len(begins) == 1:
        return begins[0].value
    close = [offer for label, offer in labels if len(said) > 5 and fuzz.ratio(said, label) >= 88]
    return close[0].value if len(close) == 1 else None


def pick_several(text: str, choices: Sequence[Any]) -> list[str]:
    """The values of offered choices named by number ("1 and 3"); empty when a part is none."""
    offered = offers(choices)
    said = bare(plain(text).replace(",", " , ")).replace("options", "").replace("numbers", "")
    parts = [part for part in _SEPARATOR.split(said.strip()) if part]
    values = []
    for part in parts:
        if not re.fullmatch(r"\d{1,2}|[a-l]", part):
            return []
        index = _index(part)
        if index is None or not 0 <= index < len(offered):
            return []
        values.append(offered[index].value)
    return list(dict.fromkeys(values))
