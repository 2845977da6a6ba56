"""The record of what happened, checked from end to end and searched."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, or_, select
from sqlalchemy.orm import Session

from backend.data import chain
from backend.data.models import CaseEvent, Draft
from backend.services.events import by_staff
from backend.services.references import read_reference

PAGE = 50
LONGEST_KEY = 40


@dataclass(frozen=True)
class Checked:
    """What a walk along the chain found."""

    rows: int
    last: str
    broken: str = ""


def verify(
    connection: Connection,
    seen: tuple[int, str] | None = None,
    told: Callable[[int], object] = lambda _rows: None,
) -> Checked:
    """Walk the chain; `seen` is a place and hash noted before, `told` hears of each step."""
    rows, previous = 0, chain.FIRST
    for batch in chain.walk(connection):
        for row in batch:
            problem = _problem(rows + 1, previous, row, seen)
            if problem:
                return Checked(rows, previous, problem)
            rows, previous = rows + 1, row.hash
        told(len(batch))
    if seen and seen[0] > rows:
        return Checked(rows, previous, f"row {seen[0]}, which was there before, is missing")
    loose = chain.unsealed(connection)
    if loose is not None:
        return Checked(rows, previous, f"event {loose} is not in the chain")
    return Checked(rows, previous)


def _problem(seq: int, previous: str, row: Row[Any], seen: tuple[int, str] | None) -> str:
    if row.seq != seq:
        return f"row {seq} is missing"
    if row.hash != chain.digest(previous, seq, row):
        return f"row {seq} (event {row.id}) is not as it was written, or the row before it is not"
    if seen and seen[0] == seq and seen[1] != row.hash:
        return f"row {seq} (event {row.id}) is not the one that was noted"
    return ""


@dataclass(frozen=True)
class Wanted:
    """What an auditor looks for; nothing narrows where a field is empty."""

    staff: int | None = None
    case: str = ""
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


def search(session: Session, wanted: Wanted) -> tuple[Sequence[CaseEvent], int | None]:
    """The newest events that fit, and where the page of older ones begins, if there is one."""
    query = select(CaseEvent).where(*_conditions(session, wanted))
    if wanted.before is not None:
        query = query.where(CaseEvent.id < wanted.before)
    rows = session.scalars(query.order_by(CaseEvent.id.desc()).limit(PAGE + 1)).all()
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None


def _conditions(session: Session, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.staff is not None:
        mine = CaseEvent.actor == by_staff(wanted.staff)
        conditions.append(or_(mine, CaseEvent.account == wanted.staff))
    if wanted.case:
        conditions.append(CaseEvent.conversation_id == _conversation(session, wanted.case))
    if wanted.kind:
        conditions.append(CaseEvent.kind == wanted.kind)
    if wanted.since is not None:
        conditions.append(CaseEvent.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(CaseEvent.at < wanted.until)
    return conditions


def _conversation(session: Session, case: str) -> str:
    """The conversation that a reference belongs to; an id of one, erased or not, is its own."""
    reference = read_reference(case) or case.upper()
    found = session.scalar(select(Draft.conversation_id).where(Draft.reference == reference))
    return found or case[:LONGEST_KEY]


def references(session: Session, rows: Sequence[CaseEvent]) -> dict[str, str]:
    """The reference of each sent case among these events, by its conversation."""
    ids = {row.conversation_id for row in rows} - {""}
    if not ids:
        return {}
    query = select(Draft.conversation_id, Draft.reference).where(
        Draft.conversation_id.in_(ids), Draft.reference.is_not(None)
    )
    return {key: reference for key, reference in session.execute(query) if reference}
