"""Dates in a story are told apart: when it happened, was noticed, complained of and answered."""

from datetime import date
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.dates import feasts, find_all, grammar, parse, says_unknown

TODAY = date(2026, 11, 22)
WARD = (
    "my mum was on ward 9 at jimmys in leeds from jan, they sent her home with no care plan and "
    "she fell 2 days later. complained to the trust in april, got their final letter 3rd of sept "
    "saying they did nothing wrong."
)


def told(story):
    return [
        (mention.role, mention.reading.from_.isoformat(), mention.reading.to.isoformat())
        for mention in find_all(story, TODAY)
    ]


def test_the_dates_of_one_story_are_told_apart():
    assert told(WARD) == [
        ("happened_on", "2026-01-01", "2026-01-31"),
        ("happened_on", "2026-01-03", "2026-02-02"),
        ("complained_on", "2026-04-01", "2026-04-30"),
        ("final_response_on", "2026-09-03", "2026-09-03"),
    ]


def test_each_mention_is_quoted_from_where_it_stands():
    for mention in find_all(WARD, TODAY):
        assert WARD[mention.start : mention.end] == mention.words


def test_finding_out_is_not_happening():
    story = "It happened last summer but I only found out in January when I got my notes."

    assert told(story) == [
        ("happened_on", "2025-06-01", "2025-08-31"),
        ("aware_on", "2026-01-01", "2026-01-31"),
    ]


def test_a_month_takes_its_year_from_the_dates_round_it():
    story = (
        "Between March and July 2025 they cancelled 5 appointments. I found out in August. "
        "Complained 1st Sept 2025."
    )

    assert ("aware_on", "2025-08-01", "2025-08-31") in told(story)


@pytest.mark.parametrize(
    "story",
    [
        "I may go to the press. I'm 54 and have 2 kids.",
        "I was in pain 24/7 on ward 12, bed 3, for 8 months.",
        "sectioned under section 3 of the Mental Health Act 1983",
        "My number is 07700 900123 and my claim is ref 2024556789",
        "It was the second time they sat on it, and the first letter was lost.",
        "I paid £2019 for the scan.",
        "my daughter April and my friend May",
    ],
)
def test_other_numbers_and_names_are_no_dates(story):
    assert told(story) == []


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("two weeks last tuesday", "2026-11-03", "2026-11-03"),
        ("tues 4 nov", "2025-11-04", "2025-11-04"),
        ("fri 13th", "2026-11-13", "2026-11-13"),
        ("summer before last", "2025-06-01", "2025-08-31"),
        ("from jan to march 2025", "2025-01-01", "2025-03-31"),
        ("nov to feb", "2025-11-01", "2026-02-28"),
        ("a year ago today", "2025-11-22", "2025-11-22"),
        ("just before xmas", "2025-12-04", "2025-12-24"),
        ("the week before christmas", "2025-12-18", "2025-12-24"),
        ("bank holiday august", "2026-08-31", "2026-08-31"),
        ("two years this christmas", "2024-12-20", "2024-12-30"),
        ("first week of june", "2026-06-01", "2026-06-07"),
        ("not in march it was april", "2026-04-01", "2026-04-30"),
        ("march, no wait, april", "2026-04-01", "2026-04-30"),
        ("winter 2024/25", "2024-12-01", "2025-02-28"),
        ("feb half term 2025", "2025-02-15", "2025-02-23"),
        ("5 11 25", "2025-11-05", "2025-11-05"),
    ],
)
def test_how_people_say_when(words, first, last):
    reading = parse(words, TODAY)

    assert (reading.from_.isoformat(), reading.to.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "words", ["about 8 months ago", "18 months back", "over a year ago", "recently"]
)
def test_what_is_vague_is_never_one_day(words):
    reading = parse(words, TODAY)

    assert reading.precision == "approx"
    assert reading.from_ < reading.to


def test_an_answer_with_two_dates_gives_the_one_that_was_asked_for():
    words = "I complained on 3rd June and got their final letter on 5th August"

    assert parse(words, TODAY, "complained_on").from_ == date(2026, 6, 3)
    assert parse(words, TODAY, "final_response_on").from_ == date(2026, 8, 5)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("31 February", "impossible"),
        ("29 feb 2025", "impossible"),
        ("32/01/2025", "impossible"),
        ("next week", "future"),
        ("in two weeks", "future"),
        ("25/12/2026", "future"),
        ("when I was pregnant", "unclear"),
        ("not sure", "unclear"),
        ("years ago", "unclear"),
    ],
)
def test_what_cannot_be_used_is_asked_again(words, problem):
    reading = parse(words, TODAY)

    assert reading.problem == problem
    assert reading.as_dict() == {"from": None, "to": None, "precision": "unknown"}


def test_not_knowing_is_heard():
    assert says_unknown("I can’t remember, sorry")
    assert not says_unknown("in March")


def test_the_leap_day_is_a_day():
    assert parse("29 feb", TODAY).from_ == date(2024, 2, 29)
    assert parse("a year ago today", date(2028, 2, 29)).from_ == date(2027, 2, 28)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_no_text_makes_reading_fail(text):
    parse(text, TODAY)
    find_all(text, TODAY)


@settings(max_examples=200, deadline=None)
@given(st.dates(min_value=date(2015, 1, 1), max_value=TODAY))
def test_every_day_is_read_back_as_it_was_written(day):
    for form in ("%d/%m/%Y", "%d %B %Y", "%Y-%m-%d", "%d.%m.%y", "%B %d, %Y"):
        assert parse(day.strftime(form), TODAY).from_ == day


@pytest.mark.parametrize(
    "piece",
    ["1", "1 ", "1/", "1st ", "may ", "3 may ", "about ", "i think ", "2 to ", "january", "the ",
     "2 weeks later ", "and a half ", "the day before ", "complained 3 may ", "Dear Mr X 3 may\n"],
)  # fmt: skip
def test_no_length_of_text_makes_reading_slow(piece):
    text = (piece * 4000)[:4000]
    find_all("warm", TODAY)
    began = process_time()

    parse(text, TODAY, "final_response_on")
    find_all(text, TODAY)

    assert process_time() - began < 1.0


def test_every_feast_has_a_word_that_its_reading_is_looked_for_by():
    for name in feasts.names():
        assert any(grammar.tells_time(word) for word in name.split()), name
