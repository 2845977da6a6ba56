"""What the register holds and what a search in it gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

NHS, GOV, GOV_VICTIM, OUT, UNSURE = "NHS", "GOV", "GOV_VICTIM_POSSIBLE", "OUT", "UNSURE"
BRANCHES = (NHS, GOV, GOV_VICTIM, OUT, UNSURE)
ENGLAND = "england"


@dataclass(frozen=True)
class Organisation:
    """One entry of the register: an NHS organisation, a government body, a kind of service
    or an outside body."""

    id: str
    name: str
    kind: str
    branch: str
    signpost: str | None = None
    second_tier: str | None = None
    # The second tier that this body is itself.
    handles: str | None = None
    place: str | None = None
    in_remit: str = "yes"
    merged_into: tuple[str, ...] = ()
    checked_on: str = ""
    source: str = ""
    parent: str | None = None
    group: str = ""
    trusts: str | None = None
    devolved: tuple[str, ...] = ()
    in_passing: bool = False
    becomes: Mapping[str, str] = field(default_factory=dict)
    # The id of the entry that says what it is, where it comes from the official files.
    like: str | None = None
    # Its name in Welsh, as it reads inside a sentence, where it has one.
    name_cy: str = ""


@dataclass(frozen=True)
class Match:
    """One reading of what a person typed; an id of None means that nothing in the register fits."""

    name: str
    id: str | None
    branch: str
    signpost: str | None
    score: float


@dataclass(frozen=True)
class Mention:
    """An organisation named inside a longer text, with its place there."""

    match: Match
    start: int
    end: int
