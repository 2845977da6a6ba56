"""Who has a case open: a hint to others, never a lock."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from backend.data.casework import CasePresence
from backend.data.models import User

SEEN_WITHIN = timedelta(minutes=2)


def seen(session: Session, case: str, user: int, now: datetime) -> None:
    """Keep that somebody has a case open now."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = (sqlite.insert if on_sqlite else postgresql.insert)(CasePresence)
    row = {"conversation_id": case, "user_id": user, "seen_at": now}
    keys = ["conversation_id", "user_id"]
    session.execute(
        insert.values(row).on_conflict_do_update(index_elements=keys, set_={"seen_at": now})
    )


def others(session: Session, case: str, user: int, now: datetime) -> list[str]:
    """The email addresses of everybody else who has a case open now."""
    query = (
        select(User.email)
        .join(CasePresence, CasePresence.user_id == User.id)
        .where(
            CasePresence.conversation_id == case,
            CasePresence.user_id != user,
            CasePresence.seen_at > now - SEEN_WITHIN,
        )
    )
    return list(session.scalars(query.order_by(User.email)))
