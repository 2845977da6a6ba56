"""The organisations of one complaint, each looked up in the register."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from intake import organisations
from intake.facts import Facts
from intake.facts import organisation as read_one
from intake.facts import organisations as read_many

NHS, GOV, VICTIM, OUT, UNSURE = "NHS", "GOV", "GOV_VICTIM_POSSIBLE", "OUT", "UNSURE"
BRANCHES = (NHS, GOV, VICTIM, OUT, UNSURE)
# Care that the NHS may pay for although others usually do (HSCA 1993 s.2B, s.3(1C)-(1D)).
PAYER_DECIDES = ("S02", "S24", "S25", "S26")
# Kinds of NHS service where people also pay themselves, so that it has to be asked.
OFTEN_PRIVATE = ("kind-hospital", "kind-dentist", "kind-optician", "kind-nhs")
CARE_HOMES = ("kind-care-home", "provider-care-home-group")
SURE_SCORE = 95
HOME_TRUSTS = (
    "acute", "mental_health", "specialist", "community", "ambulance", "icb", "national",
    "special_health_authority",
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One organisation that the complaint is about, as far as it could be recognised."""

    name: str
    id: str | None = None
    branch: str = UNSURE
    kind: str = ""
    group: str = ""
    signpost: str | None = None
    second_tier: str | None = None
    place: str | None = None
    in_remit: str = "yes"
    matched: bool = False
    # Its name in the register; `name` is what the person calls it.
    known_as: str = ""
    # Whether it is surely this one: chosen, exact, or very nearly what was typed.
    sure: bool = False
    # Its name in Welsh, where it has one.
    name_cy: str = ""

    @property
    def is_care(self) -> bool:
        """Whether it gives health or nursing care, so that place and payer matter."""
        return self.branch == NHS or self.payer_decides

    @property
    def is_nhs_trust(self) -> bool:
        """Whether it is one known NHS organisation in England: that settles place and payer."""
        return self.branch == NHS and self.kind in HOME_TRUSTS

    @property
    def payer_decides(self) -> bool:
        """Whether it is in or out depends on who paid."""
        may_be_nhs = self.branch == UNSURE or self.id in CARE_HOMES
        return may_be_nhs and self.signpost in PAYER_DECIDES

    @property
    def payer_unclear(self) -> bool:
        """Whether who paid has to be asked."""
        return self.payer_decides or (self.branch == NHS and self.id in OFTEN_PRIVATE)


def parts(facts: Facts) -> tuple[Part, ...]:
    """Every organisation named, the main one first, each once."""
    main = read_one(facts.get("organisation"))
    named = ([main] if main else []) + read_many(facts.get("other_organisations"))
    return tuple(dict.fromkeys(_look_up(given) for given in named))


def _look_up(given: dict[str, Any]) -> Part:
    name, identity = given["name"], given["id"]
    found = organisations.find(identity) if identity else None
    sure = given["match"] != "fuzzy"
    if found is None and name and given["match"] != "none":
        best = _match(name, organisations.version())
        found, sure = organisations.find(best.id), best.score >= SURE_SCORE
    if found is None:
        # The register may be older than the answer: a match that was made is believed.
        believed = given["match"] in ("exact", "chosen", "fuzzy") and given["branch"] in BRANCHES
        branch = given["branch"] if believed else UNSURE
        return Part(name, branch=branch, matched=branch in (NHS, GOV, VICTIM, OUT))
    return Part(
        name or found.name,
        found.like or found.id,
        found.branch,
        found.kind,
        found.group,
        found.signpost,
        found.second_tier,
        found.place,
        found.in_remit,
        matched=True,
        known_as=found.name,
        sure=sure,
        name_cy=found.name_cy,
    )


@lru_cache(maxsize=4096)
def _match(name: str, _register: int) -> organisations.Match:
    return organisations.match(name)[0]
