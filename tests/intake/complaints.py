"""Complaints to start from; a test changes the one answer that it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import intake
from intake.config import Config, load

TODAY = date(2026, 11, 22)


def a_hospital_complaint(**changes: Any) -> dict[str, Any]:
    """NHS, complained, final response, in time: nothing against it."""
    facts = {
        "privacy_ack": "yes",
        "matter": "They lost my test results and nobody told me.",
        "acting_for": "self",
        "organisation": {"name": "Leeds Teaching Hospitals NHS Trust"},
        "complained_locally": "yes",
        "final_response": "yes",
        "final_response_on": "2026-09-01",
        "aware_on": "2026-02",
        "legal_action": "no",
        "previous_ombudsman": "no",
    }
    return {**facts, **changes}


def a_surgery_complaint(**changes: Any) -> dict[str, Any]:
    """A GP surgery in England, not complained to yet."""
    facts = {
        "privacy_ack": "yes",
        "matter": "The GP never acted on my blood test.",
        "acting_for": "self",
        "organisation": {"name": "my GP"},
        "care_place": "england",
        "complained_locally": "no",
        "cannot_complain_reason": "no",
        "aware_on": "2026-08",
    }
    return {**facts, **changes}


def a_benefit_complaint(**changes: Any) -> dict[str, Any]:
    """DWP, everything done, sent on by an MP: nothing against it."""
    facts = {
        "privacy_ack": "yes",
        "matter": "They took nine months to answer my letters and lost my form twice.",
        "acting_for": "self",
        "organisation": {"name": "DWP"},
        "complained_locally": "yes",
        "final_response": "yes",
        "final_response_on": "2026-08-20",
        "second_tier": "done",
        "victim_of_crime": "no",
        "mp_referral": "signed",
        "aware_on": "2026-03",
        "legal_action": "no",
        "previous_ombudsman": "no",
    }
    return {**facts, **changes}


def without(facts: dict[str, Any], *questions: str) -> dict[str, Any]:
    """The same complaint with some questions not asked."""
    return {key: value for key, value in facts.items() if key not in questions}


def decide(facts: dict[str, Any], today: date = TODAY, **settings: Any) -> intake.Decision:
    """The decision today, under settings that a test changes."""
    return intake.decide(facts, today, configured(**settings))


def configured(**settings: Any) -> Config:
    """The settings as shipped, with some changed."""
    return replace(load(), **settings)


def against(decision: intake.Decision) -> list[str]:
    """The ids of the rules that found something."""
    return [reason.rule_id for reason in decision.reasons if reason.result != "PASS"]
