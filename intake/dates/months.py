"""Parts of a month: its second week, its last Friday, its first weekend, its first half."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from intake.dates import atoms, periods
from intake.dates.model import Span, impossible
from intake.dates.periods import WEEKDAYS, add_months

_MIDDLE = 15  # the day that ends the first half of a month


def _whole(match: re.Match[str], today: date) -> Span:
    """The month spoken of: by its name, or as this or the last one."""
    relative = match["relative"]
    if not relative:
        return atoms.month(match, today)
    first = add_months(today.replace(day=1), -1 if relative == "last" else 0)
    return periods.month(first.year, first.month)


def _is_last(match: re.Match[str]) -> bool:
    return match["nth"] in {"last", "final", "back", "latter"}


def _of(whole: Span, first: date, last: date) -> Span:
    return Span(first, min(last, whole.end), "approx", whole.missing_year)


def week(match: re.Match[str], today: date) -> Span:
    """The first, second, third or last week of a month."""
    whole = _whole(match, today)
    if _is_last(match):
        return _of(whole, whole.end - timedelta(days=6), whole.end)
    start = whole.start + timedelta(days=7 * (atoms.number(match["nth"]) - 1))
    return _of(whole, start, start + timedelta(days=6))


def weeks(match: re.Match[str], today: date) -> Span:
    """The first or last few weeks of a month."""
    whole = _whole(match, today)
    count = int(match["count"]) if match["count"].isdigit() else 2
    days = timedelta(days=7 * count - 1)
    if _is_last(match):
        return _of(whole, whole.end - days, whole.end)
    return _of(whole, whole.start, whole.start + days)


def _nth_day(match: re.Match[str], whole: Span, wanted: int) -> date | None:
    days = [whole.start + timedelta(days=n) for n in range(whole.days)]
    days = [value for value in days if value.weekday() == wanted]
    place = -1 if _is_last(match) else atoms.number(match["nth"]) - 1
    return days[place] if place < len(days) else None


def weekday(match: re.Match[str], today: date) -> Span:
    """The first Monday of May."""
    whole = _whole(match, today)
    value = _nth_day(match, whole, WEEKDAYS.index(match["weekday"]))
    return periods.day(value) if value else impossible(today)


def weekend(match: re.Match[str], today: date) -> Span:
    """The second weekend of October."""
    whole = _whole(match, today)
    saturday = _nth_day(match, whole, 5)
    if saturday is None:
        return impossible(today)
    return Span(saturday, saturday + timedelta(days=1), "approx", whole.missing_year)


def half(match: re.Match[str], today: date) -> Span:
    """The first or second half of a month."""
    whole = _whole(match, today)
    if match["nth"] in {"1st", "front"}:
        return replace(whole, end=whole.start.replace(day=_MIDDLE), precision="approx")
    return replace(whole, start=whole.start.replace(day=_MIDDLE + 1), precision="approx")
