"""What the console reads of one case, whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from backend.data.casework import CaseChange, CasePresence
from backend.data.files import AttachedFile
from backend.data.letters import CaseLetter
from backend.data.models import CaseEvent, Conversation, Draft, Message, Role, User
from backend.services import casework_related
from backend.services.casework_presence import SEEN_WITHIN
from backend.services.casework_related import Alike
from backend.services.events import by_staff
from backend.staff import case_parts


@dataclass(frozen=True)
class Colleague:
    """A member of staff, and when they last had the case open."""

    id: int
    email: str
    open: bool
    roles: frozenset[str]
    seen_at: datetime | None

    def here(self, now: datetime) -> bool:
        """True for somebody who has the case open now."""
        return self.seen_at is not None and self.seen_at > now - SEEN_WITHIN


@dataclass(frozen=True)
class Case:
    """Everything that is kept about one case."""

    draft: Draft
    conversation: Conversation
    messages: Sequence[Message]
    events: Sequence[CaseEvent]
    staff: dict[str, str]
    themes: dict[str, list[dict[str, str]]]
    files: Sequence[AttachedFile] = ()
    changes: Sequence[CaseChange] = ()
    colleagues: Sequence[Colleague] = ()
    alike: Sequence[Alike] = ()
    letters: Sequence[CaseLetter] = ()


def find_case(session: Session, key: str) -> Case | None:
    """The case with this reference, or with this conversation id; None where there is none."""
    query = select(Draft, Conversation).join(Conversation, Conversation.id == Draft.conversation_id)
    row = session.execute(query.where(_called(key))).first()
    if row is None:
        return None
    draft, conversation = row
    parts = case_parts.read(session, draft.conversation_id)
    colleagues = _colleagues(session, draft.conversation_id)
    return Case(
        draft=draft,
        conversation=conversation,
        messages=session.scalars(
            select(Message)
            .where(Message.conversation_id == draft.conversation_id)
            .order_by(Message.id)
        ).all(),
        events=_events(session, draft.conversation_id),
        staff=parts.systems | {by_staff(each.id): each.email for each in colleagues},
        themes=parts.themes,
        files=parts.files,
        changes=parts.changes,
        colleagues=colleagues,
        alike=casework_related.alike(session, draft.conversation_id),
        letters=parts.letters,
    )


def find_draft(session: Session, key: str) -> Draft | None:
    """The draft alone, for a change of it."""
    return session.scalars(select(Draft).where(_called(key))).first()


def _called(key: str) -> ColumnElement[bool]:
    key = key.replace("\0", "")
    return or_(Draft.reference == key.upper(), Draft.conversation_id == key)


def _colleagues(session: Session, conversation: str) -> list[Colleague]:
    """All staff, closed accounts too: the history names them."""
    here = and_(CasePresence.user_id == User.id, CasePresence.conversation_id == conversation)
    query = (
        select(User.id, User.email, User.active, Role.name, CasePresence.seen_at)
        .outerjoin(User.roles)
        .outerjoin(CasePresence, here)
        .order_by(User.email)
    )
    found: dict[int, Colleague] = {}
    for number, email, active, role, seen_at in session.execute(query):
        held = found[number].roles if number in found else frozenset()
        roles = held | {role} if role else held
        found[number] = Colleague(number, email, bool(active), frozenset(roles), seen_at)
    return list(found.values())


def _events(session: Session, conversation: str) -> Sequence[CaseEvent]:
    return session.scalars(
        select(CaseEvent).where(CaseEvent.conversation_id == conversation).order_by(CaseEvent.id)
    ).all()
