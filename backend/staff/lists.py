"""The lists of complaints: what stands in each and how it is narrowed, page by page."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, ScalarSelect, TextClause, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from backend.data.entries import CaseEntry
from backend.data.models import CaseTheme, Draft, Message
from backend.services import casework_days, casework_flow, search
from backend.services.references import read_reference
from backend.staff import list_order
from backend.staff.list_order import Cursor, Sort

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
class Page:
    """One page of the queue, with the places before and after it."""

    drafts: Sequence[Draft] = field(default_factory=list)
    previous: Cursor | None = None
    next: Cursor | None = None
    # The link to this place was not one of ours, or nothing is there any more.
    lost: bool = False


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
    query = (
        select(Draft, CaseEntry)
        .join(CaseEntry, CaseEntry.conversation_id == Draft.conversation_id)
        .where(*conditions(session, filters, reader))
    )
    rows = list_order.read(session, query, filters.order, cursor, PAGE + 1)
    more = len(rows) > PAGE
    rows = rows[:PAGE][::-1] if back else rows[:PAGE]
    if not rows:
        return Page(lost=bool(at))
    earlier, later = (more, True) if back else (cursor is not None, more)
    return Page(
        [draft for draft, _ in rows],
        Cursor.of(rows[0][1], filters.order, back=True) if earlier else None,
        Cursor.of(rows[-1][1], filters.order) if later else None,
        lost=bool(at) and cursor is None,
    )


def count(session: Session, filters: Filters, reader: Reader, most: int) -> int:
    """How many cases a list holds; no more than `most` are counted."""
    return session.scalar(select(counted(session, filters, reader, most))) or 0


def counted(
    session: Session, filters: Filters, reader: Reader, most: int, since: datetime | None = None
) -> ScalarSelect[int]:
    """The same as a part of a query; with `since` only the cases sent after that."""
    query = select(CaseEntry.conversation_id).where(*conditions(session, filters, reader))
    if filters.reference:
        query = query.join(Draft, Draft.conversation_id == CaseEntry.conversation_id)
    if since is not None:
        query = query.where(CaseEntry.moment > since)
    return select(func.count()).select_from(query.limit(most).subquery()).scalar_subquery()


def versions(
    session: Session, filters: Filters, reader: Reader, most: int
) -> list[tuple[str, int]]:
    """The cases of a list with the version each has now, in the order of the list."""
    query = (
        select(Draft.conversation_id, Draft.version)
        .join(CaseEntry, CaseEntry.conversation_id == Draft.conversation_id)
        .where(*conditions(session, filters, reader))
    )
    rows = list_order.read(session, query, filters.order, None, most)
    return [(case, version) for case, version in rows]


def in_danger_unsent(session: Session) -> Sequence[Draft]:
    """The people in danger whose complaint is not sent: no list of sent ones would show them."""
    query = select(Draft).where(Draft.risk_level.in_(URGENT), Draft.submitted_at.is_(None))
    return session.scalars(query.order_by(Draft.risk_at.desc()).limit(MOST_IN_DANGER)).all()


def risk_messages(session: Session, drafts: Sequence[Draft]) -> dict[int, Message]:
    """The messages with the words that showed a risk, by their ids."""
    ids = [draft.risk_message_id for draft in drafts if draft.risk_level in CONCERN]
    query = select(Message).where(Message.id.in_([each for each in ids if each is not None]))
    return {message.id: message for message in session.scalars(query)} if any(ids) else {}


def conditions(
    session: Session, filters: Filters, reader: Reader
) -> list[ColumnElement[bool] | TextClause]:
    """What a case has to be to stand in a list, asked of its entry; a reference of its draft."""
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
