"""What is known of a person that decides which help fits: their country and their age."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from intake.safety.data import load

ENGLAND = "england"
YOUNG, UNDER_35, OLDER = 18, 34, 60
# Answers in which people say where they live or how old they are.
TELLING = ("postal_address", "matter", "impact", "safe_contact")
LONGEST = 4000
_AGE = re.compile(
    r"\b(?:i'?m|i am|im|am|aged?|i have just turned|i turned)\s+(?:only |just |a )?(\d{1,2})\b"
    r"(?!\s*(?:weeks|months|days|hours|minutes|stone|st\b|kg|%|st |nd |rd |th |miles|pounds|quid))",
    re.IGNORECASE,
)
_AGED = re.compile(r"\b(\d{1,2})[ -]?(?:years?[ -]old|yrs?[ -]old|yo|y/o)\b", re.IGNORECASE)
_NO_STREET = r"(?! (?:road|rd|street|st|avenue|ave|lane|close|drive|way|house|terrace)\b)"
_OTHERS = re.compile(r"\b(?:my|his|her|their|our|she|he)\b[^.!?]{0,40}$", re.IGNORECASE)


@dataclass(frozen=True)
class Person:
    """Who is being helped; what is not known is left as it is for most people."""

    country: str = ENGLAND
    age: int | None = None
    man: bool = False

    @property
    def young(self) -> bool:
        """True where Childline is for them."""
        return self.age is not None and self.age <= YOUNG

    @property
    def under_35(self) -> bool:
        """True where HOPELINE247 is for them."""
        return self.age is not None and YOUNG < self.age <= UNDER_35

    @property
    def older(self) -> bool:
        """True where help for older people is for them."""
        return self.age is not None and self.age >= OLDER


def known(text: object, facts: Mapping[str, Any] | None = None) -> Person:
    """Country and age from the answers so far and from what is being said."""
    facts = facts or {}
    told = [str(facts[name])[:LONGEST] for name in TELLING if facts.get(name)]
    said = text[:LONGEST] if isinstance(text, str) else ""
    words = " . ".join([said, *told])
    place = facts.get("care_place")
    country = place if place in countries() else _country(words)
    return Person(str(country), _age(words), bool(_man().search(words)))


@lru_cache(maxsize=1)
def countries() -> dict[str, re.Pattern[str]]:
    """How people name each country and its towns, outside England."""
    return {
        country: re.compile(
            rf"\b(?:{'|'.join(map(re.escape, names.split('|')))})\b{_NO_STREET}", re.IGNORECASE
        )
        for country, names in load("crisis")["places"].items()
    }


@lru_cache(maxsize=1)
def _man() -> re.Pattern[str]:
    return re.compile(load("crisis")["says_he_is_a_man"], re.IGNORECASE)


@lru_cache(maxsize=1)
def _lives() -> re.Pattern[str]:
    return re.compile(load("crisis")["says_where"], re.IGNORECASE)


def _country(words: str) -> str:
    """The country a person says they are in; England where they name none or several."""
    homes = " . ".join(found.group() for found in _lives().finditer(words))
    found = [country for country, names in countries().items() if names.search(homes)]
    return found[0] if len(found) == 1 else ENGLAND


def _age(words: str) -> int | None:
    """The writer's own age in years."""
    for pattern in (_AGE, _AGED):
        for found in pattern.finditer(words):
            if not _OTHERS.search(words[: found.start()]) and int(found.group(1)) >= 7:
                return int(found.group(1))
    return None
