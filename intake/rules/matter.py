"""E2: the kind of matter. Clinical judgement is in; jobs, contracts, courts and policy are out."""

from __future__ import annotations

from collections.abc import Iterable

from intake.decision import Result
from intake.matter import Subject
from intake.rules.exclusions import (
    APPEALS,
    COURT_STAFF,
    EXCLUSIONS,
    MENTAL_HEALTH_ACT,
    Exclusion,
)
from intake.rules.legal import appeal
from intake.rules.model import HSCA_IN_FORCE, Citation, Finding, Rule
from intake.situation import Situation

KEEPS_IN = ("how", "both", "not_sure")
STEPS = {
    "X_POLICY_LAW": ("write_to_mp",),
    "X_PROVIDER_DISPUTE": ("contract_dispute",),
    "X_EXTRADITION": ("extradition",),
    "X_MERCY": ("mercy",),
    "X_HONOURS": ("honours",),
    "S32": ("mental_health_advocate",),
    "S33": ("mental_health_advocate",),
}
# Handled elsewhere in part; a signpost is given and the complaint goes on.
MOST_ASIDE = 2


def check(s: Situation) -> Iterable[Finding]:
    """Each excluded subject of the story; a story that holds more is kept, with the signpost."""
    found = list(_exclusions(s))
    yield from found
    if not any(f.result is not Result.PASS for f in found):
        yield _merits(s) or _plain(s)
    yield from _elsewhere(s)


def wholly_out(s: Situation) -> bool:
    """Whether the matter itself, whoever did it, is for somebody else."""
    return any(finding.result is Result.NOT_FOR_US for finding in _exclusions(s))


def _exclusions(s: Situation) -> Iterable[Finding]:
    for subject in s.matter.subjects:
        exclusion = EXCLUSIONS.get(subject.code)
        if exclusion and not (exclusion.code == "X_MERITS" and s.is_nhs):
            yield _finding(s, subject, exclusion)


def _finding(s: Situation, subject: Subject, exclusion: Exclusion) -> Finding:
    result = _result(s, subject, exclusion)
    posts = (subject.signpost,) if subject.signpost else exclusion.signposts
    mixed = exclusion.code in MENTAL_HEALTH_ACT and result is Result.PASS
    flags = ("MH_ACT_MIX",) if mixed else ()
    key = "alone" if result is exclusion.result else "beside"
    return Finding(
        result,
        f"{exclusion.code}.{key}",
        s.words("matter"),
        flags,
        posts,
        STEPS.get(exclusion.code, ()),
        rule_id=exclusion.code if exclusion.code.startswith("X_") else None,
        citation=exclusion.citation,
    )


def _result(s: Situation, subject: Subject, exclusion: Exclusion) -> Result:
    """An exclusion counts when nothing else is left of the story."""
    kept = exclusion.asks_kind and s.answer("matter_kind") in KEEPS_IN
    if kept or not subject.alone:
        return Result.PASS
    by_clerks = exclusion.code == "X_COURT" and s.lead is not None and s.lead.id in COURT_STAFF
    # What court staff did by themselves may be looked at (PCA 1967 s.5(6)-(7)).
    return Result.NEEDS_STAFF if by_clerks else exclusion.result


def _merits(s: Situation) -> Finding | None:
    """Only the decision itself, with no appeal of its own (that is E8)."""
    only_decided = s.answer("matter_kind") == "decision" and not s.matter.shows_service
    if not (s.is_gov and only_decided) or appeal(s) is not None:
        return None
    exclusion = EXCLUSIONS["X_MERITS"]
    return Finding(
        Result.LIKELY_DISCRETION,
        "X_MERITS.alone",
        "decision",
        steps=("say_what_was_wrong",),
        rule_id="X_MERITS",
        citation=exclusion.citation,
    )


def _plain(s: Situation) -> Finding:
    asked = s.facts.get("matter") is not None
    if asked and not s.words("matter"):
        return Finding(Result.NEEDS_STAFF, "unknown", "not_sure")
    return Finding(Result.PASS, "pass", s.answer("matter_kind") or "")


def _elsewhere(s: Situation) -> Iterable[Finding]:
    """Parts that others handle (a regulator, an inquest ...): signposts, never a bar."""
    posts = [
        subject.signpost or subject.code
        for subject in s.matter.subjects
        if subject.code not in EXCLUSIONS
        and subject.code not in APPEALS
        and (subject.signpost or subject.code).startswith("S")
    ]
    if posts:
        yield Finding(Result.PASS, "aside", signposts=tuple(dict.fromkeys(posts))[:MOST_ASIDE])


RULE = Rule(
    id="E2_MATTER",
    title="The matter is one that we can look at",
    citation=Citation("HSCA 1993 ss.3, 7", "PCA 1967 ss.5, 12(3) and Sch.3"),
    needs=("matter", "matter_kind"),
    check=check,
    in_force_from=HSCA_IN_FORCE,
    needs_remit=False,
)
