"""Working days: weekends and bank holidays are not counted, at each edge."""

from datetime import UTC, date, datetime

import pytest

from backend.data.models import Draft
from backend.services import casework_days as days

CHRISTMAS_EVE = date(2026, 12, 24)  # a Thursday


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 20), True),  # Friday
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),
        (date(2026, 11, 23), True),
        (date(2026, 12, 25), False),
        (date(2026, 12, 28), False),  # for Boxing Day, which falls on a Saturday
        (date(2026, 11, 30), True),  # a bank holiday in Scotland alone
    ],
)
def test_a_working_day_is_neither_at_a_weekend_nor_a_bank_holiday_in_england(day, working):
    assert days.is_working(day) is working


def test_the_day_of_sending_is_not_counted():
    assert days.after(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert days.after(CHRISTMAS_EVE, 1) == date(2026, 12, 29)
    assert days.after(CHRISTMAS_EVE, 10) == date(2027, 1, 12)


def test_days_between_are_the_way_back_of_days_after():
    for count in range(30):
        assert days.between(CHRISTMAS_EVE, days.after(CHRISTMAS_EVE, count)) == count


def test_a_day_that_has_passed_counts_below_nothing():
    assert days.between(date(2026, 12, 29), CHRISTMAS_EVE) == -1


def clock(status="submitted_by_person", today=date(2026, 11, 24), **more):
    at = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
    draft = Draft(**{"submitted_at": at, "case_status": status, "due_on": None, **more})
    return days.clock(draft, today, 3)


def test_the_clock_tells_how_long_it_has_been_and_what_is_left():
    told = clock()

    assert (told.since, told.due_on, told.left, told.running) == (2, date(2026, 11, 25), 1, True)


def test_a_day_that_was_set_for_the_case_goes_before_the_usual_one():
    assert clock(due_on=date(2026, 12, 1)).due_on == date(2026, 12, 1)


def test_the_clock_stops_when_nothing_is_left_to_do_and_never_starts_before_sending():
    assert clock("closed").running is False
    assert clock(submitted_at=None) is None
