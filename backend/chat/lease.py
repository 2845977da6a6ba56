"""One turn at a time in a conversation: a lease in its row, which runs out if its holder dies."""

import time
import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, Table, Update, bindparam, or_, update
from sqlalchemy.orm import Session

from backend.clock import Clock
from backend.data.models import Conversation

LASTS = timedelta(seconds=15)  # longer than any turn may take
PAUSE = 0.05

# Statements of every turn are built once: building them costs more than running them.
_table: Table = Conversation.__table__  # type: ignore[assignment]
_columns = _table.c
_free = or_(_columns.lease.is_(None), _columns.lease_until < bindparam("now"))
_take = (
    update(_table)
    .where(_columns.id == bindparam("talk"), _free)
    .values(
        lease=bindparam("name"), lease_until=bindparam("until"), last_active_at=bindparam("now")
    )
)
_keep = (
    update(_table)
    .where(_columns.id == bindparam("talk"), _columns.lease == bindparam("name"))
    .values(
        lease=bindparam("next"), lease_until=bindparam("until"), last_active_at=bindparam("now")
    )
)
_keep_and_offer = _keep.values(offered=bindparam("offers"))


def take(session: Session, conversation: str, now: datetime) -> str | None:
    """Try for the lease in the open transaction; its name, or None while another holds it."""
    name = str(uuid.uuid4())
    given = {"talk": conversation, "name": name, "now": now, "until": now + LASTS}
    return name if _changed(session, _take, given) else None


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
    given = {
        "talk": conversation,
        "name": name,
        "now": now,
        "next": None if last else name,
        "until": None if last else now + LASTS,
    }
    if offered is None:
        return _changed(session, _keep, given)
    return _changed(session, _keep_and_offer, {**given, "offers": offered})


def _changed(session: Session, statement: Update, given: dict[str, Any]) -> bool:
    done = session.execute(statement, given)
    return isinstance(done, CursorResult) and done.rowcount > 0
