"""What Rasa's tracker shows of the facts: closed answers, no free words, no contact details."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import SlotSet

from intake.facts import CHOICES, DATES, LISTS, QUESTION_IDS

GIVEN = "given"


def shown(question: str, value: Any) -> Any:
    """The value as the tracker may hold it."""
    if value is None:
        return None
    if question in CHOICES or question in DATES:
        return value
    if question in LISTS and isinstance(value, list):
        return [each for each in value if isinstance(each, str)]
    if question == "organisation" and isinstance(value, dict):
        return value.get("id") or GIVEN
    return GIVEN


def slots_for(facts: dict[str, Any], before: dict[str, Any]) -> list[dict[str, Any]]:
    """Events for the slots that differ from what the tracker shows; a lost tracker gets all."""
    wanted = {question: shown(question, facts.get(question)) for question in sorted(QUESTION_IDS)}
    return [
        SlotSet(question, value)
        for question, value in wanted.items()
        if question in before and before.get(question) != value
    ]
