"""Counting: what changed since the last time is read again, then the days that it belongs to."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar, cast

import structlog
from sqlalchemy import CursorResult, or_, select, union, update
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.data.models import CaseEvent, Conversation
from backend.data.supervision import CaseCourse, TotalsCount
from backend.services import courses, totals
from backend.services.events import NO_CASE

log = structlog.get_logger()
ONE = 1  # the only row
EVERY = timedelta(minutes=10)
HELD = timedelta(minutes=5)
# A change that was under way while the last count began is looked at again.
UNDER_WAY = timedelta(minutes=2)
AT_ONCE = 200
Item = TypeVar("Item")


def last(session: Session) -> TotalsCount:
    """When the totals were counted; empty where they never were."""
    return session.get(TotalsCount, ONE) or TotalsCount(id=ONE)


def ask(session: Session, now: datetime) -> None:
    """Have them counted again as soon as the worker comes to it."""
    session.merge(TotalsCount(id=ONE, asked_at=now))


def is_due(session: Session, now: datetime) -> bool:
    """True where somebody asked, or the last count is old."""
    known = last(session)
    if known.counted_at is None or known.counted_at <= now - EVERY:
        return True
    return known.asked_at is not None and known.asked_at > known.counted_at


def count(session: Session, clock: Clock) -> int | None:
    """Count what changed; returns how many days, or None while another counts. Commits often."""
    now = clock.now()
    if not _hold(session, now):
        return None
    days: set[date] = set()
    for some in _batches(_touched(session, last(session).counted_at)):
        days |= courses.refresh(session, some, now)
        _go_on(session, clock)
    ended = courses.let_go(session)
    days |= set(ended.values())
    for day in sorted(days):
        totals.count_day(session, day)
        _go_on(session, clock)
    for month in sorted({day.replace(day=1) for day in days}):
        totals.count_month(session, month)
        _go_on(session, clock)
    _end(session, list(ended), now)
    log.info("totals_counted", days=len(days))
    return len(days)


def _hold(session: Session, now: datetime) -> bool:
    """Take the right to count, unless somebody has it."""
    if session.get(TotalsCount, ONE) is None:
        session.add(TotalsCount(id=ONE))
        session.flush()
    taken = session.execute(
        update(TotalsCount)
        .where(or_(TotalsCount.busy_until.is_(None), TotalsCount.busy_until < now))
        .values(busy_until=now + HELD)
    )
    session.commit()
    return cast("CursorResult[Any]", taken).rowcount == 1


def _go_on(session: Session, clock: Clock) -> None:
    """Let others write in between, and hold on to the right to count."""
    session.execute(update(TotalsCount).values(busy_until=clock.now() + HELD))
    session.commit()
    session.expunge_all()


def _batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]


def _touched(session: Session, since: datetime | None) -> list[str]:
    """The conversations in which something may have happened since; all, at the first time."""
    if since is None:
        every = select(CaseCourse.conversation_id).where(CaseCourse.conversation_id.is_not(None))
        return list(filter(None, session.scalars(every)))
    before = since - UNDER_WAY
    # Who was still talking then may have stopped since without a sign.
    talked = select(Conversation.id).where(Conversation.last_active_at >= before - courses.QUIET)
    done = select(CaseEvent.conversation_id).where(
        CaseEvent.at >= before, CaseEvent.conversation_id != NO_CASE
    )
    new = select(CaseCourse.conversation_id).where(
        CaseCourse.counted_at.is_(None), CaseCourse.conversation_id.is_not(None)
    )
    return list(filter(None, session.scalars(union(talked, done, new))))


def _end(session: Session, gone: list[int], now: datetime) -> None:
    """Say when it was counted. Of what is erased not even the hour is kept from here on."""
    for some in _batches(gone):
        session.execute(update(CaseCourse).where(CaseCourse.id.in_(some)).values(began_at=None))
    session.execute(update(TotalsCount).values(counted_at=now, busy_until=None))
    session.commit()
