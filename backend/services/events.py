"""What happened: to a case or to an account of staff, by whom, when; chained, only added to."""

from datetime import datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from backend.data import chain
from backend.data.models import CaseEvent
from backend.services import webhook_queue

NO_CASE = ""
OPERATOR = "operator"  # who runs commands on the server
NOBODY = "nobody"  # somebody who is not signed in
UNSEALED = "unsealed_events"


def record(
    session: Session, conversation: str, kind: str, *, at: datetime, actor: str = "", **detail: Any
) -> None:
    """Add an event; `detail` holds ids, codes and numbers, never a person's words."""
    _add(
        session,
        CaseEvent(
            conversation_id=conversation, kind=kind, at=at, actor=actor or "service", detail=detail
        ),
    )


def record_account(
    session: Session, account: int | None, kind: str, *, at: datetime, actor: str, **detail: Any
) -> None:
    """Add an event about an account of staff; None where it is nobody's account."""
    _add(
        session,
        CaseEvent(
            conversation_id=NO_CASE, account=account, kind=kind, at=at, actor=actor, detail=detail
        ),
    )


def by_staff(user_id: Any) -> str:
    """How an event names a member of staff."""
    return f"staff:{user_id}"


def _add(session: Session, row: CaseEvent) -> None:
    session.add(row)
    session.info[UNSEALED] = True
    webhook_queue.recorded(session, row.kind, row.detail)


@event.listens_for(Session, "before_commit")
def _seal(session: Session) -> None:
    """Chain new events last of all: nothing waits for another's row while it holds the chain."""
    if session.info.get(UNSEALED) and not session.in_nested_transaction():
        session.flush()
        webhook_queue.fill(session)
        chain.seal(session.connection())
        session.info[UNSEALED] = False
