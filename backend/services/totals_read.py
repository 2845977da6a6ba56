"""Reading the totals of some days: whole months from rows of their own, other days one by one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar, Unpack

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from backend.data.supervision import DAY, MONTH, PeriodTotal
from backend.services.totals import next_month

ONE_DAY = timedelta(days=1)
Query = TypeVar("Query", bound=Select[Unpack[tuple[Any, ...]]])


@dataclass(frozen=True)
class Period:
    """The days that are looked at, both included; one way in, or all."""

    since: date
    until: date
    channel: str = ""


@dataclass(frozen=True)
class Sums:
    """What was counted: for each measure a number by name, and by what else it is told apart."""

    numbers: Mapping[str, Mapping[tuple[str, str], int]] = field(default_factory=dict)

    def one(self, measure: str, name: str = "", other: str = "") -> int:
        """A single number."""
        return self.numbers.get(measure, {}).get((name, other), 0)

    def named(self, measure: str) -> dict[str, int]:
        """The numbers of a measure by name, the most first."""
        found: dict[str, int] = defaultdict(int)
        for (name, _), number in self.numbers.get(measure, {}).items():
            found[name] += number
        return dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))

    def pairs(self, measure: str) -> Mapping[tuple[str, str], int]:
        """The numbers by both names."""
        return self.numbers.get(measure, {})

    def total(self, measure: str) -> int:
        """All of a measure together."""
        return sum(self.numbers.get(measure, {}).values())


def sums(session: Session, period: Period, measures: Iterable[str]) -> Sums:
    """The numbers of these measures."""
    columns = (PeriodTotal.measure, PeriodTotal.name, PeriodTotal.other)
    query = select(*columns, func.sum(PeriodTotal.number)).group_by(*columns)
    found: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for measure, name, other, number in session.execute(_of(query, period, measures)):
        found[measure][name, other] = int(number)
    return Sums(found)


def by_channel(session: Session, period: Period, measures: Iterable[str]) -> dict[str, Sums]:
    """The same for each way in."""
    columns = (PeriodTotal.channel, PeriodTotal.measure, PeriodTotal.name, PeriodTotal.other)
    query = select(*columns, func.sum(PeriodTotal.number)).group_by(*columns)
    found: dict[str, dict[str, dict[tuple[str, str], int]]] = {}
    for channel, measure, name, other, number in session.execute(_of(query, period, measures)):
        found.setdefault(channel, {}).setdefault(measure, {})[name, other] = int(number)
    return {channel: Sums(numbers) for channel, numbers in found.items()}


def by_day(session: Session, period: Period, measures: Iterable[str]) -> dict[date, dict[str, int]]:
    """The numbers of each day of the period, also of those without any."""
    query = (
        select(PeriodTotal.first_on, PeriodTotal.measure, func.sum(PeriodTotal.number))
        .where(PeriodTotal.period == DAY, PeriodTotal.measure.in_(tuple(measures)))
        .where(PeriodTotal.first_on.between(period.since, period.until))
        .group_by(PeriodTotal.first_on, PeriodTotal.measure)
    )
    length = (period.until - period.since).days + 1
    found: dict[date, dict[str, int]] = {
        period.since + ONE_DAY * number: {} for number in range(length)
    }
    for day, measure, number in session.execute(_in_channel(query, period)):
        found[day][measure] = int(number)
    return found


def by_month(
    session: Session, period: Period, name: str, other: str
) -> dict[tuple[str, date], int]:
    """Themes of organisations by month: of one organisation by theme, of one theme (or all) by
    organisation. Months are counted whole."""
    of = PeriodTotal.other if name else PeriodTotal.name
    query = (
        select(of, PeriodTotal.first_on, func.sum(PeriodTotal.number))
        .where(PeriodTotal.period == MONTH, PeriodTotal.measure == "body_theme")
        .where(PeriodTotal.first_on.between(period.since.replace(day=1), period.until))
        .group_by(of, PeriodTotal.first_on)
    )
    if name:
        query = query.where(PeriodTotal.name == name)
    if other:
        query = query.where(PeriodTotal.other == other)
    rows = session.execute(_in_channel(query, period))
    return {(label, month): int(number) for label, month, number in rows}


def pieces(since: date, until: date) -> list[tuple[str, date, date]]:
    """A period in whole months and the days before and after them, each with its first and last
    row."""
    first = since if since.day == 1 else next_month(since)
    last = (until + ONE_DAY).replace(day=1)  # the first month that is not whole
    if first >= last:
        return [(DAY, since, until)]
    found = [(DAY, since, first - ONE_DAY), (MONTH, first, last - ONE_DAY), (DAY, last, until)]
    return [piece for piece in found if piece[1] <= piece[2]]


def _of(query: Query, period: Period, measures: Iterable[str]) -> Query:
    parts: list[ColumnElement[bool]] = [
        and_(PeriodTotal.period == kind, PeriodTotal.first_on.between(first, last))
        for kind, first, last in pieces(period.since, period.until)
    ]
    narrowed = query.where(PeriodTotal.measure.in_(tuple(measures)), or_(*parts))
    return _in_channel(narrowed, period)


def _in_channel(query: Query, period: Period) -> Query:
    return query.where(PeriodTotal.channel == period.channel) if period.channel else query
