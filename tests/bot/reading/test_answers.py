"""What people say, in many voices, is stored as what they mean."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.reading.said import answer_to, entries, in_passing

ANSWERS = list(
    entries("who", "steps", "later_steps", "other_words", "lists", "own_words", "contact")
)
CLOSED = (
    "acting_for",
    "complained_locally",
    "final_response",
    "legal_action",
    "matter_kind",
    "care_payer",
    "mp_referral",
    "organisation",
    "outcomes",
)
NO_ANSWERS = list(entries("no_answer"))


@pytest.mark.parametrize(("question", "text", "value"), ANSWERS)
def test_what_is_said_is_understood(question: str, text: str, value: Any):
    reading = answer_to(question, text)

    assert (reading.value, reading.intent) == (value, "answer")
    assert not reading.unsure


@pytest.mark.parametrize(("question", "text", "intent"), NO_ANSWERS)
def test_what_is_no_answer_is_stored_nowhere(question: str, text: str, intent: str):
    reading = answer_to(question, text)

    # A change at the last question is a no to sending too; it holds nothing to store.
    nothing = "no" if (question, intent) == ("confirm", "change") else None
    assert (reading.value, reading.intent) == (nothing, intent)


@pytest.mark.parametrize("text", in_passing())
def test_what_is_said_in_passing_is_no_answer_to_anything(text: str):
    taken = [question for question in CLOSED if answer_to(question, text).value is not None]

    assert taken == []
