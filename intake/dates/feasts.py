"""Feasts, holidays and the times people date things by, as data says them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from intake.dates import atoms, periods
from intake.dates.atoms import WHICH, YEAR, Maker
from intake.dates.data import load
from intake.dates.model import Span

YEARLY = ("festivals", "nth_weekdays", "from_easter", "moving")
_PAIR = r"(?:19|20)?\d\d[/-](?:20)?\d\d"
_SAID = rf"(?: (?:(?:of |in )?(?P<year>{YEAR})|(?P<short>1[5-9]|2\d)|{WHICH}))?"
_PAIRED = rf"(?: (?:(?:of |in )?(?P<year>{YEAR}|{_PAIR})|(?P<short>1[5-9]|2\d)|{WHICH}))?"
_IN_MONTH = r"(?:(?P<inmonth>february|may|october|autumn|spring|summer) )?"
_DAY_OF = r"(?:(?P<dayof>(?:on )?the (?:actual |very |same )?day of) )?"
_BANK_HOLIDAY = r"bank (?:holiday|monday)(?: monday)?(?P<weekend> weekend)?"
_BANK_IN = r"bank holiday (?:monday |(?P<weekend>weekend) )?(?:in |of )?"
_LAST = (
    r"(?:the )?(?:this |new |whole |school |(?P<last>last|past|previous) |(?P<next>next) )?"
    r"(?:(?P<year0>(?:19|20)\d\d) )?"
)


def forms() -> list[tuple[str, Maker]]:
    """A form of words for each kind of named time."""
    data = load()
    moving = _choice(data["moving"])
    yearly = _choice(name for kind in YEARLY for name in data[kind])
    banks, fixed = _choice(data["bank_holidays"]), _choice(data["festivals"])
    return [
        (rf"{_LAST}(?:(?P<pair>{_PAIR}) )?(?P<feast>{fixed}){_PAIRED}", _fixed),
        (rf"{_LAST}(?P<feast>{_choice(data['nth_weekdays'])}){_SAID}", _nth_weekday),
        (rf"{_LAST}(?P<feast>{_choice(data['from_easter'])}){_SAID}", _easter),
        (
            rf"{_DAY_OF}{_LAST}{_IN_MONTH}(?P<feast>{moving})"
            rf"(?: holidays?|(?P<first> day(?: itself)?))?{_SAID}",
            _moving,
        ),
        (rf"{_LAST}(?P<feast>{banks}) {_BANK_HOLIDAY}{_SAID}", _bank),
        (rf"{_LAST}{_BANK_IN}(?P<feast>august|may){_SAID}", _bank),
        (rf"(?:the )?(?:(?P<year0>{YEAR}) )?(?P<feast>{_choice(_periods())}){_SAID}", _period),
        (rf"(?P<count>\d|couple of|couple) (?P<feast>{yearly}) (?:ago|back)", _times_ago),
    ]  # fmt: skip


def names() -> list[str]:
    """The name of every feast, holiday and time."""
    data = load()
    kinds = ("festivals", "nth_weekdays", "from_easter", "moving", "bank_holidays")
    return [*(name for kind in kinds for name in data[kind]), *_periods()]


def needs() -> dict[Maker, frozenset[str]]:
    """For each form, words of which a name that it reads holds at least one."""
    data = load()
    yearly = [name for kind in YEARLY for name in data[kind]]
    makers: dict[Maker, list[str]] = {
        _fixed: list(data["festivals"]),
        _nth_weekday: list(data["nth_weekdays"]),
        _easter: list(data["from_easter"]),
        _moving: list(data["moving"]),
        _bank: ["bank"],
        _period: list(_periods()),
        _times_ago: yearly,
    }
    little = set(data["little"].split())
    return {
        make: frozenset(word for name in names_ for word in name.split() if word not in little)
        for make, names_ in makers.items()
    }


def _choice(names: Any) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _of_year(match: re.Match[str], today: date, make: Callable[[int], Span]) -> Span:
    """The feast in the year that was said, or the latest one."""
    year_ = atoms.year_of(match, today)
    if year_ is not None:
        return make(year_)
    span = replace(periods.latest(make, today), make=make)
    if match.groupdict().get("last") and span.end >= today:
        return make(span.start.year - 1)
    return make(today.year + 1) if match.groupdict().get("next") else span


def _around(middle: date, rule: Any) -> Span:
    before, after = rule.get("before", 0), rule.get("after", 0)
    if not before and not after:
        return periods.day(middle)
    first, last = middle - timedelta(days=before), middle + timedelta(days=after)
    return Span(first, last, "approx", core=middle)


@lru_cache(maxsize=1)
def _periods() -> dict[str, tuple[date, date]]:
    """The first and last day of a period by each of its names."""
    return {name: tuple(row["dates"]) for row in load()["periods"] for name in row["names"]}


def _fixed(match: re.Match[str], today: date) -> Span:
    rule = load()["festivals"][match["feast"]]
    month_, day_ = (int(part) for part in str(rule["date"]).split("-"))

    def make(year_: int) -> Span:
        return _around(date(year_, month_, day_), rule)

    pair = match["pair"] or (match["year"] if re.search("[/-]", match["year"] or "") else None)
    if pair:
        return make(periods.full_year(int(re.split("[/-]", pair)[0]), today))
    span = _of_year(match, today, make)
    return replace(span, core=span.core if rule.get("before") else None)


def _nth_weekday(match: re.Match[str], today: date) -> Span:
    month_, nth, wanted, after = load()["nth_weekdays"][match["feast"]]

    def make(year_: int) -> Span:
        first = date(year_, month_, 1)
        days = [first + timedelta(days=n) for n in range(periods.month(year_, month_).days)]
        days = [value for value in days if value.weekday() == wanted]
        return periods.day(days[nth if nth < 0 else nth - 1] + timedelta(days=after))

    return _of_year(match, today, make)


def _easter(match: re.Match[str], today: date) -> Span:
    rule = load()["from_easter"][match["feast"]]
    near = match.string[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    orthodox = "orthodox" in rule or "orthodox" in near
    if orthodox and match["feast"] == "easter":
        rule = {"days": 0}
    shift = timedelta(days=rule["days"])
    sunday = periods.orthodox_easter if orthodox else periods.easter_sunday
    return _of_year(match, today, lambda year_: _around(sunday(year_) + shift, rule))


_NEAR = 40  # letters round a feast in which words may tell which one is meant
_EIDS = (
    (re.compile(r"\b(?:fasts?|fasting|fasted|ramadan)(?!\S)"), "eid al fitr"),
    (re.compile(r"\b(?:sacrific\w+|hajj|haj|qurban\w*|lamb|goat|sheep)(?!\S)"), "eid al adha"),
)


def _which_eid(match: re.Match[str]) -> str:
    """The Eid that ends the fast or that of the sacrifice, where words near by tell it."""
    near = match.string[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    return next((name for words, name in _EIDS if words.search(near)), "eid")


def _moving(match: re.Match[str], today: date) -> Span:
    rules = load()["moving"]
    rule = rules[_which_eid(match) if match["feast"] == "eid" else match["feast"]]
    rule = rules[rule["same_as"]] if "same_as" in rule else rule
    wanted = {"february": 2, "may": 5, "october": 10, "autumn": 10, "spring": 2, "summer": 5}
    year_, month_ = atoms.year_of(match, today), wanted.get(match["inmonth"] or "")
    days = sorted(d for d in rule["dates"] if month_ is None or d.month == month_)

    def last_of(chosen: list[date]) -> Span:
        if not chosen:
            return Span(today, today, "unknown", problem="unclear")
        whole = 1 if match["first"] or match["dayof"] else rule["days"]
        end = chosen[-1] + timedelta(days=whole - 1)
        return Span(
            chosen[-1],
            end,
            "day" if whole == 1 else "approx",
            missing_year=year_ is None,
            make=make,
        )

    def make(wanted_year: int) -> Span:
        return last_of([d for d in days if d.year == wanted_year])

    return last_of([d for d in days if d <= today]) if year_ is None else make(year_)


def _bank(match: re.Match[str], today: date) -> Span:
    name = match["feast"]
    month_, nth = load()["bank_holidays"].get(name, (5, 1))
    if match.groupdict().get("weekend"):
        rule = {"before": 2}
        return _of_year(match, today, lambda y: _around(periods.nth_monday(y, month_, nth), rule))
    return _of_year(match, today, lambda y: periods.day(periods.nth_monday(y, month_, nth)))


def _times_ago(match: re.Match[str], today: date) -> Span:
    """ "Two Easters ago": that many back from the latest."""
    steps = (int(match["count"]) if match["count"].isdigit() else 2) - 1
    for form, make in forms():
        alone = re.fullmatch(form, match["feast"])
        if alone is not None:
            span = make(alone, today)
            return replace(periods.re_year(span, span.start.year - steps), missing_year=False)
    return Span(today, today, "unknown", problem="unclear")


def _period(match: re.Match[str], today: date) -> Span:
    start, end = _periods()[match["feast"]]
    year_ = atoms.year_of(match, today)
    if year_ is not None and start.year <= year_ <= end.year:
        start, end = max(start, date(year_, 1, 1)), min(end, date(year_, 12, 31))
    return Span(start, end, "day" if start == end else "approx")
