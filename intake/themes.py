"""Themes that a story suggests: a start for staff, who choose. They never touch the result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import islice
from typing import NamedTuple

from intake import themes_learned
from intake.organisations import files

MENTAL_HEALTH = "MENTAL_HEALTH"
BRANCHES = ("NHS", "GOV")
APOSTROPHES = frozenset("'’‘`")
NO_APOSTROPHES = dict.fromkeys(map(ord, APOSTROPHES))
MOST_WORDS = 3
# How likely a theme must be, and by how much a phrase of its own makes it more so.
LIKELY, FOR_A_PHRASE = 0.3, 0.29
# How likely the themes of mental health care must be together to be that without its words.
MENTAL = 0.5


Span = tuple[int, int]


class Theme(NamedTuple):
    """A theme with the words of the story that suggest it."""

    code: str
    words: tuple[str, ...]


def suggest(matter: str, branch: str) -> list[str]:
    """The codes of the themes of a story in a branch (NHS or GOV); none where it is not known."""
    return [theme.code for theme in found(matter, branch)]


def found(matter: str, branch: str, about: str = "") -> list[Theme]:
    """The themes with their words; `about` is what else was told, which shows the kind of care."""
    said, places = _plain(matter)
    opinions = themes_learned.opinions(said, branch)
    suggested = []
    for group in _groups(branch, f"{said}\n{_plain(about)[0]}", opinions):
        for code, pattern in _patterns()[group].items():
            spans = _spans(said, pattern, opinions.get(code))
            words = [matter[places[start] : places[end - 1] + 1] for start, end in spans]
            if words:
                suggested.append(Theme(code, tuple(dict.fromkeys(words))[:MOST_WORDS]))
    return suggested


def _spans(
    said: str, pattern: re.Pattern[str], opinion: themes_learned.Opinion | None
) -> list[Span]:
    """Where the words stand that suggest a theme; none where it is not likely enough."""
    if opinion is None:
        return [match.span() for match in pattern.finditer(said)]
    if opinion.likely + FOR_A_PHRASE < LIKELY:
        return []
    if opinion.likely < LIKELY:
        return [match.span() for match in islice(pattern.finditer(said), MOST_WORDS)]
    first, last = opinion.sentence
    spans = [match.span() for match in pattern.finditer(said, first, last)]
    return spans or [opinion.loudest]


def label(code: str) -> str:
    """The name of a theme for staff; the code itself where it is unknown."""
    for group in files.load("themes.yml")["themes"].values():
        if code in group:
            return str(group[code]["label"])
    return code


def codes() -> list[str]:
    """Every theme there is."""
    groups = files.load("themes.yml")["themes"].values()
    return list(dict.fromkeys(code for group in groups for code in group))


def _groups(branch: str, said: str, opinions: Mapping[str, themes_learned.Opinion]) -> list[str]:
    groups = [branch] if branch in BRANCHES else []
    mental = sum(one.likely for code, one in opinions.items() if code in _patterns()[MENTAL_HEALTH])
    if branch == "NHS" and (mental >= MENTAL or _mental_health().search(said)):
        groups.insert(0, MENTAL_HEALTH)
    return groups


def _plain(text: str) -> tuple[str, list[int]]:
    """Small letters without apostrophes, and where each of them stood."""
    places = [place for place, character in enumerate(text) if character not in APOSTROPHES]
    kept = text.translate(NO_APOSTROPHES)
    said = kept.lower()
    if len(said) != len(kept):
        # A letter whose small form is two letters long.
        said = "".join(low if len(low) == 1 else "?" for low in map(str.lower, kept))
    return re.sub(r"\s", " ", said), places


@cache
def _patterns() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    return {
        group: {code: _whole_words(theme["phrases"]) for code, theme in themes.items()}
        for group, themes in files.load("themes.yml")["themes"].items()
    }


@cache
def _mental_health() -> re.Pattern[str]:
    return _whole_words(files.load("themes.yml")["mental_health"])


def _whole_words(phrases: list[str]) -> re.Pattern[str]:
    """One pattern for a theme; {names} in it stand for lists of words that many themes share."""
    shared = files.load("themes.yml")["words"]
    every = "|".join(phrases)
    named = re.sub(r"\{([a-z_]+)\}", lambda name: f"(?:{shared[name[1]]})", every)
    return re.compile(rf"\b(?:{named})(?!\w)")
