"""In what order a list is, and how a page goes on from a place in it without counting."""

import base64
import binascii
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, literal, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from backend.data.entries import CaseEntry

LONGEST_LINK = 200
ID = re.compile(r"[A-Za-z0-9-]{1,40}")


class Sort(StrEnum):
    """What comes first after the people in danger, who are always first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"


@dataclass(frozen=True)
class Cursor:
    """A place in the list: the row that a page begins after, or ends before."""

    urgent: bool
    key: datetime | date
    id: str
    back: bool = False

    def __str__(self) -> str:
        plain = json.dumps([self.urgent, self.key.isoformat(), self.id, self.back])
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str, order: Sort) -> "Cursor | None":
        """The place in a link; None for anything that is not one of our links."""
        kind = date if order is Sort.DUE else datetime
        try:
            padded = text[:LONGEST_LINK] + "=" * (-len(text[:LONGEST_LINK]) % 4)
            urgent, written, identity, back = json.loads(base64.urlsafe_b64decode(padded))
            key = kind.fromisoformat(written)
            if isinstance(key, datetime):
                if key.tzinfo is None:
                    return None
                key = key.astimezone(UTC)  # as the database will be asked for it
        except (ValueError, TypeError, OverflowError, binascii.Error, RecursionError):
            return None
        whole = isinstance(urgent, bool) and isinstance(back, bool) and isinstance(identity, str)
        return cls(urgent, key, identity, back) if whole and ID.fullmatch(identity) else None

    @classmethod
    def of(cls, entry: CaseEntry, order: Sort, *, back: bool = False) -> "Cursor":
        """The place of a row."""
        key = getattr(entry, BY[order].column.key)
        return cls(entry.urgent, key, entry.conversation_id, back)


@dataclass(frozen=True)
class Key:
    """A column that the list is sorted by, and whether its highest comes first."""

    column: InstrumentedAttribute[Any]
    falling: bool


# Risk first, whatever is asked for. The one place that says in what order a list is.
BY = {
    Sort.NEWEST: Key(CaseEntry.moment, falling=True),
    Sort.OLDEST: Key(CaseEntry.moment, falling=False),
    Sort.DUE: Key(CaseEntry.due_on, falling=False),
}


def read(session: Session, query: Any, order: Sort, at: Cursor | None, most: int) -> Sequence[Any]:
    """At most so many rows of a query on entries, from a place on, nearest to it first.

    Those in danger and the others are asked for one after the other: with that column fixed, the
    database goes straight to the place in its index, however deep in the list it is.
    """
    if at is None and BY[order].falling:  # all of one direction: the index has it as it stands
        query = query.order_by(CaseEntry.urgent.desc(), *_sorted(order, back=False))
        return session.execute(query.limit(most)).all()
    rows: list[Any] = []
    for urgent, place in _parts(at):
        part = query.where(CaseEntry.urgent.is_(urgent))
        if place is not None:
            part = part.where(_beyond(order, place))
        part = part.order_by(*_sorted(order, back=at is not None and at.back))
        rows += session.execute(part.limit(most - len(rows))).all()
        if len(rows) >= most:
            break
    return rows


def _parts(at: Cursor | None) -> list[tuple[bool, Cursor | None]]:
    """Those in danger and the others, in the order that they come in from a place on."""
    if at is None:
        return [(True, None), (False, None)]
    there: list[tuple[bool, Cursor | None]] = [(at.urgent, at)]
    return [*there, (not at.urgent, None)] if at.urgent is not at.back else there


def _beyond(order: Sort, at: Cursor) -> ColumnElement[bool]:
    """True for the rows after a place."""
    column = BY[order].column
    row = tuple_(column, CaseEntry.conversation_id)
    place = tuple_(literal(at.key, column.type), literal(at.id))
    return row < place if BY[order].falling is not at.back else row > place


def _sorted(order: Sort, *, back: bool) -> list[ColumnElement[Any]]:
    columns = (BY[order].column, CaseEntry.conversation_id)
    falling = BY[order].falling is not back
    return [column.desc() if falling else column.asc() for column in columns]
