"""Which question comes next: only what can still change the result, then what the draft needs."""

from __future__ import annotations

from datetime import date

from intake.asks import (
    ABOUT_BODY,
    CONFIRMATION,
    CONTACT_QUESTIONS,
    DRAFT_QUESTIONS,
    ELIGIBILITY_IDS,
    ELIGIBILITY_QUESTIONS,
    USEFUL_TO_STAFF,
    answered,
    closed,
)
from intake.config import Config
from intake.decision import Result
from intake.engine import findings, situation, worst
from intake.facts import Facts
from intake.questions import CONFIRM, CONTACT, DRAFT, ELIGIBILITY, Question, build
from intake.situation import Situation


def next_question(
    facts: Facts, today: date, config: Config | None = None, locale: str = "en"
) -> Question | None:
    """The next question, or None when nothing is left to ask."""
    s = situation(facts, today, config, locale)
    if s.answer("privacy_ack") == "no":
        return None
    due = _eligibility(s)
    if due is not None:
        return build(due, ELIGIBILITY, s, locale)
    following = _draft(s)
    return build(following[0], following[1], s, locale) if following else None


def stage_of(question: str) -> str:
    """The stage that a question usually belongs to."""
    if question in ELIGIBILITY_IDS:
        return ELIGIBILITY
    if question in [ask.question for ask in CONTACT_QUESTIONS]:
        return CONTACT
    return CONFIRM if question == "confirm" else DRAFT


def question(
    identity: str, facts: Facts, locale: str = "en", config: Config | None = None
) -> Question:
    """Any question on its own, for changing an answer. Raises KeyError for an unknown id."""
    s = situation(facts, date.max, config, locale)
    return build(identity, stage_of(identity), s, locale)


def _eligibility(s: Situation) -> str | None:
    """The next question that can still change the result, within the number that may be asked."""
    asked = sum(answered(s, each) for each in ELIGIBILITY_IDS)
    for place, ask in enumerate(ELIGIBILITY_QUESTIONS):
        if answered(s, ask.question) or not ask.when(s):
            continue
        if (place > ABOUT_BODY and is_settled(s)) or asked >= s.config.most_questions:
            return None
        return ask.question
    return None


def is_settled(s: Situation) -> bool:
    """Whether the result stands, whatever the answers to the questions that are left."""
    return worst(findings(s)) in (Result.NOT_FOR_US, Result.NEEDS_STAFF)


def _draft(s: Situation) -> tuple[str, str] | None:
    if closed(s):
        if not answered(s, "send_anyway"):
            return "send_anyway", DRAFT
        if s.answer("send_anyway") == "no":
            return None
    useful = () if closed(s) else USEFUL_TO_STAFF
    leftovers = tuple(ask for ask in ELIGIBILITY_QUESTIONS if ask.question in useful)
    stages = (
        (DRAFT, leftovers + DRAFT_QUESTIONS),
        (CONTACT, CONTACT_QUESTIONS),
        (CONFIRM, (CONFIRMATION,)),
    )
    for stage, asks in stages:
        for ask in asks:
            if not answered(s, ask.question) and ask.when(s):
                return ask.question, stage
    return None
