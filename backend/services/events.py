"""The history of a case: what happened, by whom, when."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from backend.data.models import CaseEvent


def record(
    session: Session, conversation: str, kind: str, *, at: datetime, actor: str = "", **detail: Any
) -> None:
    """Add an event; `detail` holds ids, codes and numbers, never a person's words."""
    event = CaseEvent(
        conversation_id=conversation, kind=kind, at=at, actor=actor or "service", detail=detail
    )
    session.add(event)
