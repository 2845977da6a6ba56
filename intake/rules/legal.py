"""E8: a court, a tribunal or an appeal that could settle it."""

from __future__ import annotations

from collections.abc import Iterable

from intake.decision import Result
from intake.rules.exclusions import APPEAL_OF_BODY, APPEALS
from intake.rules.model import HSCA_IN_FORCE, Citation, Finding, Rule, passed
from intake.situation import Situation


def check(s: Situation) -> Iterable[Finding]:
    """Court action, then a decision that has an appeal of its own."""
    action = s.answer("legal_action")
    if action in ("started", "finished"):
        yield Finding(Result.NEEDS_STAFF, action, action, ("LEGAL",))
    elif action in ("thinking", "not_sure"):
        yield Finding(
            Result.LIKELY_DISCRETION, action, action, ("LEGAL_THINKING",), steps=("legal_advice",)
        )
    elif action == "no":
        yield passed("pass", action)
    yield from _appeal(s)


def _appeal(s: Situation) -> Iterable[Finding]:
    """Only the decision: others hear appeals. How it was made stays with us."""
    post = appeal(s)
    if post is None:
        return
    if only_decision(s):
        yield Finding(
            Result.NOT_FOR_US, "appeal_only", "decision", signposts=(post,), steps=("appeal",)
        )
    else:
        yield passed(
            "appeal_beside", s.answer("matter_kind") or "", signposts=(post,), steps=("appeal",)
        )


def appeal(s: Situation) -> str | None:
    """The signpost of the appeal that the decision complained of has."""
    if not s.is_gov:
        return None
    named = s.matter.subject(*APPEALS)
    if named:
        return named.code
    by_body = APPEAL_OF_BODY.get(s.lead.id or "") if s.lead else None
    about_it = s.answer("matter_kind") in ("decision", "both") and s.matter.shows_decision
    return by_body if about_it else None


def only_decision(s: Situation) -> bool:
    """Whether the person complains of nothing but a decision that can be appealed."""
    told = s.answer("matter_kind") == "decision"
    return told and appeal(s) is not None and not s.matter.shows_service


RULE = Rule(
    id="E8_LEGAL",
    title="No court, tribunal or appeal that could settle it",
    citation=Citation("HSCA 1993 s.4(1)", "PCA 1967 s.5(2)"),
    needs=("legal_action", "matter", "matter_kind"),
    check=check,
    in_force_from=HSCA_IN_FORCE,
    needs_remit=False,
)
