"""Supervision: what waits, who works on it, and where staff came to another view than the rules."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from markupsafe import Markup
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from backend.data.entries import CaseEntry
from backend.data.models import User
from backend.services import casework_flow, totals_read
from backend.services.totals_read import Period, Sums
from backend.staff import figures, labels
from backend.staff import figures_drawing as drawing
from backend.staff.figures import COUNT, NAME, SHARE, Cell, Section, Table, kappa, percent, share
from backend.staff.lists import ACTIVE
from backend.staff.supervision_talks import ORDER, called

MEASURES = ("sent", "worked", "edited", "edited_any", "distance", "decided", "state")
LATER = "later"
NUMBER = "number"
LATE = ("Open", "Late")


@dataclass(frozen=True)
class Waiting:
    """Open complaints of one person, in one state, of one age."""

    assigned_to: int | None
    state: str
    age: str
    late: bool
    number: int
    oldest: datetime


def sections(session: Session, period: Period, today: date, now: datetime) -> list[Section]:
    """Every table of the page with its picture."""
    sums = totals_read.sums(session, period, MEASURES)
    waiting = open_now(session, period.channel, today, now)
    people = {number: email for number, email in session.execute(select(User.id, User.email))}
    return [
        queue(waiting, now),
        _workload(waiting, people, now),
        _agreement(sums),
        _states(sums),
        _edits(sums),
    ]


def open_now(session: Session, channel: str, today: date, now: datetime) -> list[Waiting]:
    """What staff have still to deal with, counted in the database at this moment."""
    limits = [(code, now - timedelta(days=int(code) + 1)) for code in _ages() if code != LATER]
    age = case(*((CaseEntry.moment > moment, code) for code, moment in limits), else_=LATER)
    late = CaseEntry.due_on < today
    groups = (CaseEntry.assigned_to, CaseEntry.state, age, late)
    query = (
        select(*groups, func.count(), func.min(CaseEntry.moment))
        .where(CaseEntry.state.in_(ACTIVE))
        .group_by(*groups)
    )
    if channel:
        query = query.where(CaseEntry.channel == channel)
    return [Waiting(*row) for row in session.execute(query)]


def queue(waiting: Iterable[Waiting], now: datetime) -> Section:
    """The open complaints by age."""
    every, late = Counter[str](), Counter[str]()
    for each in waiting:
        every[each.age] += each.number
        late[each.age] += each.number if each.late else 0
    rows = [(name, every[code], late[code]) for code, name in _ages().items()]
    table = Table("queue", (NAME, COUNT, COUNT), rows)
    bars = [
        drawing.Bar(f"{name} days", number, late, f"{number:,}, {late:,} late")
        for name, number, late in rows
    ]
    facts = [
        ("Open", f"{every.total():,}"),
        ("Late", f"{late.total():,}"),
        ("Oldest", _days(waiting, now)),
    ]
    return Section(table, drawing.bars("queue", table.title, bars), facts, key=LATE)


def _workload(waiting: Iterable[Waiting], people: dict[int, str], now: datetime) -> Section:
    of: defaultdict[int | None, list[Waiting]] = defaultdict(list)
    for each in waiting:
        of[each.assigned_to].append(each)
    nobody = str(figures.words("names")["nobody"])
    named = [
        (nobody if number is None else people.get(number, nobody), work)
        for number, work in sorted(
            of.items(), key=lambda each: (each[0] is not None, -_all(each[1]))
        )
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            _all(work),
            *(_all(each for each in work if each.state == state) for state in ACTIVE),
            _late(work),
            max((now - each.oldest).days for each in work),
        )
        for name, work in named
    ]
    table = Table("workload", (NAME, *(COUNT for _ in range(5)), NUMBER), rows)
    bars = [
        drawing.Bar(name, _all(work), _late(work), f"{_all(work):,}, {_late(work):,} late")
        for name, work in named
    ]
    return Section(table, drawing.bars("workload", table.title, bars), key=LATE)


def _all(work: Iterable[Waiting]) -> int:
    return sum(each.number for each in work)


def _late(work: Iterable[Waiting]) -> int:
    return _all(each for each in work if each.late)


def _edits(sums: Sums) -> Section:
    worked, edited, changed = sums.one("worked"), sums.named("edited"), sums.named("distance")
    rows = [
        (
            called(question),
            edited[question],
            share(edited[question], worked),
            round(changed[question] / edited[question], 1) if question in changed else None,
        )
        for question in sorted(
            edited, key=lambda each: (-edited[each], ORDER.index(each) if each in ORDER else 99)
        )
    ]
    table = Table("edits", (NAME, COUNT, SHARE, NUMBER), rows)
    bars = [drawing.Bar(f"{row[0]} (%)", row[2] or 0) for row in rows]
    facts = [
        ("Looked at", f"{worked:,}"),
        ("Something was changed", percent(share(sums.one("edited_any"), worked))),
    ]
    return Section(table, drawing.bars("edits", table.title, bars, whole=100), facts)


def _agreement(sums: Sums) -> Section:
    pairs = sums.pairs("decided")
    found = {code for pair in pairs for code in pair}
    names = {
        code: labels.label("results", code).label
        for code in labels.codes("results")
        if code in found
    }
    table = figures.matrix("agreement", names, names, pairs)
    agreed = sum(number for (rules, staff), number in pairs.items() if rules == staff)
    beyond = kappa(pairs)
    facts = [
        ("Decided", f"{sum(pairs.values()):,}"),
        ("Staff agree with the rules", percent(share(agreed, sum(pairs.values())))),
        ("Beyond chance (kappa)", "–" if beyond is None else f"{beyond:g}"),
    ]
    return Section(table, _heat(table), facts, across=table.top)


def _states(sums: Sums) -> Section:
    pairs = sums.pairs("state")
    states = {
        state: labels.label("statuses", state).label
        for state in casework_flow.states()
        if any(state == pair[0] for pair in pairs)
    }
    results = {
        code: labels.label("results", code).label
        for code in labels.codes("results")
        if any(code == pair[1] for pair in pairs)
    }
    table = figures.matrix("states", states, results, pairs)
    return Section(table, _heat(table), across=table.top)


def _heat(table: Table) -> Markup:
    """The table as a picture; letters stand over its columns, which the page explains."""
    numbers = [[int(cell or 0) for cell in row[1:]] for row in table.rows]
    letters = figures.letters(table.top)
    return drawing.heat(table.code, table.title, [str(r[0]) for r in table.rows], letters, numbers)


def _days(waiting: Iterable[Waiting], now: datetime) -> str:
    oldest = max(((now - each.oldest).days for each in waiting), default=None)
    return "–" if oldest is None else f"{oldest} {'day' if oldest == 1 else 'days'}"


def _ages() -> dict[str, str]:
    return figures.words("ages")
