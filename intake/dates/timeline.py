"""The dates of one text put in order: years that were not said, and dates told from other dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from intake.dates import periods
from intake.dates.model import Span
from intake.dates.roles import OTHER, RANKS, SETTING

_YEARS = 6
_NEAR = 120  # days within which "the 14th" follows another date


@dataclass(frozen=True)
class Event:
    """A date of a text with what it is the date of."""

    span: Span
    role: str | None


def ordered(events: Sequence[Event], today: date, since: Span | None = None) -> list[Span]:
    """The interval of each event, as the others make it likely, or `since` where none is told."""
    spans = _by_role(_years(events, today), events, today)
    told: list[Span] = []
    for number, span in enumerate(spans):
        told.append(_resolved(number, span, told, spans, events, today, since))
    return told


def _known(span: Span) -> bool:
    return span.problem is None and span.relative is None and span.day_only is None


def _before(first: int, second: int, events: Sequence[Event]) -> bool:
    """True where the one came earlier: by what they are dates of, else as they were told."""
    one, two = (RANKS.get(events[number].role or "") for number in (first, second))
    if one is not None and two is not None and one != two and {one, two} != {1, 2}:
        return one < two
    return first < second


def _fixes_year(event: Event, today: date) -> bool:
    """True for a date of the last few years that says its year, and is narrower than one."""
    span = event.span
    if event.role == OTHER:
        return False
    said = _known(span) and not span.missing_year and not span.ago and span.precision != "year"
    return said and today.year - 4 <= span.start.year <= today.year and span.days < 200


def _years(events: Sequence[Event], today: date) -> list[Span]:
    """Months without a year given the year that the dates round them make likely.

    "Between March and July 2025 ... found out in August ... complained 1 September 2025."
    """
    spans = [event.span for event in events]
    fixes = {at for at, event in enumerate(events) if _fixes_year(event, today)}
    for number, span in enumerate(spans):
        if not (span.missing_year and _known(span)) or events[number].role == OTHER:
            continue
        fixed = sorted(fixes - {number})
        lower = [spans[at].start for at in fixed if _before(at, number, events)]
        upper = [spans[at].end for at in fixed if _before(number, at, events)]
        spans[number] = _placed(span, lower, upper, today)
        if _fixes_year(Event(spans[number], events[number].role), today):
            fixes.add(number)
    return spans


def _placed(span: Span, lower: list[date], upper: list[date], today: date) -> Span:
    if not lower and not upper:
        return span
    fitting = [
        moved
        for moved in (periods.re_year(span, today.year - back) for back in range(_YEARS))
        if moved.start <= today
        and all(moved.end >= each for each in lower)
        and all(moved.start <= each for each in upper)
    ]
    if not fitting:
        return span
    # the first that follows what was told before it, else the last that comes before
    chosen = fitting[-1] if lower else fitting[0]
    return replace(chosen, missing_year=not lower and chosen == span)


def _by_role(spans: list[Span], events: Sequence[Event], today: date) -> list[Span]:
    """A year taken off what would otherwise come after what followed it."""
    found = list(spans)
    for number in reversed(range(len(found))):
        span = found[number]
        if not (span.missing_year and _known(span)) or events[number].role not in RANKS:
            continue
        later = [
            other.end
            for at, other in enumerate(found)
            if at != number
            and _known(other)
            and events[at].role in RANKS
            and events[at].role != events[number].role
            and not other.ago
            and _before(number, at, events)
        ]
        if later and span.start > min(later):
            moved = periods.re_year(span, span.start.year - 1)
            found[number] = moved if moved.start <= min(later) else span
    return found


def _resolved(
    number: int,
    span: Span,
    told: list[Span],
    spans: list[Span],
    events: Sequence[Event],
    today: date,
    since: Span | None,
) -> Span:
    if span.relative is not None:
        if span.anchor == OTHER:
            anchor = _birth(spans, events)
        else:
            anchor = _anchor(span, told, events) or since or _ahead(number, spans)
        moved = span.relative(anchor) if anchor is not None else None
        if moved is None:
            return replace(span, relative=None)
        if moved.start > today:
            return replace(moved, problem="unclear")
        return replace(moved, end=min(moved.end, today))
    if span.day_only is None or span.problem is not None:
        return span
    return _day_only(number, span, told, spans, events, today)


def _anchor(span: Span, told: list[Span], events: Sequence[Event]) -> Span | None:
    """The date that another is counted from: of what it names, else the one told before it."""
    solved = [
        (event.role, one) for one, event in zip(told, events, strict=False) if not one.problem
    ]
    usable = [(role, one) for role, one in solved if role != OTHER] or solved
    named = [one for role, one in usable if role == span.anchor]
    if span.anchor and named:
        return named[-1]
    return usable[-1][1] if usable else None


def _birth(spans: list[Span], events: Sequence[Event]) -> Span | None:
    """The day that an age is counted from, which is no day of the complaint."""
    days = zip(spans, events, strict=True)
    return next((one for one, event in days if event.role == OTHER and _known(one)), None)


def _ahead(number: int, spans: list[Span]) -> Span | None:
    """The next date, for "three weeks before my due date, which was 20 June"."""
    return next((span for span in spans[number + 1 :] if _known(span)), None)


def _within_stay(day_: int, near: list[tuple[int, Span]], events: Sequence[Event]) -> Span | None:
    """ "In on 12 September, out on the 19th, and it was the 15th": the day between the two."""
    stay = [one for at, one in near if events[at].role == SETTING]
    if len(stay) < 2:
        return None
    first, last = min(one.start for one in stay), max(one.end for one in stay)
    days = (first + timedelta(days=n) for n in range(min((last - first).days, 31) + 1))
    return next((periods.day(value) for value in days if value.day == day_), None)


def _day_only(
    number: int,
    span: Span,
    told: list[Span],
    spans: list[Span],
    events: Sequence[Event],
    today: date,
) -> Span:
    """ "The 14th", of the month that the dates round it were in."""
    near = [(at, one) for at, one in enumerate(told) if one.problem is None and one.days <= 62]
    near = [(at, one) for at, one in near if events[at].role != OTHER]
    if near:
        at, anchor = near[-1]
    else:
        ahead = [at for at in range(number + 1, len(spans)) if _known(spans[at])]
        if not ahead or spans[ahead[0]].days > 62:
            return span
        at, anchor = ahead[0], spans[ahead[0]]
    day_ = span.day_only or 1
    inside = _within_stay(day_, near, events)
    if inside is not None:
        return inside
    final = "final_response_on"  # the day it bears, and when it came
    dated = events[number].role == final and events[at].role in {final, None}
    if _before(number, at, events) or dated:
        first, steps = anchor.end, range(0, -4, -1)
    else:
        first, steps = anchor.start, range(4)
    for step in steps:
        month_ = periods.add_months(first.replace(day=1), step)
        found = periods.exact(month_.year, month_.month, day_, today)
        if found.problem or found.start > today:
            continue
        follows = found.start >= anchor.start if steps.step > 0 else found.start <= anchor.end
        if follows and abs((found.start - anchor.start).days) <= _NEAR:
            return found
    return span
