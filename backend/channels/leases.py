"""One worker at a time for what a person wrote, and one for what is sent to them."""

import uuid
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import CursorResult, or_, update
from sqlalchemy.orm import Session

from backend.data.channels import ChannelIdentity

LASTS = timedelta(seconds=40)  # longer than a turn, or the slowest call of a provider


class Way(Enum):
    """Which of the two leases of an identity."""

    IN = ("in_lease", "in_until")
    OUT = ("out_lease", "out_until")


def take(session: Session, identity: int, way: Way, now: datetime) -> str | None:
    """The name of the lease, or None while another holds it. Commits."""
    name = str(uuid.uuid4())
    held, until = (getattr(ChannelIdentity, column) for column in way.value)
    free = or_(held.is_(None), until < now)
    return name if _set(session, identity, way, name, now + LASTS, free) else None


def keep(session: Session, identity: int, way: Way, name: str, now: datetime) -> bool:
    """Have it last longer; False where it was lost meanwhile. Commits."""
    mine = getattr(ChannelIdentity, way.value[0]) == name
    return _set(session, identity, way, name, now + LASTS, mine)


def release(session: Session, identity: int, way: Way, name: str) -> None:
    """Give it back. Commits."""
    mine = getattr(ChannelIdentity, way.value[0]) == name
    _set(session, identity, way, None, None, mine)


def _set(
    session: Session,
    identity: int,
    way: Way,
    name: str | None,
    until: datetime | None,
    allowed: object,
) -> bool:
    done = session.execute(
        update(ChannelIdentity)
        .where(ChannelIdentity.id == identity, allowed)  # type: ignore[arg-type]
        .values(dict(zip(way.value, (name, until), strict=True)))
        .execution_options(synchronize_session=False)
    )
    session.commit()
    return isinstance(done, CursorResult) and done.rowcount > 0
