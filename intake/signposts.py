"""Where else a person can go: the 58 signposts, by id and by what a person says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from intake.organisations import files
from intake.organisations.text import join, words


@dataclass(frozen=True)
class Signpost:
    """One place that handles what the ombudsman does not."""

    id: str
    label: str
    phrases: tuple[str, ...]
    handler: str
    url: str
    phone: str
    hours: str
    note: str
    checked_on: str
    source: str
    # Its label, handler and note in Welsh.
    cy: Mapping[str, str] = field(default_factory=dict, compare=False)


@cache
def _by_id() -> dict[str, Signpost]:
    return {
        row["id"]: Signpost(
            **{**row, "phrases": tuple(row["phrases"]), "checked_on": str(row["checked_on"])}
        )
        for row in files.load("signposts.yml")
    }


def get(signpost_id: str | None, locale: str = "en") -> Signpost | None:
    """The signpost with this id ("S41"), or None; its words in the language asked for."""
    found = _by_id().get(signpost_id) if signpost_id else None
    said: dict[str, Any] = dict(found.cy) if found and locale == "cy" else {}
    return replace(found, **said) if found else None


def all() -> list[Signpost]:
    """Every signpost, in order."""
    return list(_by_id().values())


@cache
def _phrases() -> list[tuple[str, str]]:
    found = [(join(words(p)), post.id) for post in all() for p in post.phrases]
    return sorted(found, key=lambda pair: -len(pair[0]))


def for_text(text: str) -> list[Signpost]:
    """The signposts whose phrases stand in a text, the longest phrase first, each once."""
    said = f" {join(words(text))} "
    ids = dict.fromkeys(post_id for phrase, post_id in _phrases() if f" {phrase} " in said)
    return [_by_id()[post_id] for post_id in ids]
