"""Intervals of the calendar: months, seasons, feasts, and the year that was most likely meant."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from intake.dates.model import Span, impossible

OLDEST = 120
MONTHS = [name.lower() for name in calendar.month_name]
WEEKDAYS = [name.lower() for name in calendar.day_name]
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def add_months(value: date, months: int) -> date:
    """The same day some months on (or back), the month's last day where it is shorter."""
    number = value.year * 12 + value.month - 1 + months
    year_, month_ = max(1, number // 12), number % 12 + 1
    return date(year_, month_, min(value.day, calendar.monthrange(year_, month_)[1]))


def day(value: date) -> Span:
    """One day."""
    return Span(value, value, "day")


def month(year: int, number: int) -> Span:
    """A whole month."""
    last = calendar.monthrange(year, number)[1]
    return Span(date(year, number, 1), date(year, number, last), "month")


def year(number: int) -> Span:
    """A whole year."""
    return Span(date(number, 1, 1), date(number, 12, 31), "year")


def interval(start: date, end: date) -> Span:
    """An interval as precise as its ends say: a day, a whole month or a whole year."""
    for whole in (day(start), month(start.year, start.month), year(start.year)):
        if (whole.start, whole.end) == (start, end):
            return whole
    return Span(start, end, "approx")


def season(year_: int, name: str) -> Span:
    """A season of three months; winter begins in December of its year."""
    start = date(year_, SEASONS[name], 1)
    return Span(start, add_months(start, 3) - timedelta(days=1), "season")


def full_year(number: int, today: date) -> int:
    """A year of two figures as the latest that is not far ahead: 26 is 2026, 87 is 1987."""
    if number > 99:
        return number
    return 2000 + number if 2000 + number <= today.year + 5 else 1900 + number


def exact(year_: int, month_: int, day_: int, today: date) -> Span:
    """A day of the calendar, or impossible."""
    if not today.year - OLDEST <= year_ <= today.year + 80:
        return impossible(today)
    try:
        return day(date(year_, month_, day_))
    except ValueError:
        return impossible(today)


def latest(make: Callable[[int], Span], today: date) -> Span:
    """The latest year's interval that has begun and that the calendar has."""
    for number in range(today.year, today.year - 9, -1):
        span = make(number)
        if span.problem is None and span.start <= today:
            return replace(span, missing_year=True)
    return impossible(today)


def re_year(span: Span, year_: int) -> Span:
    """The same days of another year; the last of February stays the last."""
    if span.make is not None:
        made = span.make(year_)
        return span if made.problem else replace(made, missing_year=True, make=span.make)
    months = 12 * (year_ - span.start.year)
    end = add_months(span.end, months)
    if span.precision in {"month", "season"} or (span.end.month, span.end.day) == (2, 29):
        end = end.replace(day=calendar.monthrange(end.year, end.month)[1])
    core = add_months(span.core, months) if span.core else None
    return replace(span, start=add_months(span.start, months), end=end, core=core)


def day_and_month(day_: int, month_: int, today: date, weekday: int | None = None) -> Span:
    """A day without a year: the latest one past, on that weekday if one is named."""
    if weekday is not None:
        for number in range(today.year, today.year - 7, -1):
            span = exact(number, month_, day_, today)
            if span.problem is None and span.start <= today and span.start.weekday() == weekday:
                return replace(span, missing_year=True)
    return latest(lambda number: exact(number, month_, day_, today), today)


def last_weekday(number: int, today: date) -> date:
    """The latest such weekday before today."""
    return today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)


def day_of_month(number: int, today: date) -> Span:
    """The latest such day of a month, today included."""
    for back in range(3):
        first = add_months(today.replace(day=1), -back)
        span = exact(first.year, first.month, number, today)
        if span.problem is None and span.start <= today:
            return replace(span, missing_year=True, day_only=number)
    return impossible(today)


def nth_monday(year_: int, month_: int, nth: int) -> date:
    """The nth Monday of a month; -1 is the last."""
    if nth > 0:
        first = date(year_, month_, 1)
        return first + timedelta(days=(7 - first.weekday()) % 7 + 7 * (nth - 1))
    last = month(year_, month_).end
    return last - timedelta(days=last.weekday())


def easter_sunday(year_: int) -> date:
    """Easter Sunday of the Western church."""
    # The "anonymous" computus of the Gregorian calendar (Meeus, Jones and Butcher).
    a, b, c = year_ % 19, year_ // 100, year_ % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month_, day_ = divmod(h + k - 7 * m + 114, 31)
    return date(year_, month_, day_ + 1)


def orthodox_easter(year_: int) -> date:
    """Easter Sunday of the Eastern churches."""
    # Meeus's computus of the Julian calendar, which lies 13 days behind until 2099.
    d = (19 * (year_ % 19) + 15) % 30
    e = (2 * (year_ % 4) + 4 * (year_ % 7) - d + 34) % 7
    month_, day_ = divmod(d + e + 114, 31)
    return date(year_, month_, day_ + 1) + timedelta(days=13)


def widened(span: Span, before: int, after: int) -> Span:
    """The interval with days added at each end, as an approximate one."""
    first, last = span.start - timedelta(days=before), span.end + timedelta(days=after)
    return replace(span, start=first, end=last, precision="approx")
