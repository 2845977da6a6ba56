"""Sent cases and what happened to them, page by page, in an order that never moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from backend.config import Settings
from backend.data.casework import CaseChange
from backend.data.entries import CaseEntry
from backend.data.models import CaseEvent, Draft, User

# That somebody looked is no news to whoever looks.
QUIET = ("viewed", "revealed")


class WrongCursor(Exception):
    """A cursor that is not ours, or is from another list."""


@dataclass(frozen=True)
class Wanted:
    """Which cases; nothing narrows where a field is empty."""

    state: str = ""
    result: str = ""
    branch: str = ""
    changed_since: datetime | None = None

    @property
    def name(self) -> str:
        """The list that these make, as a cursor remembers it."""
        since = self.changed_since.isoformat() if self.changed_since else ""
        return f"{self.state}/{self.result}/{self.branch}/{since}"


@dataclass(frozen=True)
class Listed:
    """A case in a list, with what the narrow row of it says."""

    draft: Draft
    entry: CaseEntry
    assigned: User | None


def find(session: Session, reference: str) -> Listed | None:
    """The sent case with this reference."""
    called = reference.replace("\0", "").upper()
    row = session.execute(_cases().where(Draft.reference == called)).one_or_none()
    return Listed(*row) if row else None


def cases(
    session: Session, settings: Settings, wanted: Wanted, limit: int, cursor: str
) -> tuple[list[Listed], str | None]:
    """A page of cases, oldest first, and the cursor of the next page. Raises WrongCursor.

    The moment of sending and the id never change, so no case is missed or told twice.
    """
    box = _box(settings, f"cases {wanted.name}")
    query = _cases().where(*_conditions(wanted))
    if cursor:
        moment, identity = _opened(box, cursor, str, str)
        try:
            after = datetime.fromisoformat(moment)
        except ValueError:
            raise WrongCursor from None
        later = and_(Draft.submitted_at == after, Draft.conversation_id > identity)
        # The first condition says nothing new, but leads an index straight to the place.
        query = query.where(Draft.submitted_at >= after, or_(Draft.submitted_at > after, later))
    order = query.order_by(Draft.submitted_at, Draft.conversation_id)
    rows = [Listed(*row) for row in session.execute(order.limit(limit + 1))]
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1].draft
    return rows[:limit], box.dumps([str(last.submitted_at), last.conversation_id])


def events(
    session: Session, settings: Settings, draft: Draft, limit: int, cursor: str
) -> tuple[Sequence[tuple[CaseEvent, CaseChange | None]], str | None]:
    """What happened to a case, oldest first, each with its change. Raises WrongCursor."""
    box = _box(settings, f"events {draft.conversation_id}")
    version = CaseEvent.detail["version"].as_integer()
    changed = and_(
        CaseChange.conversation_id == CaseEvent.conversation_id,
        CaseChange.kind == CaseEvent.kind,
        CaseChange.version == version,
    )
    query = (
        select(CaseEvent, CaseChange)
        .outerjoin(CaseChange, changed)
        .where(CaseEvent.conversation_id == draft.conversation_id, CaseEvent.kind.not_in(QUIET))
    )
    if cursor:
        (after,) = _opened(box, cursor, int)
        query = query.where(CaseEvent.seq > after)
    rows = session.execute(query.order_by(CaseEvent.seq).limit(limit + 1)).all()
    told = [(row[0], row[1]) for row in rows[:limit]]
    return told, box.dumps([told[-1][0].seq]) if len(rows) > limit else None


def sequence(place: int) -> str:
    """A place in the record as text that sorts as the number does."""
    return f"{place:012d}"


def _cases() -> Any:
    return (
        select(Draft, CaseEntry, User)
        .join(CaseEntry, CaseEntry.conversation_id == Draft.conversation_id)
        .outerjoin(User, User.id == Draft.assigned_to)
        .where(Draft.submitted_at.is_not(None), Draft.reference.is_not(None))
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    given = {
        CaseEntry.state: wanted.state,
        CaseEntry.result: wanted.result,
        CaseEntry.branch: wanted.branch,
    }
    conditions: list[ColumnElement[bool]] = [
        column == value for column, value in given.items() if value
    ]
    if wanted.changed_since is not None:
        conditions.append(Draft.updated_at >= wanted.changed_since)
    return conditions


def _box(settings: Settings, name: str) -> URLSafeSerializer:
    """What signs the cursors of one list; no other list opens them."""
    return URLSafeSerializer(settings.secret_key, salt=f"cursor of {name}")


def _opened(box: URLSafeSerializer, cursor: str, *kinds: type) -> list[Any]:
    try:
        told = box.loads(cursor)
    except (BadData, UnicodeError, ValueError):
        raise WrongCursor from None
    right = isinstance(told, list) and [type(each) for each in told] == list(kinds)
    if not right:
        raise WrongCursor
    return list(told)
