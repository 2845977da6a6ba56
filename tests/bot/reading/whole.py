"""Whole stories against every fact that they tell: what was found, missed and invented."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.actions.dialogue.answering import only_a_kind
from bot.reading.stories import extract
from tests.bot.reading.said import HERE, TODAY

# The words themselves, and what follows from what a place or an organisation is.
NOT_COUNTED = ("matter",)


@dataclass
class Score:
    """How many facts of the stories were found right, and which were not."""

    facts: int = 0
    right: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)


def stories() -> list[dict[str, Any]]:
    """The stories of the file."""
    text = (HERE / "whole_stories.yml").read_text(encoding="utf-8")
    return list(yaml.load(text, yaml.BaseLoader))


def score(cases: list[dict[str, Any]]) -> Score:
    """What extract() finds in each story, beside what it tells."""
    told = Score()
    for case in cases:
        count(told, case)
    return told


def count(told: Score, case: dict[str, Any]) -> None:
    """One story."""
    found = {key: each.value for key, each in extract(case["said"], TODAY).items() if sure(each)}
    begins = case["said"][:40]
    for key, wanted in (case["tells"] or {}).items():
        told.facts += 1
        if key in found and matches(wanted, found[key]):
            told.right += 1
        else:
            told.missed.append(f"{begins!r} {key}: {found.get(key)!r}, not {wanted!r}")
    for key, value in found.items():
        if key in NOT_COUNTED or only_a_kind(value):
            continue
        told.found += 1
        wanted = case["tells"].get(key) if case["tells"] else None
        fair = key in case.get("may", []) or (wanted is not None and matches(wanted, value))
        if not fair:
            told.invented.append(f"{begins!r} {key}: {value!r}")


def sure(reading: Any) -> bool:
    """Whether a reading is kept without being asked about."""
    return not reading.unsure


def matches(wanted: Any, found: Any) -> bool:
    """A code, part of a name or of a text, at least these codes, or the very days."""
    if isinstance(wanted, list):
        return isinstance(found, list) and set(wanted) <= set(found)
    if isinstance(found, dict) and "name" in found:
        return wanted.lower() in found["name"].lower()
    if isinstance(found, dict):
        return days(wanted) == (found["from"], found["to"])
    return wanted == found or (len(found) > 20 and wanted in found) or found.startswith(wanted)


def days(wanted: str) -> tuple[str, str]:
    """The first and the last day of "2026", "2026-03", "2026-03-05" or "first..last"."""
    first, _, last = wanted.partition("..")
    last = last or first
    if len(first) == 4:
        first = f"{first}-01-01"
    elif len(first) == 7:
        first = f"{first}-01"
    if len(last) == 4:
        last = f"{last}-12-31"
    elif len(last) == 7:
        year, month = map(int, last.split("-"))
        last = f"{last}-{monthrange(year, month)[1]}"
    return first, last
