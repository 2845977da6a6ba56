"""The people who answered what staff asked: first in the queue, until somebody has read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.data.models import Draft
from backend.staff import labels, people
from backend.staff.sight import Sight

MOST = 10


@dataclass(frozen=True)
class Line:
    """One person who answered."""

    key: str
    who: str
    organisation: str
    age: str


def answered(session: Session, reader: int, today: date) -> list[Line]:
    """Those that nobody has read, the reader's own first and then the longest waiting."""
    query = select(Draft).where(Draft.answered_at.is_not(None))
    mine = (Draft.assigned_to == reader).desc().nulls_last()
    rows: Sequence[Draft] = session.scalars(
        query.order_by(mine, Draft.answered_at).limit(MOST)
    ).all()
    return [_line(draft, today) for draft in rows]


def _line(draft: Draft, today: date) -> Line:
    facts = Sight().all(draft.facts)
    return Line(
        key=draft.reference or draft.conversation_id,
        who=people.who(facts),
        organisation=people.organisation(facts),
        age=labels.age(draft.answered_at, today) if draft.answered_at else "",
    )
