"""Which questions are still to come, for a form that shows them all on one page."""

from __future__ import annotations

from datetime import date

from intake.config import Config
from intake.facts import CHOICES, DATES, LISTS, NOT_SURE, Facts
from intake.flow import next_question

MOST = 100  # far more than there are; only so that this always ends
# Nearly everybody's answer, where "not sure" would end the questions early.
LIKELIEST = {"acting_for": "self"}


def questions_ahead(facts: Facts, today: date, config: Config | None = None) -> tuple[str, ...]:
    """Every question that would be asked from here, if the answers said as little as can be."""
    known, ahead = dict(facts), []
    for _ in range(MOST):
        upcoming = next_question(known, today, config)
        if upcoming is None:
            break
        ahead.append(upcoming.id)
        known[upcoming.id] = _unsure(upcoming.id)
    return tuple(ahead)


def _unsure(question: str) -> object:
    """An answer that says as little as there is to say."""
    values = CHOICES.get(question)
    if question in LIKELIEST:
        return LIKELIEST[question]
    if values is not None:
        return NOT_SURE if NOT_SURE in values else values[0]
    if question in LISTS:
        return [NOT_SURE]
    return {"precision": "unknown"} if question in DATES else NOT_SURE
