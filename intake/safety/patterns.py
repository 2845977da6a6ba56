"""The small pattern language of the safety data files, compiled to regular expressions.

A line is words with spaces between. `a|b` either; `[a]` may be there; `<name>` a list of the file
safety_lists.yml; `..` up to three words, `...` up to six, `~` up to four but no new subject; `!a`
not this word next; `^` and `$` the start and end of a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from intake.safety.data import load

_GAPS = {
    "..": r"(?: \S+){0,3}?",
    "...": r"(?: \S+){0,6}?",
    "~": r"(?: (?!(?:i|he|she|we|they|you) )\S+){0,4}?",
}
_COMMON_COST = 60


@dataclass(frozen=True)
class Anchors:
    """Words of which one must be in a sentence for a pattern to match there."""

    words: frozenset[str]
    cost: int


@lru_cache(maxsize=1)
def lists() -> dict[str, tuple[str, ...]]:
    """The named lists that patterns share."""
    return {name: lines(text) for name, text in load("safety_lists")["lists"].items()}


@lru_cache(maxsize=1)
def common() -> frozenset[str]:
    """Words so common that they do not narrow a search."""
    return frozenset(load("safety_lists")["common"].split())


def lines(text: str) -> tuple[str, ...]:
    """The pattern lines of a block of text."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def expression(line: str) -> str:
    """One pattern line as a regular expression over plain words."""
    return "".join(_element(element) for element in line.split())


def compiled(line: str) -> re.Pattern[str]:
    """One pattern line, ready to search with."""
    return re.compile(expression(line))


def any_of(text: str) -> re.Pattern[str]:
    """A block of pattern lines as one expression."""
    return re.compile("|".join(expression(line) for line in lines(text)) or r"(?!)")


def _element(element: str) -> str:
    if element in _GAPS:
        return _GAPS[element]
    if element == "^":
        return "^"
    if element == "$":
        return "(?= $)"
    if element.startswith("[") and element.endswith("]"):
        return f"(?:{_element(element[1:-1])})?"
    if element.startswith("!"):
        return f"(?!{_element(element[1:])})"
    choices = element.split("|")
    words = "|".join(re.escape(word) for word in choices if word != "$" and word[0] != "<")
    parts = [f" (?:{words})(?= )"] if words else []
    parts += [_list(word[1:-1]) for word in choices if word[0] == "<"]
    parts += ["(?= $)"] if "$" in choices else []
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


@lru_cache(maxsize=256)
def _list(name: str) -> str:
    return f"(?:{'|'.join(expression(line) for line in lists()[name])})"


def anchors(line: str) -> list[Anchors]:
    """Sets of words with each of which a sentence must share one to match, the cheapest first."""
    found = map(_element_anchors, line.split())
    return sorted((one for one in found if one is not None), key=lambda one: one.cost)


def _element_anchors(element: str) -> Anchors | None:
    if element in _GAPS or element[0] in "[!^$":
        return None
    choices = element.split("|")
    if "$" in choices:
        return None
    words = [word for word in choices if word[0] != "<"]
    found = Anchors(
        frozenset(words), sum(_COMMON_COST if word in common() else 1 for word in words)
    )
    for name in (word[1:-1] for word in choices if word[0] == "<"):
        part = _list_anchors(name)
        if part is None:
            return None
        found = Anchors(found.words | part.words, found.cost + part.cost)
    return found


@lru_cache(maxsize=256)
def _list_anchors(name: str) -> Anchors | None:
    lines_of = [anchors(line) for line in lists()[name]]
    if not all(lines_of):
        return None
    parts = [found[0] for found in lines_of]
    return Anchors(frozenset().union(*(p.words for p in parts)), sum(p.cost for p in parts))
