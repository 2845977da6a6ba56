"""Answers that are dates."""

from __future__ import annotations

from datetime import date

from bot.reading.model import Reading, answer, no_answer
from intake import dates

QUESTIONS = ("complained_on", "final_response_on", "happened_on", "aware_on")


def read(text: str, today: date) -> Reading | None:
    """The interval that a text tells; None where it tells no time at all."""
    reading = dates.parse(text, today)
    if reading.problem in ("future", "impossible"):
        return no_answer(reading.problem, text)
    if reading.problem is None and (reading.from_ or reading.to):
        return answer(reading.as_dict(), text)
    mentions = [
        mention for mention in dates.find_all(text, today) if mention.reading.problem is None
    ]
    if mentions:
        return answer(mentions[0].reading.as_dict(), mentions[0].words, 0.7)
    return None
