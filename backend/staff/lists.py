"""The lists of complaints: what stands in each, how it is narrowed and sorted, page by page."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, TextClause, and_, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from backend.data.entries import CaseEntry
from backend.data.models import CaseTheme, Draft, Message
from backend.services import casework_days, casework_flow, search
from backend.services.references import read_reference

PAGE = 25
MOST_IN_DANGER = 10
DUE_WITHIN = 5  # working days
URGENT = ("R3", "R4")
CONCERN = ("R2", *URGENT)


class Tab(StrEnum):
    """The lists of the queue."""

    NEW = "new"
    MINE = "mine"
    WAITING = "waiting"
    DUE = "due"
    FLAGGED = "flagged"
    ALL = "all"
    IN_PROGRESS = "in-progress"


class Sort(StrEnum):
    """What comes first after the people in danger, who are always first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; a reference and words are looked for in every list."""

    tab: Tab = Tab.NEW
    result: str = ""
    flag: str = ""
    organisation: str = ""
    branch: str = ""
    theme: str = ""
    channel: str = ""
    adjustment: str = ""
    age: str = ""
    reference: str = ""
    words: str = ""
    sort: Sort | None = None

    @property
    def order(self) -> Sort:
        """How it is sorted: as asked, or as the list is by itself."""
        return self.sort or (Sort.DUE if self.tab is Tab.DUE else Sort.NEWEST)


@dataclass(frozen=True)
class Reader:
    """Who reads the list, and when."""

    id: int
    today: date
    now: datetime


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
            padded = text + "=" * (-len(text) % 4)
            urgent, written, identity, back = json.loads(base64.urlsafe_b64decode(padded))
            key = kind.fromisoformat(written)
        except (ValueError, TypeError, binascii.Error):
            return None
        if isinstance(key, datetime) and not key.tzinfo:
            return None
        return cls(bool(urgent), key, str(identity).replace("\0", ""), bool(back))


@dataclass(frozen=True)
class Page:
    """One page of the queue, with the places before and after it."""

    drafts: Sequence[Draft] = field(default_factory=list)
    previous: Cursor | None = None
    next: Cursor | None = None


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
# How long ago a complaint was sent, in days: from, and up to.
AGES: dict[str, tuple[int, int | None]] = {
    "week": (0, 7),
    "month": (7, 28),
    "quarter": (28, 91),
    "older": (91, None),
}
ACTIVE = tuple(
    state
    for state in casework_flow.states()
    if casework_flow.work(state) in (casework_flow.OPEN, casework_flow.WAITING)
)
WAITING = tuple(
    state for state in casework_flow.states() if casework_flow.work(state) == casework_flow.WAITING
)
IN_LIST: dict[Tab, Callable[[Reader], ColumnElement[bool]]] = {
    Tab.NEW: lambda _: CaseEntry.state == "submitted_by_person",
    Tab.MINE: lambda reader: and_(CaseEntry.assigned_to == reader.id, CaseEntry.state.in_(ACTIVE)),
    Tab.WAITING: lambda _: CaseEntry.state.in_(WAITING),
    Tab.DUE: lambda reader: and_(
        CaseEntry.state.in_(ACTIVE),
        CaseEntry.due_on <= casework_days.after(reader.today, DUE_WITHIN),
    ),
    Tab.FLAGGED: lambda _: CaseEntry.flagged.is_(True),
    Tab.ALL: lambda _: CaseEntry.sent.is_(True),
    Tab.IN_PROGRESS: lambda _: and_(CaseEntry.sent.is_(False), CaseEntry.begun.is_(True)),
}


def queue_page(session: Session, filters: Filters, reader: Reader, at: str = "") -> Page:
    """One page of drafts at the place that a link names, those in danger first."""
    cursor = Cursor.read(at, filters.order)
    back = cursor is not None and cursor.back
    keys = _keys(filters.order, back=back)
    query = (
        select(Draft, CaseEntry)
        .join(CaseEntry, CaseEntry.conversation_id == Draft.conversation_id)
        .where(*_conditions(session, filters, reader))
        .order_by(*(key.column.desc() if key.falling else key.column for key in keys))
    )
    if cursor is not None:
        query = query.where(_beyond(keys, (cursor.urgent, cursor.key, cursor.id)))
    rows = session.execute(query.limit(PAGE + 1)).all()
    more = len(rows) > PAGE
    rows = rows[:PAGE][::-1] if back else rows[:PAGE]
    if not rows:
        return Page()
    earlier, later = (more, True) if back else (cursor is not None, more)
    return Page(
        [draft for draft, _ in rows],
        _place(rows[0][1], filters.order, back=True) if earlier else None,
        _place(rows[-1][1], filters.order) if later else None,
    )


def in_danger_unsent(session: Session) -> Sequence[Draft]:
    """The people in danger whose complaint is not sent: no list of sent ones would show them."""
    query = select(Draft).where(Draft.risk_level.in_(URGENT), Draft.submitted_at.is_(None))
    return session.scalars(query.order_by(Draft.risk_at.desc()).limit(MOST_IN_DANGER)).all()


def risk_messages(session: Session, drafts: Sequence[Draft]) -> dict[int, Message]:
    """The messages with the words that showed a risk, by their ids."""
    ids = [draft.risk_message_id for draft in drafts if draft.risk_level in CONCERN]
    query = select(Message).where(Message.id.in_([each for each in ids if each is not None]))
    return {message.id: message for message in session.scalars(query)} if any(ids) else {}


def _conditions(
    session: Session, filters: Filters, reader: Reader
) -> list[ColumnElement[bool] | TextClause]:
    if filters.reference:
        wanted = read_reference(filters.reference) or filters.reference.upper().replace(" ", "")
        return [Draft.reference.contains(wanted, autoescape=True)]
    narrowed = {
        CaseEntry.result: filters.result,
        CaseEntry.branch: filters.branch,
        CaseEntry.channel: filters.channel,
    }
    conditions: list[ColumnElement[bool] | TextClause]
    conditions = [IN_LIST[Tab.ALL if filters.words else filters.tab](reader)]
    conditions += [column == wanted for column, wanted in narrowed.items() if wanted]
    if filters.words:
        conditions.append(search.matching(session, filters.words))
    if filters.flag:
        conditions.append(_holds(CaseEntry.flags, filters.flag))
    if filters.adjustment:
        conditions.append(_holds(CaseEntry.adjustments, filters.adjustment))
    if filters.organisation:
        conditions.append(CaseEntry.organisation.icontains(filters.organisation, autoescape=True))
    if filters.theme:
        with_it = select(CaseTheme.conversation_id).where(CaseTheme.code == filters.theme)
        conditions.append(CaseEntry.conversation_id.in_(with_it))
    if filters.age:
        newest, oldest = AGES[filters.age]
        conditions.append(CaseEntry.moment <= reader.now - timedelta(days=newest))
        if oldest is not None:
            conditions.append(CaseEntry.moment > reader.now - timedelta(days=oldest))
    return conditions


def _holds(column: InstrumentedAttribute[str], code: str) -> ColumnElement[bool]:
    return column.contains(json.dumps(code), autoescape=True)


def _keys(order: Sort, *, back: bool) -> list[Key]:
    by = BY[order]
    keys = [Key(CaseEntry.urgent, falling=True), by, Key(CaseEntry.conversation_id, by.falling)]
    return [Key(key.column, key.falling is not back) for key in keys]


def _beyond(keys: Sequence[Key], place: Sequence[Any]) -> ColumnElement[bool]:
    """True for the rows after a place, in this order."""
    ways: list[ColumnElement[bool]] = []
    same: list[ColumnElement[bool]] = []
    for key, plain in zip(keys, place, strict=True):
        value = literal(plain, key.column.type)
        past = key.column < value if key.falling else key.column > value
        ways.append(and_(*same, past))
        same.append(key.column == value)
    return or_(*ways)


def _place(entry: CaseEntry, order: Sort, *, back: bool = False) -> Cursor:
    key = getattr(entry, BY[order].column.key)
    return Cursor(entry.urgent, key, entry.conversation_id, back)
