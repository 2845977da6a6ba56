"""E1: the organisation must be one that the ombudsman can look at."""

from __future__ import annotations

from collections.abc import Iterable

from intake import names
from intake.decision import Result
from intake.parts import Part
from intake.rules.model import HSCA_IN_FORCE, Citation, Finding, Rule
from intake.situation import Situation
from intake.standing import ELSEWHERE, IN, STAFF, Standing

SOCIAL_CARE = "S02"


def check(s: Situation) -> Iterable[Finding]:
    """Each organisation on its own; only when all are out is the complaint for somebody else."""
    if not s.parts:
        yield _not_known(s)
        return
    some_in = any(found.where == IN for _, found in s.standings)
    for part, found in s.standings:
        yield _finding(part, found, _result(found, s.all_out, some_in), s.locale)
    yield from _together(s, some_in)


def _not_known(s: Situation) -> Finding:
    """No organisation: asked and not known is for staff, and so is not asked."""
    asked = s.facts.get("organisation") is not None
    flags = ("BODY_UNMATCHED",) if asked else ()
    return Finding(Result.NEEDS_STAFF, "unknown", "not_sure" if asked else "", flags)


def _result(found: Standing, all_out: bool, some_in: bool) -> Result:
    if found.where == STAFF and not some_in:
        return Result.NEEDS_STAFF
    if found.where == ELSEWHERE and all_out:
        return Result.NOT_FOR_US
    return Result.PASS


def _finding(part: Part, found: Standing, result: Result, locale: str) -> Finding:
    return Finding(
        result,
        found.key,
        part.name,
        flags=found.flags,
        signposts=found.signposts,
        values={"body": names.body(part, locale)},
    )


def _together(s: Situation, some_in: bool) -> Iterable[Finding]:
    """Parts for us beside parts for others (HSCA 1993 s.18ZA, PCA 1967 s.11ZAA: together)."""
    elsewhere = [post for _, f in s.standings if f.where != IN for post in f.signposts]
    mentioned = [post for post in s.matter.mentioned if post not in elsewhere]
    others = (*elsewhere, *mentioned)
    if some_in and others:
        yield Finding(
            Result.PASS, "mixed", flags=("MIXED",), signposts=tuple(mentioned), steps=("mixed",)
        )
    if some_in and sum(found.where == IN for _, found in s.standings) > 1:
        yield Finding(Result.PASS, "several", flags=("SEVERAL_BODIES",))
    if s.is_nhs and (SOCIAL_CARE in others or s.matter.aftercare):
        yield _joint(s)


def _joint(s: Situation) -> Finding:
    """Looking at it together needs the person's consent; without it each part goes its own way."""
    if s.answer("joint_consent") == "no":
        flags = ("JOINT_SOCIAL_CARE", "JOINT_REFUSED")
        return Finding(Result.PASS, "apart", "no", flags, (SOCIAL_CARE,))
    return Finding(Result.PASS, "joint", flags=("JOINT_SOCIAL_CARE",), steps=("joint",))


RULE = Rule(
    id="E1_BODY",
    title="The organisation is one that we can look at",
    citation=Citation("HSCA 1993 ss.2, 2A, 2B", "PCA 1967 s.4 and Sch.2"),
    needs=(
        "organisation",
        "other_organisations",
        "care_place",
        "care_payer",
        "victim_of_crime",
        "matter",
        "joint_consent",
    ),
    check=check,
    in_force_from=HSCA_IN_FORCE,
    needs_remit=False,
)
