"""One turn at a time in a conversation: a lease in its row, which runs out if its holder dies."""

import time
import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, Update, or_, update
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.data.models import Conversation

LASTS = timedelta(seconds=15)  # longer than any turn may take
PAUSE = 0.05


def take(session: Session, conversation: str, now: datetime) -> str | None:
    """Try for the lease in the open transaction; its name, or None while another holds it."""
    name = str(uuid.uuid4())
    free = or_(Conversation.lease.is_(None), Conversation.lease_until < now)
    changed = _changed(
        session,
        update(Conversation)
        .where(Conversation.id == conversation, free)
        .values(lease=name, lease_until=now + LASTS, last_active_at=now),
    )
    return name if changed else None


def wait(session: Session, conversation: str, clock: Clock, seconds: float) -> str | None:
    """Wait for the lease, holding no transaction meanwhile; None where it did not come in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        time.sleep(PAUSE)
        name = take(session, conversation, clock.now())
        session.commit()
        if name:
            return name
    return None


def keep(
    session: Session,
    conversation: str,
    name: str,
    now: datetime,
    *,
    last: bool,
    offered: dict[str, Any] | None = None,
) -> bool:
    """Give the lease back, or make it last longer; False where it was lost meanwhile."""
    more = {} if offered is None else {"offered": offered}
    return _changed(
        session,
        update(Conversation)
        .where(Conversation.id == conversation, Conversation.lease == name)
        .values(
            lease=None if last else name,
            lease_until=None if last else now + LASTS,
            last_active_at=now,
            **more,
        ),
    )


def _changed(session: Session, statement: Update) -> bool:
    done = session.execute(statement.execution_options(synchronize_session=False))
    return isinstance(done, CursorResult) and done.rowcount > 0
