"""What the console reads from the database: the queue, page by page, and one case whole."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, cast, func, or_, select
from sqlalchemy.orm import Session

from backend.data.models import CaseEvent, CaseTheme, Conversation, Draft, Message, User
from backend.services.references import read_reference

PAGE = 25
MOST_IN_DANGER = 10
URGENT = ("R3", "R4")
CONCERN = ("R2", *URGENT)


class Tab(StrEnum):
    """The lists of the queue."""

    SENT = "sent"
    FLAGGED = "flagged"
    IN_PROGRESS = "in-progress"


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; a reference is looked for in every list."""

    tab: Tab = Tab.SENT
    result: str = ""
    flag: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Cursor:
    """A place in the list: the row that a page begins after, or ends before."""

    rank: int
    moment: datetime
    id: str
    back: bool = False

    def __str__(self) -> str:
        plain = json.dumps([self.rank, self.moment.isoformat(), self.id, self.back])
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The place in a link; None for anything that is not one of our links."""
        try:
            padded = text + "=" * (-len(text) % 4)
            rank, moment, key, back = json.loads(base64.urlsafe_b64decode(padded))
            read = cls(int(rank), datetime.fromisoformat(moment), str(key), bool(back))
        except (ValueError, TypeError, binascii.Error):
            return None
        return read if read.moment.tzinfo else None


@dataclass(frozen=True)
class Page:
    """One page of the queue, with the places before and after it."""

    drafts: Sequence[Draft]
    previous: Cursor | None
    next: Cursor | None


# Risk first, then newest. The one place that says in what order the queue is.
urgency: ColumnElement[int] = case((Draft.risk_level.in_(URGENT), 0), else_=1)
newest = func.coalesce(Draft.submitted_at, Draft.updated_at)
ORDER = (urgency, newest.desc(), Draft.conversation_id.desc())
ORDER_BACK = (urgency.desc(), newest, Draft.conversation_id)


def queue_page(session: Session, filters: Filters, cursor: Cursor | None) -> Page:
    """One page of drafts, most urgent and newest first."""
    query = select(Draft).where(*_conditions(filters))
    back = cursor is not None and cursor.back
    if cursor is not None:
        query = query.where(_before(cursor) if back else _after(cursor))
    rows = list(session.scalars(query.order_by(*(ORDER_BACK if back else ORDER)).limit(PAGE + 1)))
    more = len(rows) > PAGE
    rows = rows[:PAGE][::-1] if back else rows[:PAGE]
    if not rows:
        return Page([], None, None)
    earlier, later = (more, True) if back else (cursor is not None, more)
    return Page(
        rows,
        _place(rows[0], back=True) if earlier else None,
        _place(rows[-1]) if later else None,
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


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    if filters.reference:
        wanted = read_reference(filters.reference) or filters.reference.upper().replace(" ", "")
        return [Draft.reference.contains(wanted, autoescape=True)]
    conditions = [_in_tab(filters.tab)]
    if filters.result:
        conditions.append(Draft.result == filters.result)
    if filters.flag:
        conditions.append(_has_flag(filters.flag))
    return conditions


def _in_tab(tab: Tab) -> ColumnElement[bool]:
    # A conversation in which nothing was said yet is no work for anybody.
    begun = or_(cast(Draft.facts, Text) != "{}", Draft.risk_level.in_(CONCERN))
    if tab is Tab.SENT:
        return Draft.submitted_at.is_not(None)
    if tab is Tab.IN_PROGRESS:
        return and_(Draft.submitted_at.is_(None), begun)
    flagged = or_(cast(Draft.flags, Text) != "[]", Draft.risk_level.in_(CONCERN))
    return and_(flagged, begun)


def _has_flag(flag: str) -> ColumnElement[bool]:
    quoted = json.dumps(flag)
    return or_(
        cast(Draft.flags, Text).contains(quoted, autoescape=True),
        cast(Draft.risk_flags, Text).contains(quoted, autoescape=True),
    )


def _place(draft: Draft, *, back: bool = False) -> Cursor:
    rank = 0 if draft.risk_level in URGENT else 1
    return Cursor(rank, draft.submitted_at or draft.updated_at, draft.conversation_id, back)


def _after(place: Cursor) -> ColumnElement[bool]:
    later = or_(
        newest < place.moment,
        and_(newest == place.moment, Draft.conversation_id < place.id),
    )
    return or_(urgency > place.rank, and_(urgency == place.rank, later))


def _before(place: Cursor) -> ColumnElement[bool]:
    earlier = or_(
        newest > place.moment,
        and_(newest == place.moment, Draft.conversation_id > place.id),
    )
    return or_(urgency < place.rank, and_(urgency == place.rank, earlier))


@dataclass(frozen=True)
class Case:
    """Everything that is kept about one case."""

    draft: Draft
    conversation: Conversation
    messages: Sequence[Message]
    events: Sequence[CaseEvent]
    staff: dict[str, str]
    themes: dict[str, list[dict[str, str]]]


def find_case(session: Session, key: str) -> Case | None:
    """The case with this reference, or with this conversation id; None where there is none."""
    row = session.execute(
        select(Draft, Conversation)
        .join(Conversation, Conversation.id == Draft.conversation_id)
        .where(or_(Draft.reference == key.upper(), Draft.conversation_id == key))
    ).first()
    if row is None:
        return None
    draft, conversation = row
    events = _events(session, draft.conversation_id)
    return Case(
        draft=draft,
        conversation=conversation,
        messages=session.scalars(
            select(Message)
            .where(Message.conversation_id == draft.conversation_id)
            .order_by(Message.id)
        ).all(),
        events=events,
        staff=_names(session, events),
        themes=_themes(session, draft.conversation_id),
    )


def _themes(session: Session, conversation: str) -> dict[str, list[dict[str, str]]]:
    kept = select(CaseTheme.code, CaseTheme.words).where(CaseTheme.conversation_id == conversation)
    return {code: words for code, words in session.execute(kept.order_by(CaseTheme.code))}


def _events(session: Session, conversation: str) -> Sequence[CaseEvent]:
    return session.scalars(
        select(CaseEvent).where(CaseEvent.conversation_id == conversation).order_by(CaseEvent.id)
    ).all()


def actor(user_id: Any) -> str:
    """How an event names a member of staff."""
    return f"staff:{user_id}"


def _names(session: Session, events: Sequence[CaseEvent]) -> dict[str, str]:
    """The email address of each member of staff in these events, by how events name them."""
    ids = {event.actor.partition(":")[2] for event in events if event.actor.startswith("staff:")}
    if not ids:
        return {}
    whole = [int(each) for each in ids if each.isdecimal()]
    found = session.execute(select(User.id, User.email).where(User.id.in_(whole)))
    return {actor(user_id): email for user_id, email in found}
