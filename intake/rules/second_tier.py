"""E4: where an independent reviewer stands between the body and the ombudsman, it comes first."""

from __future__ import annotations

import re
from collections.abc import Iterable

from intake import second_tiers
from intake.dates_in_words import day_in_words
from intake.decision import Result
from intake.facts import add_months
from intake.rules.model import PCA_IN_FORCE, Citation, Finding, Rule, passed
from intake.situation import Situation

# Decisions on continuing healthcare have a review of their own: by the board, then nationally.
CONTINUING_CARE = re.compile(r"\bcontinuing (?:health ?)?care\b|\bchc\b", re.IGNORECASE)


def check(s: Situation) -> Iterable[Finding]:
    """Used or refused counts as done; not used is the next step, with that reviewer's limit."""
    tier = second_tiers.find(s.second_tier, s.locale)
    answer = s.answer("second_tier")
    if s.is_nhs and CONTINUING_CARE.search(s.words("matter")):
        yield passed("continuing_care", flags=("CHC_REVIEW_CHECK",), steps=("continuing_care",))
    if tier is None or answer is None or s.answer("complained_locally") not in ("yes", None):
        return
    if s.answer("final_response") not in ("yes", None):
        return
    if answer == "done":
        yield Finding(Result.PASS, "pass", answer)
    elif answer == "refused":
        yield Finding(Result.LIKELY_DISCRETION, "refused", answer, ("TIER2_REFUSED",))
    elif answer == "not_sure":
        yield Finding(Result.NEEDS_STAFF, "unknown", answer)
    else:
        yield _not_used(s, tier)


def _not_used(s: Situation, tier: second_tiers.SecondTier) -> Finding:
    """Still open: go there by its limit. Limit over: it may refuse, so our team looks too."""
    final = s.span("final_response_on")
    values: dict[str, object] = dict(tier.words())
    if tier.limit_months is None:
        return Finding(
            Result.NOT_YET, "not_yet", "not_yet", steps=("tier2", "come_back"), values=values
        )
    if final is None or not final.known:
        steps = ("tier2", "tier2_limit", "come_back")
        return Finding(Result.NOT_YET, "not_yet", "not_yet", steps=steps, values=values)
    last_day = add_months(final.last, tier.limit_months)
    values = {**values, "tier2_last_day": day_in_words(add_months(final.first, tier.limit_months))}
    if s.today > last_day:
        return Finding(
            Result.LIKELY_DISCRETION,
            "late",
            "not_yet",
            ("TIER2_LATE",),
            steps=("tier2_late",),
            values=values,
        )
    steps = ("tier2", "tier2_last_day", "come_back")
    return Finding(Result.NOT_YET, "not_yet", "not_yet", steps=steps, values=values)


RULE = Rule(
    id="E4_TIER2",
    title="An independent reviewer, where there is one, has looked",
    citation=Citation("HSCA 1993 s.4(4)", "PCA 1967 s.5(5) (discretion); office practice"),
    needs=("second_tier", "final_response_on"),
    check=check,
    in_force_from=PCA_IN_FORCE,
)
