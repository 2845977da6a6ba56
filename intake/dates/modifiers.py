"""Words round a date that change its interval: early, the end of, about, just before, since."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from intake.dates import durations, periods
from intake.dates.model import Span
from intake.dates.periods import WEEKDAYS, add_months

_STRAIGHT = r"(?:(?P<just>just|right|shortly|soon|straight|immediately) )?"
_LONG, _EDGE = 60, 21  # days
Changer = Callable[[re.Match[str], Span, date], Span]
EDGES = frozenset({"beginning", "end", "turn", "back end", "tail end"})
_BIRTHDAY = r"birthday(?: which)?(?: (?:is|on|was))?"
NEXT_TO = rf"(?:the|of|about|my|our|his|her|last|this|that|around|when|{_BIRTHDAY})"
_LEAD = r"(?:in|at|on|from|since|during|by|until|of|the|it|was|about|sometime|some|time|when)"


@dataclass(frozen=True)
class Modifier:
    """Words before or after a date, and what they do to it."""

    pattern: re.Pattern[str]
    change: Changer


def _part(span: Span, which: str) -> Span:
    """The early, middle or late third of an interval, in whole months where it has them."""
    months = {"season": 1, "year": 4}.get(span.precision)
    if months is not None:
        first = add_months(span.start, {"early": 0, "mid": months, "late": 2 * months}[which])
        last = add_months(first, months) - timedelta(days=1)
        return replace(span, start=first, end=last, precision="approx")
    size = {"day": 1, "month": 10}.get(span.precision, span.days // 3)
    size = max(1, min(size, span.days))
    if which == "early":
        start, end = span.start, span.start + timedelta(days=size - 1)
    elif which == "late":
        start, end = span.end - timedelta(days=size - 1), span.end
    else:
        spare = timedelta(days=(span.days - size) // 2)
        start, end = span.start + spare, span.end - spare
    return replace(span, start=start, end=end, precision="approx")


def _early_mid_late(match: re.Match[str], span: Span, today: date) -> Span:
    word = match["part"]
    which = (
        "mid"
        if word == "mid" or word.startswith("half")
        else "early"
        if word in {"early", "beginning", "turn"}
        else "late"
    )
    part = _edge if word in EDGES and (span.precision == "year" or span.days > _LONG) else _part
    changed = part(span, which)
    ahead = changed.end if span.precision == "year" else changed.start
    if ahead > today >= span.start and span.missing_year:
        return part(periods.re_year(span, span.start.year - 1), which)
    return changed


def _parts(match: re.Match[str], span: Span, today: date) -> Span:
    """ "Early to mid July"."""
    first, last = _part(span, match["first"]), _part(span, match["second"])
    return replace(first, end=last.end)


def _edge(span: Span, which: str) -> Span:
    """The first or last two months of a year ("the end of 2024" is narrower than "late 2024"), or
    three weeks of a school term or tax year.
    """
    if span.precision != "year":
        days = timedelta(days=_EDGE - 1)
        if which == "early":
            return replace(span, end=span.start + days, precision="approx")
        return replace(span, start=span.end - days, precision="approx")
    if which == "early":
        return replace(span, end=add_months(span.start, 2) - timedelta(days=1), precision="approx")
    return replace(span, start=add_months(span.start, 10), precision="approx")


def _about(match: re.Match[str], span: Span, today: date) -> Span:
    if span.ago or span.days > 400:
        return replace(span, precision="approx")
    if span.core:
        return periods.widened(span, 5, 5)
    wide = {"day": 5, "month": 14, "season": 21, "year": 60}.get(span.precision, 5)
    return periods.widened(span, wide, wide)


_REACH = {"day": 21, "month": 30, "season": 60, "year": 365}


def _before(match: re.Match[str], span: Span, today: date) -> Span:
    edge = span.core or span.start
    reach = 21 if span.core else _REACH.get(span.precision, 30)
    if match.groupdict().get("just"):
        reach = min(reach, 21)
    last = edge - timedelta(days=1)
    return Span(edge - timedelta(days=reach), last, "approx", span.missing_year)


def _after(match: re.Match[str], span: Span, today: date) -> Span:
    edge = span.core or span.end
    reach = 21 if span.core else _REACH.get(span.precision, 30)
    if match.groupdict().get("just"):
        reach = min(reach, 21)
    first = edge + timedelta(days=1)
    end = edge + timedelta(days=reach)
    return Span(first, max(first, min(end, today)), "approx", span.missing_year)


def _offset(match: re.Match[str], span: Span, today: date) -> Span:
    """Two weeks before Christmas; the day after Boxing Day."""
    sign = -1 if match["side"] == "before" else 1
    edge = span.core or (span.start if sign < 0 else span.end)
    count, unit = match["count"], "day" if match["unit"] == "night" else match["unit"]
    if count in {None, "the"}:
        return _next_to(edge, unit, sign, span)
    amount = {"a": 1.0, "couple of": 2.0, "few": 3.0}.get(count) or float(count)
    days = round(
        amount * {"day": 1, "week": 7, "fortnight": 14, "month": 30.44, "year": 365.25}[unit]
    )
    middle = edge + timedelta(days=sign * days)
    literal = unit == "day" or (unit in {"week", "fortnight"} and span.precision == "day")
    vague = count in {"few", "couple of"}
    exact = literal and days <= 14 and not vague
    wide = 0 if exact else max(durations.margin(amount, unit), 1 if vague else 0)
    if wide == 0 and span.precision != "day" and not span.core:
        wide = 3
    first, last = middle - timedelta(days=wide), middle + timedelta(days=wide)
    return Span(first, last, "day" if first == last else "approx", span.missing_year)


def _next_to(edge: date, unit: str, sign: int, span: Span) -> Span:
    size = {"day": 1, "week": 7, "fortnight": 14, "month": 31, "year": 365, "weekend": 9}[unit]
    if unit == "year" and span.precision == "year":
        return periods.year(edge.year + sign)
    if unit == "month" and span.precision == "month":
        return _whole_month(add_months(edge.replace(day=1), sign))
    near, far = edge + timedelta(days=sign), edge + timedelta(days=sign * size)
    first, last = min(near, far), max(near, far)
    return Span(first, last, "day" if size == 1 else "approx", span.missing_year)


def _whole_month(first: date) -> Span:
    return periods.month(first.year, first.month)


def _year_said(match: re.Match[str], span: Span, today: date) -> Span:
    if not span.missing_year:
        return span
    ago = match["ago"]
    years = {"a": 1, "couple of": 2, "few": 3}.get(ago) or int(ago)
    return replace(periods.re_year(span, today.year - years), missing_year=False)


def _it_will_be(match: re.Match[str], span: Span, today: date) -> Span:
    """ "two years this Christmas": the coming one, less two years."""
    if not span.missing_year or span.precision == "day":
        return span
    ahead = span.start.year + (1 if span.end < today else 0)
    years = 1 if match["ago"] == "a" else int(match["ago"])
    return replace(periods.re_year(span, ahead - years), missing_year=False)


def _week_of(match: re.Match[str], span: Span, today: date) -> Span:
    if span.precision != "day":
        return span
    monday = span.start - timedelta(days=span.start.weekday())
    return Span(monday, monday + timedelta(days=6), "approx", span.missing_year)


def _week_from(match: re.Match[str], span: Span, today: date) -> Span:
    if span.precision != "day":
        return span
    return Span(span.start, span.start + timedelta(days=6), "approx", span.missing_year)


def _week_to(match: re.Match[str], span: Span, today: date) -> Span:
    if span.precision != "day":
        return span
    return Span(span.start - timedelta(days=6), span.start, "approx", span.missing_year)


def _weekend_of(match: re.Match[str], span: Span, today: date) -> Span:
    if span.precision != "day":
        return span
    saturday = span.start - timedelta(days=(span.start.weekday() + 2) % 7)
    return Span(saturday, saturday + timedelta(days=1), "approx", span.missing_year)


def _weekday_beside(match: re.Match[str], span: Span, today: date) -> Span:
    """ "The Tuesday after Easter": the nearest such weekday on that side."""
    wanted = WEEKDAYS.index(match["weekday"])
    if match["side"] == "after":
        edge = span.core or span.end
        value = edge + timedelta(days=(wanted - edge.weekday() - 1) % 7 + 1)
    else:
        edge = span.core or span.start
        value = edge - timedelta(days=(edge.weekday() - wanted - 1) % 7 + 1)
    return Span(value, value, "day", span.missing_year)


def _days_of(match: re.Match[str], span: Span, today: date) -> Span:
    """ "The last day of March", "the first few days of June"."""
    count = match["count"]
    size = 1 if not count else int(count) if count.isdigit() else 5 if count == "few" else 3
    if size >= span.days:
        return span
    rest = timedelta(days=size - 1)
    first = span.start if match["nth"] == "1st" else span.end - rest
    return Span(first, first + rest, "day" if size == 1 else "approx", span.missing_year)


def _nth_day(match: re.Match[str], span: Span, today: date) -> Span:
    """ "The second day of Eid"."""
    value = (span.core or span.start) + timedelta(days=int(match["nth"]) - 1)
    if span.precision == "day" or value > span.end:
        return span
    return Span(value, value, "day", span.missing_year)


def _before_last(match: re.Match[str], span: Span, today: date) -> Span:
    return periods.re_year(span, span.start.year - 1) if span.missing_year else span


def _before_side(form: str, lead: str = _LEAD) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{form})(?: -)?(?: (?:{lead}))* ?$")


_OFFSET = (
    r"(?:about )?(?:(?P<count>\d{1,2}|a|the|couple of|few) )?"
    r"(?P<unit>day|night|week|fortnight|month|year|weekend) (?P<side>before|after)"
)
BEFORE: tuple[Modifier, ...] = (
    Modifier(
        _before_side(rf"(?P<weekday>{'|'.join(WEEKDAYS)}) (?P<side>before|after)", NEXT_TO),
        _weekday_beside,
    ),
    Modifier(
        _before_side(
            r"(?P<nth>1st|last) (?:(?P<count>\d{1,2}|few|couple of|couple) )?"
            r"(?:day|night) (?:of|in)",
            NEXT_TO,
        ),
        _days_of,
    ),
    Modifier(
        _before_side(r"(?P<nth>\d)(?:st|nd|rd|th) (?:day|night) (?:of|in)", NEXT_TO), _nth_day
    ),
    Modifier(_before_side(_OFFSET, NEXT_TO), _offset),
    Modifier(_before_side(r"(?P<first>early|mid) (?:to |- |or )*(?P<second>mid|late)"), _parts),
    Modifier(re.compile(r"(?<!\S)last but 1 $"), _before_last),
    Modifier(_before_side(r"(?:week|w) ?(?:beginning|commencing|starting|c)|w - c"), _week_from),
    Modifier(_before_side(r"(?:week|w) ?(?:ending|e)|w - e"), _week_to),
    Modifier(
        _before_side(
            r"(?P<part>early|mid|halfway to|half way to|late|beginning|tail end|back end|end|turn)"
            r"(?: part)?(?: of)?(?: in)?(?: the)?"
        ),
        _early_mid_late,
    ),
    Modifier(
        _before_side(
            r"(?:(?P<just>just|right|shortly|soon|straight|immediately) )?before", NEXT_TO
        ),
        _before,
    ),
    Modifier(
        _before_side(_STRAIGHT + "after", NEXT_TO),
        _after,
    ),
    Modifier(_before_side(r"(?P<ago>\d|a|couple of|few) year (?:ago|back)"), _year_said),
    Modifier(
        re.compile(r"(?<!\S)(?P<ago>\d|a) year(?: (?:be|come|in|this|coming|it))* ?$"), _it_will_be
    ),
    Modifier(
        _before_side(r"(?:the )?(?:same )?week (?:of|about|that|when)(?: the)?|the (?:same )?week"),
        _week_of,
    ),
    Modifier(_before_side(r"(?:the )?weekend (?:of|about)(?: the)?"), _weekend_of),
    Modifier(
        _before_side(
            r"(?:some ?time )?(?<!complaint is )(?<!complaint was )about|near|somewhere about"
            r"|sort of"
        ),
        _about,
    ),
)
AFTER: tuple[Modifier, ...] = (
    Modifier(re.compile(r"^(?:the (?:1|one) )?before last(?!\S)"), _before_last),
    Modifier(
        re.compile(
            r"^not (?:this|last|the last|this last)(?: 1| year| just gone)*(?: but)? the "
            r"(?:1|year) before(?: that| last)?(?!\S)"
        ),
        _before_last,
    ),
    Modifier(
        re.compile(
            r"^(?:- )?(?:ish|or ish|or so|give or take(?: a (?:day|week|month) or 2)?"
            r"|about(?= ?$| \.)|time(?! \S*\d))(?!\S)"
        ),
        _about,
    ),
)


def apply(before: str, span: Span, after: str, today: date) -> tuple[Span, int, int]:
    """The changed interval, and how many characters before and after took part."""
    used_before = used_after = 0
    for modifier in AFTER:
        match = modifier.pattern.search(after)
        if match is not None:
            span, used_after = _changed(modifier, match, span, today), match.end()
            break
    for modifier in BEFORE:
        match = modifier.pattern.search(before)
        if match is not None and span.problem is None:
            return _changed(modifier, match, span, today), len(before) - match.start(), used_after
    return span, used_before, used_after


def _changed(modifier: Modifier, match: re.Match[str], span: Span, today: date) -> Span:
    """The changed interval, which another year's feast no longer replaces."""
    return replace(modifier.change(match, span, today), make=None, day_only=None)
