"""Days, and the results that name them, are told in the language of the conversation."""

from datetime import date

import pytest

import intake
from intake.dates_in_words import dates_in, day_in_words, span_in_words
from intake.facts import Span

TODAY = date(2026, 11, 22)
LATE = {
    "privacy_ack": "yes",
    "organisation": {"name": "Leeds Hospital", "id": None, "branch": "NHS", "match": "exact"},
    "care_place": "england",
    "complained_locally": "yes",
    "final_response": "yes",
    "aware_on": {"from": "2026-01-01", "to": "2026-01-31", "precision": "month"},
}


@pytest.mark.parametrize(
    ("start", "end", "precision", "said"),
    [
        (date(2026, 9, 1), date(2026, 9, 1), "day", "1 Medi 2026"),
        (date(2026, 3, 1), date(2026, 3, 31), "month", "Mawrth 2026"),
        (date(2025, 1, 1), date(2025, 12, 31), "year", "2025"),
        (date(2026, 2, 1), date(2026, 5, 4), "approx", "rhwng 1 Chwefror 2026 a 4 Mai 2026"),
        (None, date(2026, 6, 2), "approx", "cyn 2 Mehefin 2026"),
        (date(2026, 10, 3), None, "approx", "ar ôl 3 Hydref 2026"),
        (None, None, "unknown", "ddim yn siŵr"),
    ],
)
def test_a_date_is_said_back_in_welsh(start, end, precision, said):
    assert span_in_words(Span(start, end, precision), "cy") == said


def test_every_month_has_its_welsh_name():
    names = {day_in_words(date(2026, month, 9), "cy") for month in range(1, 13)}

    assert len(names) == 12
    assert not names & {day_in_words(date(2026, month, 9)) for month in range(1, 13)}


def test_days_inside_the_values_of_a_sentence_are_put_into_its_language():
    values = {"deadline": "31 December 2026", "months": 6}

    assert dates_in("cy", values) == {"deadline": "31 Rhagfyr 2026", "months": 6}
    assert dates_in("en", values) == values


def test_the_result_is_the_same_in_welsh_and_told_in_it():
    english = intake.decide(LATE, TODAY)
    welsh = intake.decide(LATE, TODAY, locale="cy")

    assert (welsh.result, welsh.flags) == (english.result, english.flags)
    assert len(welsh.next_steps) == len(english.next_steps)
    assert not set(welsh.next_steps) & set(english.next_steps)
    assert "Ionawr 2027" in " ".join([*welsh.next_steps, *(r.text for r in welsh.reasons)])
