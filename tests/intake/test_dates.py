"""Dates are read as intervals that claim no more than was said."""

from datetime import date

import pytest

from intake.dates import find_all, parse

TODAY = date(2026, 11, 22)


def read(words, today=TODAY):
    reading = parse(words, today)
    return reading.as_dict()["from"], reading.as_dict()["to"], reading.precision


@pytest.mark.parametrize(
    "words",
    ["3 March 2026", "3rd of March 2026", "March 3, 2026", "03/03/2026", "3.3.26", "2026-03-03"],
)
def test_a_day_however_it_is_written(words):
    assert read(words) == ("2026-03-03", "2026-03-03", "day")


@pytest.mark.parametrize(
    ("words", "first", "last", "precision"),
    [
        ("03/04/2026", "2026-04-03", "2026-04-03", "day"),
        ("12/13/2025", "2025-12-13", "2025-12-13", "day"),
        ("yesterday", "2026-11-21", "2026-11-21", "day"),
        ("on monday", "2026-11-16", "2026-11-16", "day"),
        ("March 2026", "2026-03-01", "2026-03-31", "month"),
        ("february 2024", "2024-02-01", "2024-02-29", "month"),
        ("february 2025", "2025-02-01", "2025-02-28", "month"),
        ("last March", "2026-03-01", "2026-03-31", "month"),
        ("between march and may 2025", "2025-03-01", "2025-05-31", "approx"),
        ("summer 2025", "2025-06-01", "2025-08-31", "season"),
        ("2024", "2024-01-01", "2024-12-31", "year"),
        ("last year", "2025-01-01", "2025-12-31", "year"),
    ],
)
def test_a_date_is_as_wide_as_it_was_said(words, first, last, precision):
    assert read(words) == (first, last, precision)


@pytest.mark.parametrize(
    ("words", "within"),
    [
        ("about a year ago", date(2025, 11, 22)),
        ("three weeks ago", date(2026, 11, 1)),
        ("a couple of months ago", date(2026, 9, 22)),
        ("early 2025", date(2025, 2, 1)),
        ("Easter 2025", date(2025, 4, 20)),
    ],
)
def test_a_rough_date_is_wide_enough_to_hold_what_was_meant(words, within):
    reading = parse(words, TODAY)

    assert reading.precision == "approx"
    assert reading.from_ < within < reading.to


@pytest.mark.parametrize("words", ["not sure", "no idea", "asdf", "", "   ", None, "🤷"])
def test_what_is_no_date_stays_unknown(words):
    reading = parse(words, TODAY)

    assert (reading.from_, reading.to, reading.precision) == (None, None, "unknown")
    assert reading.problem == "unclear"


# 29 February, 31 of a short month


@pytest.mark.parametrize("words", ["29 February 2024", "29/02/2024", "29 feb"])
def test_a_leap_day_is_a_day(words):
    assert read(words) == ("2024-02-29", "2024-02-29", "day")


@pytest.mark.parametrize(
    "words",
    ["29 February 2025", "29/02/2026", "30 February", "31 April 2026", "31/11/2025", "31 June"],
)
def test_a_day_that_no_calendar_has_is_asked_again(words):
    reading = parse(words, TODAY)

    assert (reading.from_, reading.to, reading.problem) == (None, None, "impossible")


@pytest.mark.parametrize("words", ["31 January 2026", "31/07/2026", "31 oct 2026"])
def test_the_31st_of_a_long_month_is_a_day(words):
    assert parse(words, TODAY).precision == "day"


def test_a_year_before_a_leap_day_is_read():
    first, last, _ = read("a year ago", date(2024, 2, 29))

    assert first <= "2023-02-28" <= last


# Today, and what has not come yet


@pytest.mark.parametrize("words", ["today", "22 November 2026", "22/11/2026"])
def test_today_is_not_in_the_future(words):
    assert read(words) == ("2026-11-22", "2026-11-22", "day")


@pytest.mark.parametrize(
    "words",
    ["tomorrow", "23 November 2026", "23/11/2026", "December 2026", "next year", "2027"],
)
def test_a_date_that_has_not_come_is_asked_again(words):
    reading = parse(words, TODAY)

    assert (reading.from_, reading.to, reading.problem) == (None, None, "future")


@pytest.mark.parametrize(("words", "precision"), [("November 2026", "month"), ("2026", "year")])
def test_the_month_and_the_year_that_run_are_not_in_the_future(words, precision):
    reading = parse(words, TODAY)

    assert (reading.problem, reading.precision) == (None, precision)


def test_the_same_words_on_the_next_day_are_no_longer_in_the_future():
    assert parse("23 November 2026", date(2026, 11, 23)).problem is None


def test_a_month_without_a_year_is_the_last_one_that_has_begun():
    assert read("december") == ("2025-12-01", "2025-12-31", "month")
    assert read("november")[0] == "2026-11-01"


# Stories


def told(story):
    return [(m.words, m.role, m.reading.precision) for m in find_all(story, TODAY)]


def test_a_story_tells_what_each_date_is_of():
    story = (
        "Mum fell on 3 March 2026. We complained in April 2026 and got their final response on "
        "1 September 2026."
    )

    assert told(story) == [
        ("3 March 2026", "happened_on", "day"),
        ("April 2026", "complained_on", "month"),
        ("1 September 2026", "final_response_on", "day"),
    ]


def test_the_day_of_finding_out_is_not_the_day_that_it_happened():
    assert told("I first found out in June 2025 that they lost my notes.") == [
        ("June 2025", "aware_on", "month")
    ]


def test_each_date_stands_where_it_was_said():
    story = "Admitted 5 May 2025, discharged 9 May 2025."

    for mention in find_all(story, TODAY):
        assert story[mention.start : mention.end] == mention.words


@pytest.mark.parametrize(
    "story", ["I waited 3 weeks", "They may help me", "Call 111 or 999", "It costs £2024", ""]
)
def test_what_is_no_date_is_not_taken_from_a_story(story):
    assert find_all(story, TODAY) == []


def test_a_date_that_cannot_be_is_not_taken_from_a_story():
    assert told("It happened on 31 April 2026") == []


# The reading itself


def test_the_start_is_found_under_both_its_names():
    reading = parse("March 2026", TODAY)

    assert getattr(reading, "from") == reading.from_ == date(2026, 3, 1)
    assert getattr(parse("not sure", TODAY), "from") is None


def test_the_reading_as_an_answer():
    assert parse("March 2026", TODAY).as_dict() == {
        "from": "2026-03-01",
        "to": "2026-03-31",
        "precision": "month",
    }
