"""When staff are there, and when they can ring."""

from datetime import datetime

import pytest

from backend.clock import LONDON
from backend.services import opening
from intake.config import ConfigError, load

HOURS = "mon 9:00-16:00, tue 9:00-16:00, wed 9:00-16:00, thu 9:00-16:00, fri 8:30-12:00"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def test_the_hours_that_come_with_the_service_can_be_read():
    assert opening.week(load().opening)


@pytest.mark.parametrize(
    ("moment", "there"),
    [
        ("2026-11-23 08:59", False),
        ("2026-11-23 09:00", True),
        ("2026-11-23 15:59", True),
        ("2026-11-23 16:00", False),
        ("2026-11-27 11:59", True),
        ("2026-11-27 12:00", False),
        ("2026-11-22 10:00", False),  # a Sunday
        ("2026-12-25 10:00", False),  # a Friday, and Christmas
        ("2026-07-06 09:30", True),  # in summer time
    ],
)
def test_staff_are_there_in_opening_hours_and_not_on_bank_holidays(moment: str, there: bool):
    assert opening.is_open(at(moment), HOURS) is there


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-22 10:00", "2026-11-23 09:00"),
        ("2026-11-23 10:00", "2026-11-24 09:00"),
        ("2026-12-24 17:00", "2026-12-29 09:00"),  # Christmas, a weekend, and the day in lieu
    ],
)
def test_the_next_opening_steps_over_nights_weekends_and_holidays(moment: str, opens: str):
    assert opening.opens(at(moment), HOURS) == at(opens)


def test_calls_are_offered_in_stretches_with_an_hours_notice():
    found = opening.call_times(at("2026-11-26 10:30"), HOURS, 4)

    assert [(one.start, one.end) for one in found] == [
        (at("2026-11-26 13:00"), at("2026-11-26 15:00")),
        (at("2026-11-26 15:00"), at("2026-11-26 16:00")),
        (at("2026-11-27 08:30"), at("2026-11-27 10:30")),
        (at("2026-11-27 10:30"), at("2026-11-27 12:00")),
    ]


def test_an_office_without_hours_is_never_open_and_never_rings():
    moment = at("2026-11-23 10:00")

    assert not opening.is_open(moment, "")
    assert opening.opens(moment, "") is None
    assert opening.call_times(moment, "", 3) == []


@pytest.mark.parametrize("told", ["mon", "mon 9-16", "mon 16:00-9:00", "mon 25:00-26:00", "x 9:00"])
def test_hours_that_make_no_sense_are_refused_with_the_part_that_is_wrong(told: str):
    with pytest.raises(ConfigError, match="opening"):
        opening.week(told)
