"""What a person writes or attaches after staff asked for more: it comes back to the case."""

from datetime import datetime

from sqlalchemy.orm import Session

from backend.data.models import Draft
from backend.services import casework, casework_flow
from backend.services.casework import Asked
from backend.services.events import record

WROTE = "person_wrote"
ANSWERED, READ = "answered", "answer_read"


def expected(draft: Draft) -> bool:
    """True where what the person writes is for staff: they asked, or have not read the answer."""
    return draft.submitted_at is not None and (_waits(draft) or draft.answered_at is not None)


def take(session: Session, conversation: str, message: int, now: datetime) -> None:
    """Add a message to the case, and move the case back to staff where it waited for it.

    In the transaction that keeps the message: neither is there without the other.
    """
    draft = session.get_one(Draft, conversation, with_for_update=True, populate_existing=True)
    if not expected(draft):
        return
    record(session, conversation, WROTE, at=now, actor="person", message=message)
    _answered(session, draft, now)


def attached(session: Session, conversation: str, now: datetime) -> None:
    """Move a case for which staff waited back to them, as a file came; nothing before sending.

    In the transaction that keeps the file.
    """
    draft = session.get_one(Draft, conversation, with_for_update=True, populate_existing=True)
    if expected(draft):
        _answered(session, draft, now)


def _answered(session: Session, draft: Draft, now: datetime) -> None:
    if _waits(draft):
        asked = Asked(by=None, version=draft.version, token=None, now=now)
        case = draft.conversation_id
        draft = casework.move(session, case, asked, ANSWERED, {casework.SERVICE}, "")
    draft.answered_at = draft.answered_at or now


def read(session: Session, case: str, asked: Asked) -> Draft:
    """Say that the answer was read by whoever asks. Raises NotAllowed where there is none."""
    draft = casework.claim(session, case, asked)
    if draft.answered_at is None:
        raise casework.NotAllowed("no_answer")
    draft.answered_at = None
    casework.keep(session, draft, asked, READ, {})
    return draft


def _waits(draft: Draft) -> bool:
    return casework_flow.work(draft.case_status) == casework_flow.WAITING
