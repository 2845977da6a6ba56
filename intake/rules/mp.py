"""E7: complaints about the government come through an MP, but not those of victims of crime."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from intake.decision import Result
from intake.parts import VICTIM
from intake.rules.model import PCA_IN_FORCE, Citation, Finding, Rule, passed
from intake.situation import Situation

# Victims and Prisoners Act 2024 s.27: the day it came into force.
VICTIMS_FROM = date(2025, 1, 29)
STEPS = ("find_mp", "mp_pack", "come_back")


def is_needed(s: Situation) -> bool:
    """Whether the law asks for an MP here."""
    exempt = s.is_victim and s.today >= VICTIMS_FROM
    return s.is_gov and s.config.mp_filter_enabled and not exempt


def check(s: Situation) -> Iterable[Finding]:
    """While Parliament is dissolved nobody can refer; otherwise by what the MP has done."""
    if s.is_gov and s.is_victim and s.config.mp_filter_enabled and not is_needed(s):
        yield passed("victim", "yes", flags=("GOV_VICTIM",))
    if not is_needed(s):
        return
    if s.config.parliament_dissolved:
        yield Finding(
            Result.NOT_YET,
            "dissolved",
            flags=("PARLIAMENT_DISSOLVED",),
            steps=("after_election", "come_back"),
        )
        return
    yield from _referral(s, s.answer("mp_referral"))


def _referral(s: Situation, answer: str | None) -> Iterable[Finding]:
    if answer == "signed":
        yield passed("pass", answer, steps=("send_mp_form",))
    elif answer == "refused":
        yield Finding(Result.NEEDS_STAFF, "refused", answer, ("MP_REFUSED",), steps=("another_mp",))
    elif answer == "not_sure":
        yield Finding(Result.NEEDS_STAFF, "unknown", answer)
    elif answer == "asked":
        yield Finding(Result.NOT_YET, "asked", answer, steps=("mp_waiting", "come_back"))
    elif answer == "not_asked":
        yield _not_asked(s)


def _not_asked(s: Situation) -> Finding:
    """Where it may be a victim's complaint, staff look, so that nobody is sent away."""
    unsure = s.answer("victim_of_crime") == "not_sure"
    if unsure and s.lead is not None and s.lead.branch == VICTIM:
        return Finding(Result.NEEDS_STAFF, "victim_unknown", "not_sure")
    return Finding(
        Result.NOT_YET,
        "not_asked",
        "not_asked",
        steps=(*STEPS, "victims_need_no_mp") if unsure else STEPS,
    )


RULE = Rule(
    id="E7_MP",
    title="An MP has passed it on (government only)",
    citation=Citation(
        "none: the NHS needs no MP",
        "PCA 1967 ss.5(1)(a)-(b), 6(3); Victims and Prisoners Act 2024 s.27",
    ),
    needs=("victim_of_crime", "mp_referral"),
    check=check,
    in_force_from=PCA_IN_FORCE,
)
