"""What people say, in many voices, is stored as what they mean."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.reading.said import answer_to, entries

ANSWERS = list(entries("who", "steps", "lists", "own_words", "contact"))
NO_ANSWERS = list(entries("no_answer"))


@pytest.mark.parametrize(("question", "text", "value"), ANSWERS)
def test_what_is_said_is_understood(question: str, text: str, value: Any):
    reading = answer_to(question, text)

    assert (reading.value, reading.intent) == (value, "answer")
    assert not reading.unsure


@pytest.mark.parametrize(("question", "text", "intent"), NO_ANSWERS)
def test_what_is_no_answer_is_stored_nowhere(question: str, text: str, intent: str):
    reading = answer_to(question, text)

    assert (reading.value, reading.intent) == (None, intent)
