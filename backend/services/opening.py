"""When staff are there: opening hours and bank holidays, and when a person can be rung."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from backend.clock import LONDON
from backend.services.casework_days import is_working
from intake.config import ConfigError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = timedelta(days=1)
# A call-back is promised for a stretch of this length, no sooner than that after the asking.
STRETCH = timedelta(hours=2)
NOTICE = timedelta(hours=1)
FARTHEST = 21
_LINE = re.compile(r"(mon|tue|wed|thu|fri|sat|sun) (\d{1,2}:\d{2})-(\d{1,2}:\d{2})")


@dataclass(frozen=True)
class Stretch:
    """A time from and to, both aware."""

    start: datetime
    end: datetime


@lru_cache(maxsize=8)
def week(told: str) -> dict[int, tuple[time, time]]:
    """Opening and closing by day of the week (Monday is 0), from "mon 9:00-16:00, ...".

    Raises ConfigError where a part cannot be read or closes before it opens.
    """
    found: dict[int, tuple[time, time]] = {}
    for part in filter(None, (one.strip() for one in told.split(","))):
        match = _LINE.fullmatch(part.lower())
        if match is None:
            raise ConfigError(f"opening must look like 'mon 9:00-16:00, tue ...', not {part!r}.")
        start, end = (_clock_time(text, part) for text in match.groups()[1:])
        if start >= end:
            raise ConfigError(f"opening closes before it opens: {part!r}.")
        found[DAYS.index(match[1])] = (start, end)
    return found


def _clock_time(text: str, part: str) -> time:
    hours, minutes = map(int, text.split(":"))
    try:
        return time(hours, minutes)
    except ValueError:
        raise ConfigError(f"opening names a time that there is not: {part!r}.") from None


def on(day: date, told: str) -> Stretch | None:
    """From when to when staff are there on a day; None at weekends, holidays and closed days."""
    hours = week(told).get(day.weekday())
    if hours is None or not _counts(day):
        return None
    start, end = (datetime.combine(day, clock, LONDON) for clock in hours)
    return Stretch(start, end)


def _counts(day: date) -> bool:
    """A weekend named among the opening hours is open; a bank holiday never is."""
    return is_working(day) or day.weekday() >= DAYS.index("sat")


def is_open(moment: datetime, told: str) -> bool:
    """Whether staff are there."""
    there = on(moment.astimezone(LONDON).date(), told)
    return there is not None and there.start <= moment < there.end


def opens(moment: datetime, told: str) -> datetime | None:
    """When staff are there next; None where no opening hours are set."""
    for there in _coming(moment, told):
        if there.start > moment:
            return there.start
    return None


def call_times(moment: datetime, told: str, most: int) -> list[Stretch]:
    """The next stretches of time in which staff can ring."""
    found: list[Stretch] = []
    for there in _coming(moment, told):
        start = there.start
        while start < there.end and len(found) < most:
            end = min(start + STRETCH, there.end)
            if start >= moment + NOTICE:
                found.append(Stretch(start, end))
            start = end
        if len(found) == most:
            break
    return found


def _coming(moment: datetime, told: str) -> list[Stretch]:
    today = moment.astimezone(LONDON).date()
    return [there for count in range(FARTHEST) if (there := on(today + DAY * count, told))]
