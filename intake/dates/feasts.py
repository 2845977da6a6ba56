"""Feasts, holidays and the times people date things by, as data says them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from intake.dates import atoms, periods
from intake.dates.atoms import WHICH, YEAR, Maker
from intake.dates.data import load
from intake.dates.model import Span

_SAID = rf"(?: (?:(?:of |in )?(?P<year>{YEAR})|(?P<short>1[5-9]|2\d)|{WHICH}))?"
_IN_MONTH = r"(?:(?P<inmonth>february|may|october|autumn|spring|summer) )?"
_BANK_HOLIDAY = r"bank holiday(?: monday)?(?P<weekend> weekend)?"
_LAST = r"(?:the )?(?:this |(?P<last>last|past|previous) |(?P<next>next) )?"


def forms() -> list[tuple[str, Maker]]:
    """A form of words for each kind of named time."""
    data = load()
    moving = _choice(data["moving"])
    banks = _choice(data["bank_holidays"])
    return [
        (rf"{_LAST}(?P<feast>{_choice(data['festivals'])}){_SAID}", _fixed),
        (rf"{_LAST}(?P<feast>{_choice(data['from_easter'])}){_SAID}", _easter),
        (rf"{_LAST}{_IN_MONTH}(?P<feast>{moving})(?: holidays?)?{_SAID}", _moving),
        (rf"{_LAST}(?P<feast>{banks}) {_BANK_HOLIDAY}{_SAID}", _bank),
        (rf"{_LAST}bank holiday (?:monday )?(?:in )?(?P<feast>august|may){_SAID}", _bank),
        (rf"(?:the )?(?P<feast>{_choice(data['periods'])}){_SAID}", _period),
    ]  # fmt: skip


def _choice(names: Any) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _of_year(match: re.Match[str], today: date, make: Callable[[int], Span]) -> Span:
    """The feast in the year that was said, or the latest one."""
    year_ = atoms.year_of(match, today)
    if year_ is not None:
        return make(year_)
    span = periods.latest(make, today)
    if match.groupdict().get("last") and span.end >= today:
        return make(span.start.year - 1)
    return make(today.year + 1) if match.groupdict().get("next") else span


def _around(middle: date, rule: Any) -> Span:
    before, after = rule.get("before", 0), rule.get("after", 0)
    if not before and not after:
        return periods.day(middle)
    first, last = middle - timedelta(days=before), middle + timedelta(days=after)
    return Span(first, last, "approx", core=middle)


def _fixed(match: re.Match[str], today: date) -> Span:
    rule = load()["festivals"][match["feast"]]
    month_, day_ = (int(part) for part in str(rule["date"]).split("-"))
    return _of_year(match, today, lambda year_: _around(date(year_, month_, day_), rule))


def _easter(match: re.Match[str], today: date) -> Span:
    rule = load()["from_easter"][match["feast"]]
    shift = timedelta(days=rule["days"])
    return _of_year(match, today, lambda year_: _around(periods.easter_sunday(year_) + shift, rule))


def _moving(match: re.Match[str], today: date) -> Span:
    rules = load()["moving"]
    rule = rules[match["feast"]]
    rule = rules[rule["same_as"]] if "same_as" in rule else rule
    wanted = {"february": 2, "may": 5, "october": 10, "autumn": 10, "spring": 2, "summer": 5}
    year_, month_ = atoms.year_of(match, today), wanted.get(match["inmonth"] or "")
    days = [
        value
        for value in sorted(rule["dates"])
        if (year_ is None or value.year == year_)
        and (month_ is None or value.month == month_)
        and (year_ is not None or value <= today)
    ]
    if not days:
        return Span(today, today, "unknown", problem="unclear")
    return Span(days[-1], days[-1] + timedelta(days=rule["days"] - 1), "approx")


def _bank(match: re.Match[str], today: date) -> Span:
    name = match["feast"]
    month_, nth = load()["bank_holidays"].get(name, (5, 1))
    if match.groupdict().get("weekend"):
        rule = {"before": 2}
        return _of_year(match, today, lambda y: _around(periods.nth_monday(y, month_, nth), rule))
    return _of_year(match, today, lambda y: periods.day(periods.nth_monday(y, month_, nth)))


def _period(match: re.Match[str], today: date) -> Span:
    start, end = load()["periods"][match["feast"]]
    year_ = atoms.year_of(match, today)
    if year_ is not None and start.year <= year_ <= end.year:
        start, end = max(start, date(year_, 1, 1)), min(end, date(year_, 12, 31))
    return Span(start, end, "day" if start == end else "approx")
