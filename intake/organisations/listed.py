"""Organisations of the official files: which kinds there are, and what each kind is to us.

A row needs no more than its code and kind to be judged: its id says both, so that a process
without the list still knows what `ods:gp:A81001` is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from intake.organisations import files, register
from intake.organisations.models import ENGLAND, NHS, Organisation

PREFIX = "ods:"
DEVOLVED = {"wales": "S35", "scotland": "S36", "northern_ireland": "S37"}
_MARK = ":"


@dataclass(frozen=True, slots=True)
class Row:
    """One organisation of the official files, as far as it matters to the search."""

    code: str
    kind: str
    name: str
    town: str = ""
    postcode: str = ""
    nation: str = ENGLAND
    parent: str | None = None
    closed: bool = False

    @classmethod
    def of(cls, cells: Sequence[Any]) -> Row:
        """A row as it is sent between processes. Raises ValueError where it is none."""
        code, kind, name, town, postcode, nation, parent, closed, *_ = cells
        texts = (code, kind, name, town, postcode, nation)
        if not all(isinstance(text, str) for text in texts) or kind not in kinds():
            raise ValueError("not a row of the register")
        return cls(code, kind, name, town, postcode, nation, parent or None, bool(closed))


@dataclass(frozen=True)
class Kind:
    """What the organisations of one kind of file are."""

    like: str
    files: frozenset[str]
    trade: frozenset[str]
    of_parent: bool = False


@cache
def kinds() -> dict[str, Kind]:
    """Every kind of file, by name."""
    return {
        name: Kind(
            row["like"],
            frozenset(row["files"]),
            frozenset(row["trade"].split()),
            row.get("of_parent", False),
        )
        for name, row in files.load("listed.yml")["kinds"].items()
    }


@cache
def words(name: str) -> frozenset[str]:
    """One of the lists of words about listed organisations."""
    return frozenset(files.load("listed.yml")[name].split())


@cache
def counties() -> frozenset[str]:
    """The counties that end an address."""
    return frozenset(files.load("listed.yml")["counties"])


def kind_of_file(stem: str) -> str | None:
    """What a file of this name holds."""
    return next((name for name, kind in kinds().items() if stem in kind.files), None)


def identity(kind: str, code: str) -> str:
    """The id of a listed organisation."""
    return f"{PREFIX}{kind}{_MARK}{code}"


def organisation(organisation_id: str, name: str = "") -> Organisation | None:
    """What such an id, of an organisation in England, stands for; None where it is none."""
    kind, mark, code = organisation_id.removeprefix(PREFIX).partition(_MARK)
    if not organisation_id.startswith(PREFIX) or kind not in kinds() or not (mark and code):
        return None
    like = register.all_organisations()[kinds()[kind].like]
    place = ENGLAND if like.branch == NHS else like.place
    return replace(like, id=organisation_id, name=name or like.name, like=like.id, place=place)
