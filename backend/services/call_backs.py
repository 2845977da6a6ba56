"""A call by staff at a time that the person chose, where nobody was there to write with."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.data.models import Conversation, Draft
from backend.data.taking_over import TakeOver
from backend.services import opening
from backend.services.events import by_staff, record
from backend.services.opening import Stretch
from intake.config import load

FARTHEST = 60  # so many stretches are looked through for the one that was chosen


def book(
    session: Session,
    talk: Conversation,
    draft: Draft,
    start: datetime,
    number: str | None,
    *,
    now: datetime,
) -> Stretch | None:
    """Note a call; the newest wish counts. None where that time is no longer to be had."""
    coming = opening.call_times(now, load().opening, FARTHEST)
    chosen = next((one for one in coming if one.start == start), None)
    if chosen is None:
        return None
    row = _open(session, talk.id)
    if row is None:
        row = TakeOver(
            conversation_id=talk.id, asked_by="person", place=draft.question, asked_at=now
        )
        session.add(row)
    row.call_from, row.call_to, row.call_number = chosen.start, chosen.end, number
    record(session, talk.id, "call_asked", at=now, actor="person")
    return chosen


def number_of(draft: Draft) -> str | None:
    """The number that the person gave in the complaint, where they gave one."""
    given = draft.facts.get("phone")
    return given if isinstance(given, str) and given else None


def awaiting(session: Session, conversation: str) -> TakeOver | None:
    """The call for which we have no number yet."""
    row = _open(session, conversation)
    return row if row is not None and row.call_number is None else None


def stretch(row: TakeOver) -> Stretch:
    """From when to when we said that we would ring."""
    if row.call_from is None or row.call_to is None:
        raise ValueError("not a call-back")
    return Stretch(row.call_from, row.call_to)


def coming(session: Session) -> Sequence[tuple[TakeOver, Conversation, Draft]]:
    """The calls to make, the soonest first."""
    query = (
        select(TakeOver, Conversation, Draft)
        .join(Conversation, Conversation.id == TakeOver.conversation_id)
        .join(Draft, Draft.conversation_id == TakeOver.conversation_id)
        .where(TakeOver.ended_at.is_(None), TakeOver.call_number.is_not(None))
        .order_by(TakeOver.call_from)
        .limit(100)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def known(session: Session, number: int) -> bool:
    """Whether there is a call-back with this number."""
    row = session.get(TakeOver, number)
    return row is not None and row.call_from is not None


def done(session: Session, number: int, user: int, now: datetime) -> bool:
    """Note that a call was made; False where it is noted already or there is none."""
    row = session.get(TakeOver, number, with_for_update=True)
    if row is None or row.call_from is None or row.ended_at is not None:
        return False
    row.taken_by, row.ended_by, row.ended_at = user, "staff", now
    record(session, row.conversation_id, "call_made", at=now, actor=by_staff(user))
    return True


def _open(session: Session, conversation: str) -> TakeOver | None:
    query = (
        select(TakeOver)
        .where(TakeOver.conversation_id == conversation, TakeOver.ended_at.is_(None))
        .where(TakeOver.call_from.is_not(None))
        .order_by(TakeOver.id.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()
