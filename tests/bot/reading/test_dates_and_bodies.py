"""Dates and organisations said in answer to a question."""

from __future__ import annotations

import pytest

from bot.reading import read
from tests.bot.reading.said import TODAY

FEBRUARY = {"from": "2026-02-01", "to": "2026-02-28", "precision": "month"}
NOT_KNOWN = {"from": None, "to": None, "precision": "unknown"}


@pytest.mark.parametrize("text", ["3rd of sept", "it's dated 3/9/26", "September 3rd I think"])
def test_a_day_is_a_day(text: str):
    day = {"from": "2026-09-03", "to": "2026-09-03", "precision": "day"}

    assert read("final_response_on", text, None, TODAY).value == day


@pytest.mark.parametrize("text", ["not sure", "no idea sorry", "can't remember", "lost the letter"])
def test_not_knowing_a_date_is_an_answer(text: str):
    assert read("final_response_on", text, None, TODAY).value == NOT_KNOWN


@pytest.mark.parametrize(
    ("text", "problem"), [("next week", "future"), ("30 february 2026", "impossible")]
)
def test_a_date_that_cannot_be_is_asked_again_with_the_reason(text: str, problem: str):
    reading = read("happened_on", text, None, TODAY)

    assert (reading.value, reading.intent) == (None, problem)


def test_a_guess_after_a_doubt_is_a_date():
    reading = read("happened_on", "I don't know, maybe last year?", None, TODAY)

    assert reading.value["from"] == "2025-01-01"


def test_knowing_at_the_time_is_the_day_it_happened():
    facts = {"happened_on": FEBRUARY}

    assert read("aware_on", "straight away", None, TODAY, facts).value == FEBRUARY
    assert read("aware_on", "straight away", None, TODAY).value is None


def test_two_weeks_later_is_counted_from_what_is_known():
    facts = {"complained_on": {"from": "2026-03-02", "to": "2026-03-02", "precision": "day"}}

    value = read("final_response_on", "two weeks later", None, TODAY, facts).value

    assert value["from"] <= "2026-03-16" <= value["to"]
    assert value["precision"] == "approx"


def test_two_weeks_later_than_nothing_known_is_asked_again():
    assert read("final_response_on", "two weeks later", None, TODAY).value is None


def test_the_date_of_the_complaint_is_not_taken_for_that_of_the_answer():
    reading = read("final_response_on", "I complained on 3rd June", None, TODAY)

    assert reading.value is None


def test_what_still_goes_on_last_happened_now():
    assert read("happened_on", "it's still going on", None, TODAY).value["to"] == "2026-11-22"


@pytest.mark.parametrize(
    ("text", "identity"),
    [("jimmys in leeds", "RR8"), ("dwp", "dwp"), ("it's about the jobcentre", "jobcentre-plus"),
     ("my gp", "kind-gp"), ("homeoffice", "home-office")],
)  # fmt: skip
def test_an_organisation_is_found_by_what_people_call_it(text: str, identity: str):
    assert read("organisation", text, None, TODAY).value["id"] == identity


def test_an_unknown_name_is_kept_as_typed():
    value = read("organisation", "Bloggs & Sons Ltd", None, TODAY).value

    assert (value["name"], value["id"], value["match"]) == ("Bloggs & Sons Ltd", None, "none")


def test_a_name_that_fits_several_is_put_as_a_choice():
    reading = read("organisation", "St Mary's", None, TODAY)

    assert reading.unsure
    assert len(reading.candidates) > 1


@pytest.mark.parametrize(
    ("text", "intent"), [("why do you ask", "why"), ("hello", "greet"), ("banana", "none")]
)
def test_what_names_no_organisation_is_not_kept_as_one(text: str, intent: str):
    reading = read("organisation", text, None, TODAY)

    assert (reading.value, reading.intent) == (None, intent)


def test_a_correction_in_passing_names_the_right_organisation():
    facts = {"organisation": read("organisation", "Barts", None, TODAY).value}

    reading = read("final_response", "sorry, I meant Leeds General Infirmary", None, TODAY, facts)

    assert (reading.intent, reading.target) == ("change", "organisation")
    assert reading.extra["organisation"]["id"] == "RR8"


def test_a_correction_in_passing_brings_the_right_date():
    facts = {"complained_on": FEBRUARY}

    reading = read("final_response", "sorry I got that wrong, it was in March", None, TODAY, facts)

    assert (reading.intent, reading.target) == ("change", "complained_on")
    assert reading.extra["complained_on"]["from"] == "2026-03-01"
