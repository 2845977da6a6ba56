"""The groups of phrases in the safety data: what each means, and which to try on a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from intake.safety import patterns
from intake.safety.data import load

FILES = (
    "safety_self",
    "safety_self_acts",
    "safety_self_quiet",
    "safety_hopeless",
    "safety_others",
    "safety_abuse",
    "safety_care",
    "safety_distress",
    "safety_loss",
    "safety_nets",
)


@dataclass(frozen=True)
class Group:
    """Phrases that mean one thing, and how serious that is by who and when."""

    id: str
    who: str
    when: str
    levels: Mapping[str, str]
    flags: tuple[str, ...]
    unless: re.Pattern[str] | None
    unless_asked: frozenset[str]
    fixed: bool
    own_not: bool
    figures: bool


@dataclass(frozen=True)
class Phrase:
    """One pattern line of a group."""

    group: Group
    regex: re.Pattern[str]


@dataclass(frozen=True)
class Index:
    """Phrases by a word that must be in the sentence, and the bits of all that must be.

    Each set of words of which a phrase needs one has a bit; a word has the bits of its sets.
    """

    by_word: Mapping[str, tuple[tuple[int, int], ...]]
    bits: Mapping[str, int]
    phrases: tuple[Phrase, ...]

    def candidates(self, words: Set[str]) -> list[Phrase]:
        """The phrases worth trying on a sentence with these words."""
        starting = self.by_word.keys() & words
        if not starting:
            return []
        met = 0
        for word in self.bits.keys() & words:
            met |= self.bits[word]
        missing = ~met
        numbers = {
            number
            for word in starting
            for number, needed in self.by_word[word]
            if not needed & missing
        }
        return [self.phrases[number] for number in sorted(numbers)]


def _group(name: str, data: Mapping[str, Any], kinds: Mapping[str, Any]) -> Group:
    levels = dict(kinds[data["kind"]]) if "kind" in data else {"now": data["level"]}
    levels.update(data.get("levels", {}))
    unless = data.get("unless")
    return Group(
        id=name,
        who=data.get("who", "self"),
        when=data.get("when", "now"),
        levels=levels,
        flags=tuple(data.get("flags", "").split()),
        unless=patterns.any_of(unless) if unless else None,
        unless_asked=frozenset(data.get("unless_asked", "").split()),
        fixed="kind" not in data and "levels" not in data,
        own_not=bool(data.get("own_not")),
        figures=bool(data.get("figures")),
    )


@lru_cache(maxsize=1)
def idioms() -> Index:
    """Figures of speech and the like, found the same way."""
    plain = _group("idiom", {"level": "R0"}, {})
    return _indexed((plain, line) for line in patterns.lines(load("safety_idioms")["idioms"]))


@lru_cache(maxsize=1)
def index() -> Index:
    """Every phrase of the data files, compiled and indexed once."""
    kinds = load("safety_lists")["kinds"]
    groups = [
        (_group(name, data, kinds), data["says"])
        for file in FILES
        for name, data in load(file)["groups"].items()
    ]
    return _indexed((group, line) for group, says in groups for line in patterns.lines(says))


def _indexed(lines: Iterable[tuple[Group, str]]) -> Index:
    phrases: list[Phrase] = []
    by_word: dict[str, list[tuple[int, int]]] = {}
    sets: dict[frozenset[str], int] = {}
    for group, line in lines:
        anchors = patterns.anchors(line)
        needed = 0
        for other in anchors[1:]:
            needed |= sets.setdefault(other.words, 1 << len(sets))
        for word in anchors[0].words:
            by_word.setdefault(word, []).append((len(phrases), needed))
        phrases.append(Phrase(group, patterns.compiled(line)))
    bits: dict[str, int] = {}
    for words, bit in sets.items():
        for word in words:
            bits[word] = bits.get(word, 0) | bit
    return Index({word: tuple(found) for word, found in by_word.items()}, bits, tuple(phrases))
