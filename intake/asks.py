"""Every question of the flow with the condition under which it is worth asking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from intake import facts as reading
from intake.decision import Result
from intake.engine import findings, worst
from intake.parts import GOV, VICTIM
from intake.rules import mp
from intake.rules.local import is_good_reason
from intake.rules.matter import wholly_out
from intake.rules.time import notice
from intake.situation import Situation
from intake.standing import looks_like_care

When = Callable[[Situation], bool]
CLOSED = (Result.NOT_YET.value, Result.NOT_FOR_US.value)


@dataclass(frozen=True)
class Ask:
    """One question of the flow and when it is worth asking."""

    question: str
    when: When
    because: str


def always(_: Situation) -> bool:
    """Asked of everybody."""
    return True


def answered(s: Situation, question: str) -> bool:
    """Whether a question has an answer; "not sure" is one."""
    value = s.facts.get(question)
    if value is None or value == "" or value == []:
        return False
    if question in reading.CHOICES:
        return s.answer(question) is not None
    return reading.span(value) is not None if question in reading.DATES else True


def is_answer(question: str, value: str) -> When:
    """Asked after one certain answer to an earlier question."""
    return lambda s: s.answer(question) == value


def _place_matters(s: Situation) -> bool:
    lead = s.lead
    return lead is not None and looks_like_care(lead) and lead.place != "england"


def _payer_matters(s: Situation) -> bool:
    lead = s.lead
    return (
        lead is not None
        and lead.payer_unclear
        and s.answer("care_place") in (None, "england", "not_sure")
    )


def _kind_matters(s: Situation) -> bool:
    """A government complaint that sounds like a decision, or tells us neither."""
    if s.lead is None or s.lead.branch != GOV or wholly_out(s):
        return False
    return not s.matter.shows_service


def _may_be_victim(s: Situation) -> bool:
    return s.lead is not None and s.lead.branch == VICTIM


def _local_done(s: Situation) -> bool:
    """The organisation has had its chance, or could not be asked to, as far as is known."""
    complained = s.answer("complained_locally")
    if complained == "no":
        return is_good_reason(s.words("cannot_complain_reason"))
    tier_open = s.answer("second_tier") == "not_yet" and s.second_tier is not None
    return complained == "yes" and not tier_open and not _waits(s)


def _waits(s: Situation) -> bool:
    return any(
        rule.id == "E3_LOCAL" and finding.result is Result.NOT_YET for rule, finding in findings(s)
    )


def _has_tier(s: Situation) -> bool:
    return s.second_tier is not None and s.answer("final_response") == "yes"


def _mp_matters(s: Situation) -> bool:
    return mp.is_needed(s) and not s.config.parliament_dissolved and _local_done(s)


def _victim_matters(s: Situation) -> bool:
    needed = s.is_gov and s.config.mp_filter_enabled
    return needed and (_local_done(s) or s.config.parliament_dissolved)


def _time_open(s: Situation) -> bool:
    """Recent events settle the time by themselves."""
    noticed, problem = notice(s)
    return noticed is None or problem is not None or not answered(s, "happened_on")


def _step_first(s: Situation) -> bool:
    return any(f.result is Result.NOT_YET for _, f in findings(s))


def _goes_on(s: Situation) -> bool:
    return not _step_first(s)


ELIGIBILITY_QUESTIONS: tuple[Ask, ...] = (
    Ask("privacy_ack", always, "always"),
    Ask("matter", always, "always"),
    Ask("acting_for", always, "always"),
    Ask("acting_for_consent", is_answer("acting_for", "adult_agrees"), "for another adult"),
    Ask("public_body", is_answer("acting_for", "group"), "for a group"),
    Ask("organisation", always, "always"),
    Ask("victim_of_crime", _may_be_victim, "the body is in only for victims of crime"),
    Ask("care_place", _place_matters, "health care, and the body does not say where"),
    Ask("care_payer", _payer_matters, "health care that others may have paid for"),
    Ask("matter_kind", _kind_matters, "government, and it may only be a decision"),
    Ask("complained_locally", always, "always"),
    Ask("cannot_complain_reason", is_answer("complained_locally", "no"), "not complained yet"),
    Ask("final_response", is_answer("complained_locally", "yes"), "complained"),
    Ask("complained_on", is_answer("final_response", "no"), "no final answer"),
    Ask("second_tier", _has_tier, "government, with an independent reviewer"),
    Ask("victim_of_crime", _victim_matters, "government"),
    Ask("mp_referral", _mp_matters, "government, and not as a victim of crime"),
    Ask("aware_on", _time_open, "always, unless it happened within the year"),
    Ask("legal_action", _goes_on, "no step to do first"),
    Ask("previous_ombudsman", _goes_on, "no step to do first"),
)
# Up to here the questions find out who and what it is about; they are asked whatever the result.
ABOUT_BODY = [ask.question for ask in ELIGIBILITY_QUESTIONS].index("matter_kind")
ELIGIBILITY_IDS = tuple(dict.fromkeys(ask.question for ask in ELIGIBILITY_QUESTIONS))


def _late(s: Situation) -> bool:
    flags = [flag for _, finding in findings(s) for flag in finding.flags]
    return "OVER_LIMIT" in flags


def _for_another(s: Situation) -> bool:
    return s.answer("acting_for") in ("adult_agrees", "adult_unable", "child", "deceased")


def _joint(s: Situation) -> bool:
    return any("JOINT_SOCIAL_CARE" in finding.flags for _, finding in findings(s))


def _several_hopes(s: Situation) -> bool:
    return len(s.chosen("outcomes")) > 1


def _complained(s: Situation) -> bool:
    return s.answer("complained_locally") == "yes"


def closed(s: Situation) -> bool:
    return worst(findings(s)).value in CLOSED


DRAFT_QUESTIONS: tuple[Ask, ...] = (
    Ask("late_reason", _late, "the year may be over"),
    Ask("should_have_happened", always, "always"),
    Ask("impact", always, "always"),
    Ask("outcomes", always, "always"),
    Ask("outcome_priority", _several_hopes, "several outcomes chosen"),
    Ask("happened_on", always, "always"),
    Ask("complained_on", _complained, "complained"),
    Ask("final_response_on", is_answer("final_response", "yes"), "there is a final answer"),
    Ask("relationship", _for_another, "for another person"),
    Ask("joint_consent", _joint, "part of it is social care"),
    Ask("adjustments", always, "always"),
    Ask("evidence", always, "always"),
)
CONTACT_QUESTIONS: tuple[Ask, ...] = (
    Ask("name", always, "always"),
    Ask("contact_method", always, "always"),
    Ask("email", is_answer("contact_method", "email"), "by email"),
    Ask("phone", is_answer("contact_method", "phone"), "by phone"),
    Ask("postal_address", is_answer("contact_method", "post"), "by post"),
    Ask("safe_contact", always, "always"),
)
# What staff will want to know although it could not change the result any more.
USEFUL_TO_STAFF = (
    "complained_locally",
    "final_response",
    "complained_on",
    "second_tier",
    "victim_of_crime",
    "mp_referral",
    "aware_on",
    "legal_action",
    "previous_ombudsman",
)
SEND_ANYWAY = Ask("send_anyway", closed, "a step to do first, or for somebody else")
CONFIRMATION = Ask("confirm", always, "always")
