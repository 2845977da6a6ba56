"""Dates told from another date: "two days later", "the following spring", "that month"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from intake.dates import durations, periods
from intake.dates.atoms import DAY, MONTH, SEASON, WEEKDAY, Maker, number
from intake.dates.data import load
from intake.dates.model import NoDate, Span
from intake.dates.periods import MONTHS, WEEKDAYS, add_months
from intake.dates.roles import OTHER

_SLIGHT = 31  # days: an anchor wider than this needs no further margin
_FROM = Callable[[Span], Span | None]
_NAME = rf"(?:(?P<weekday>{WEEKDAY})|(?P<month>{MONTH})|(?P<season>{SEASON}))"
_TIME_OF_DAY = r"(?:morning|afternoon|evening|night)"
_UNIT = rf"(?P<unit>day|week|weekend|month|year|{_TIME_OF_DAY})"
_HEDGE = r"(?:only |just |some |exactly |barely |even |within |after |like )*"
_WHOM = r"(?: (?:them|him|her|it|us|me|you))?"


def _told(today: date, read: _FROM, anchor: str | None = None, alone: Span | None = None) -> Span:
    """A date that waits for another; `alone` is what it means where no other is told."""
    bare = alone or Span(today, today, "unknown", problem="unclear")
    return replace(bare, relative=read, anchor=anchor)


def shifted(anchor: Span, low: float, high: float, unit: str, *, sure: bool, sign: int = 1) -> Span:
    """The interval that many units after (or before) another."""
    least, most = (low, high) if sign > 0 else (-high, -low)
    start, end = _moved(anchor.start, least, unit), _moved(anchor.end, most, unit)
    if unit == "day" and sure:
        return Span(start, end, "day" if start == end else "approx")
    wide = timedelta(days=durations.margin(high, unit) if anchor.days <= _SLIGHT else 0)
    if unit == "day":
        wide = max(wide, timedelta(days=1))
    return Span(start - wide, end + wide, "approx")


def _moved(value: date, amount: float, unit: str) -> date:
    if unit in {"month", "year", "decade"}:
        months = amount * {"month": 1, "year": 12, "decade": 120}[unit]
        return add_months(value, int(months)) + timedelta(days=round((months - int(months)) * 30))
    return value + timedelta(days=round(amount * durations.DAYS.get(unit, 0)))


def amount(match: re.Match[str], today: date) -> Span:
    """ "Six weeks later", "after two months", "ten days before that"."""
    low, high = durations.amounts(match)
    unit = match["unit"]
    said = match.groupdict()
    if said.get("over") or said.get("justover"):
        high *= 1.3
    elif said.get("nearly") or said.get("under"):
        low *= 0.7
    sure = low == high and low < 14 and not (said.get("about") or match["vague"])
    before = said.get("before") or (said.get("side") == "before")
    sign = -1 if before else 1

    def read(anchor: Span) -> Span:
        return shifted(anchor, low, high, unit, sure=sure, sign=sign)

    bare = said.get("side") == "before" and not (said.get("what") or "").strip()
    alone = durations.ago(match, today) if said.get("earlier") or bare else None
    return _told(today, read, _anchor_of(said.get("what") or ""), alone)


def age(match: re.Match[str], today: date) -> Span:
    """ "She was two weeks old": counted from the day that somebody was born."""
    low, high = durations.amounts(match)
    unit, sure = match["unit"], low == high and not match["vague"]
    if unit not in {"day", "week", "fortnight", "month"}:
        raise NoDate  # years are how old somebody is, and no way to tell a date

    def read(anchor: Span) -> Span:
        return shifted(anchor, low, high, unit, sure=sure)

    return _told(today, read, OTHER)


def _anchor_of(what: str) -> str | None:
    """The question whose date the words after "two weeks after" speak of."""
    for role, words in _anchors():
        if words.search(what):
            return role
    return None


@lru_cache(maxsize=1)
def _anchors() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = load()["anchors"]
    return tuple((role, re.compile(rf"\b(?:{'|'.join(rows[role])})")) for role in rows)


def named_next(match: re.Match[str], today: date) -> Span:
    """ "The following spring", "the next Monday", "that January", "the same summer"."""
    same = match.groupdict().get("same") is not None

    def read(anchor: Span) -> Span | None:
        if match["weekday"]:
            return _weekday(anchor, WEEKDAYS.index(match["weekday"]), same=same)
        for year_ in range(anchor.start.year - 1, anchor.end.year + 2):
            span = _in_year(match, year_)
            if span.end >= anchor.start if same else span.start > anchor.end:
                return span
        return None

    return _told(today, read)


def named_before(match: re.Match[str], today: date) -> Span:
    """ "The Wednesday before": the last such weekday, month or season before another date."""

    def read(anchor: Span) -> Span | None:
        if match["weekday"]:
            if anchor.days > 7:
                return None
            back = (anchor.start.weekday() - WEEKDAYS.index(match["weekday"]) - 1) % 7 + 1
            return periods.day(anchor.start - timedelta(days=back))
        for year_ in (anchor.start.year, anchor.start.year - 1):
            span = _in_year(match, year_)
            if span.end < anchor.start:
                return span
        return None

    return _told(today, read)


def _in_year(match: re.Match[str], year_: int) -> Span:
    if match["month"]:
        return periods.month(year_, MONTHS.index(match["month"]))
    return periods.season(year_, match["season"])


def _weekday(anchor: Span, wanted: int, *, same: bool) -> Span | None:
    if anchor.days > 7:
        return None
    ahead = (wanted - anchor.end.weekday() - (0 if same else 1)) % 7 + (0 if same else 1)
    return periods.day(anchor.end + timedelta(days=ahead))


def unit_next(match: re.Match[str], today: date) -> Span:
    """ "The next day", "the week after", "the following year"."""
    unit = match["unit"]

    def read(anchor: Span) -> Span:
        if unit == "year":
            return periods.year(anchor.end.year + 1)
        if unit == "month":
            first = add_months(anchor.end.replace(day=1), 1)
            return periods.month(first.year, first.month)
        if unit in {"week", "weekend"}:
            return Span(anchor.start + timedelta(days=1), anchor.end + timedelta(days=13), "approx")
        return shifted(anchor, 1, 1, "day", sure=True)

    ahead = today + timedelta(days=1)
    return _told(today, read, alone=Span(ahead, ahead, "approx") if "next" in match[0] else None)


def the_weekend(match: re.Match[str], today: date) -> Span:
    """ "Over the weekend": the one after the day told before, else the latest that has begun."""
    latest = today - timedelta(days=(today.weekday() + 2) % 7)

    def read(anchor: Span) -> Span | None:
        if anchor.days > 7:
            return None
        first = anchor.end + timedelta(days=(5 - anchor.end.weekday()) % 7)
        return Span(first, first + timedelta(days=1), "approx")

    alone = Span(latest, min(latest + timedelta(days=1), today), "approx")
    return _told(today, read, alone=alone)


def unit_same(match: re.Match[str], today: date) -> Span:
    """ "That day", "the same week", "later that year"."""
    unit, part = match["unit"], match.groupdict().get("part")

    def read(anchor: Span) -> Span:
        whole = _whole(anchor, unit)
        if part == "later":
            return Span(anchor.start, max(anchor.end, whole.end), "approx")
        if part == "earlier":
            return Span(min(anchor.start, whole.start), anchor.end, "approx")
        return whole

    return _told(today, read)


def _whole(anchor: Span, unit: str) -> Span:
    if unit == "year" and anchor.start.year == anchor.end.year:
        return periods.year(anchor.start.year)
    same_month = (anchor.start.year, anchor.start.month) == (anchor.end.year, anchor.end.month)
    if unit == "month" and same_month:
        return periods.month(anchor.start.year, anchor.start.month)
    if unit == "week" and anchor.days <= 7:
        monday = anchor.start - timedelta(days=anchor.start.weekday())
        return Span(monday, monday + timedelta(days=6), "approx")
    return replace(anchor, relative=None, missing_year=False)


def day_of_that_month(match: re.Match[str], today: date) -> Span:
    """ "The 20th of that month", "the 3rd of the following month"."""
    day_ = number(match["day"])
    ahead = 0 if match["same"] else 1

    def read(anchor: Span) -> Span | None:
        first = add_months(anchor.end.replace(day=1), ahead)
        span = periods.exact(first.year, first.month, day_, today)
        return None if span.problem or (anchor.days > 62) else span

    return _told(today, read)


def of_that_year(match: re.Match[str], today: date) -> Span:
    """ "March of the following year", "the 5th of June that year"."""
    month_, ahead = MONTHS.index(match["month"]), 0 if match["same"] else 1
    day_ = match.groupdict().get("day")

    def read(anchor: Span) -> Span | None:
        year_ = anchor.end.year + ahead
        if not day_:
            return periods.month(year_, month_)
        span = periods.exact(year_, month_, number(day_), today)
        return None if span.problem else span

    return _told(today, read)


_THAT = (
    r"(?:(?P<same>that(?: (?:same|very))?|the (?:very )?same|same)|the (?P<next>next)"
    r"|(?:the )?following)"
)
# What follows "before" or "after": whose date it is counted from.
_WHAT = r"(?=(?P<what>(?: [a-z']+){0,4}))"
FORMS: tuple[tuple[str, Maker], ...] = (
    (
        rf"{_HEDGE}(?:{durations.MORE} )*{durations.AMOUNT} (?:later(?: on)?|afterwards"
        r"|after (?:that|this|it)|thereafter|down the line|further on|on from (?:that|this|then)"
        rf"|(?P<side>after|before){_WHAT}"
        r"|(?P<before>(?P<earlier>earlier|previously|prior|beforehand)(?: to (?:that|this))?))",
        amount,
    ),
    (
        rf"(?:after|within|in under|took{_WHOM}|taken{_WHOM}|taking{_WHOM}) (?:{durations.MORE} )*"
        rf"{durations.AMOUNT}(?! (?:ago|back|later|after|before|time))",
        amount,
    ),
    (rf"(?:was|were|is|being|only|just|at)(?: only| just| about)* {durations.AMOUNT} old", age),
    (r"(?:over|at|during) the weekend(?! (?:before|of|after|about))", the_weekend),
    (rf"(?:on |in )?{_THAT} {_NAME}", named_next),
    (rf"(?:on |in )?the {_NAME} after(?: that)?", named_next),
    (rf"(?:on |in )?the {_NAME} before(?! last)(?: that)?", named_before),
    (rf"(?:(?:on |in )?the (?P<next>next)|(?:on |in )?(?:the )?following) {_UNIT}", unit_next),
    (rf"next (?P<unit>day|{_TIME_OF_DAY})", unit_next),
    (r"the (?P<unit>day|week|weekend|month|year) after(?: that| this)?", unit_next),
    (
        r"(?:(?P<part>later|earlier) )?(?:on |in )?"
        rf"(?:that(?: (?:same|very))?|(?:the )?(?:very )?same) {_UNIT}",
        unit_same,
    ),
    (
        rf"(?:on )?(?:the )?(?P<day>{DAY}) of "
        r"(?:(?P<same>that|the same)|the (?:next|following)) month",
        day_of_that_month,
    ),
    (
        rf"(?:(?:the )?(?P<day>{DAY}) (?:of )?)?(?P<month>{MONTH}) (?:of )?"
        r"(?:(?P<same>that|the same|same)|the next|(?:the )?following) year",
        of_that_year,
    ),
)
