"""About how many questions are left: the way that the flow would take with everyday answers."""

from __future__ import annotations

from datetime import date

from intake.asks import (
    ABOUT_BODY,
    CONTACT_QUESTIONS,
    DRAFT_QUESTIONS,
    ELIGIBILITY_IDS,
    ELIGIBILITY_QUESTIONS,
    USEFUL_TO_STAFF,
    Ask,
    answered,
    closed,
)
from intake.config import Config
from intake.engine import situation
from intake.facts import DATES, LISTS, NOT_SURE, Facts
from intake.flow import is_settled
from intake.situation import Situation

# What most people say; where it is not here, "not sure" opens no further question.
USUAL: dict[str, object] = {
    "matter": "The hospital lost my notes.",
    "acting_for": "self",
    "organisation": {
        "name": "Leeds Teaching Hospitals NHS Trust",
        "id": "RR8",
        "branch": "NHS",
        "match": "exact",
    },
    "care_place": "england",
    "care_payer": "nhs",
    "complained_locally": "yes",
    "final_response": "yes",
    "second_tier": "done",
    "mp_referral": "signed",
    "legal_action": "no",
    "previous_ombudsman": "no",
    "contact_method": "email",
}


def questions_left(facts: Facts, today: date, config: Config | None = None) -> int:
    """How many are left until the result or, once that stands, until the summary."""
    s = situation(facts, today, config)
    if s.answer("privacy_ack") == "no":
        return 0
    return _until_result(s) or _until_summary(s)


def _until_result(s: Situation) -> int:
    found = 0
    asked = sum(answered(s, each) for each in ELIGIBILITY_IDS)
    for place, ask in enumerate(ELIGIBILITY_QUESTIONS):
        if answered(s, ask.question) or not ask.when(s):
            continue
        if (place > ABOUT_BODY and is_settled(s)) or asked + found >= s.config.most_questions:
            break
        found += 1
        s = _with_answer(s, ask.question)
    return found


def _until_summary(s: Situation) -> int:
    shut = closed(s)
    if shut and s.answer("send_anyway") != "yes":
        return 0
    useful = () if shut else USEFUL_TO_STAFF
    leftovers = tuple(ask for ask in ELIGIBILITY_QUESTIONS if ask.question in useful)
    return _count(s, leftovers + DRAFT_QUESTIONS + CONTACT_QUESTIONS)


def _count(s: Situation, asks: tuple[Ask, ...]) -> int:
    found = 0
    for ask in asks:
        if not answered(s, ask.question) and ask.when(s):
            found += 1
            s = _with_answer(s, ask.question)
    return found


def _with_answer(s: Situation, question: str) -> Situation:
    return Situation({**s.facts, question: usual(question, s.today)}, s.today, s.config)


def usual(question: str, today: date) -> object:
    """An everyday answer; dates are of late."""
    if question in DATES:
        day = today.isoformat()
        return {"from": day, "to": day, "precision": "day"}
    return USUAL.get(question, [NOT_SURE] if question in LISTS else NOT_SURE)
