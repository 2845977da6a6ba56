"""A person takes over from the assistant: asked for, taken, handed back.

Whoever owns a conversation is changed in the transaction of what is said about it, and the lease
of a turn that is under way is taken away: what the assistant was about to say is then dropped, so
that it never talks over a person.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.chat.transcript import DONE, question_now
from backend.data.models import Conversation, Draft, Message
from backend.data.taking_over import TakeOver
from backend.problems import Problem, sentence
from backend.services import opening, telling
from backend.services.events import by_staff, record
from intake.config import load

PERSON, STAFF, RISK, SERVICE = "person", "staff", "risk", "service"
OWN_BOT, OWN_STAFF = "bot", "staff"


class Taken(Exception):
    """Another member of staff has the conversation."""


def current(session: Session, conversation: str) -> TakeOver | None:
    """The take-over of a conversation that has not ended; a call-back is none."""
    query = (
        select(TakeOver)
        .where(TakeOver.conversation_id == conversation, TakeOver.ended_at.is_(None))
        .where(TakeOver.call_from.is_(None))
        .order_by(TakeOver.id.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def ask(session: Session, talk: Conversation, draft: Draft, *, by: str, now: datetime) -> TakeOver:
    """Put a conversation into the hands of staff, before anybody of them has taken it."""
    row = current(session, talk.id)
    if row is None:
        row = TakeOver(conversation_id=talk.id, asked_by=by, place=draft.question, asked_at=now)
        session.add(row)
        record(session, talk.id, "person_asked", at=now, actor=_actor(by), by=by)
    talk.owner = OWN_STAFF
    return row


def take(session: Session, conversation: str, user: int, now: datetime) -> TakeOver:
    """A member of staff takes a conversation. Raises Problem 410 where it is erased, and Taken."""
    talk, draft = _locked(session, conversation)
    row = current(session, conversation) or ask(session, talk, draft, by=STAFF, now=now)
    if row.taken_by not in (None, user):
        raise Taken
    if row.taken_by is None:
        row.taken_by, row.taken_at = user, now
        talk.owner, talk.lease, talk.lease_until = OWN_STAFF, None, None
        _drop_owed(session, conversation)
        telling.tell(session, talk, sentence("person_here", locale=talk.locale), now=now)
        record(session, conversation, "person_took", at=now, actor=by_staff(user))
    return row


def reply(
    session: Session, conversation: str, user: int, words: str, token: str, now: datetime
) -> bool:
    """Say something as staff; who says something has taken the conversation. False where the
    same form was sent before."""
    take(session, conversation, user, now)
    talk = session.get_one(Conversation, conversation)
    try:
        with session.begin_nested():
            telling.tell(session, talk, words, now=now, kind="info", client_id=token)
    except IntegrityError:
        return False
    talk.last_active_at = now
    return True


def hand_back(
    session: Session, conversation: str, *, by: str, now: datetime, why: str = "back_with_bot"
) -> list[Message]:
    """Give a conversation back to the assistant, at the question where it was; what is said."""
    talk, draft = _locked(session, conversation)
    row = current(session, conversation)
    if row is not None:
        row.ended_by, row.ended_at = by, now
    if talk.owner != OWN_STAFF:
        return []
    talk.owner = OWN_BOT
    record(session, conversation, "handed_back", at=now, actor=_actor(by, row))
    text = sentence(why, locale=talk.locale)
    said = [telling.tell(session, talk, text, now=now, author="bot")]
    question = question_now(session, draft) if talk.status == "open" else None
    if question is not None:
        said.append(telling.again(session, question, now=now))
    return said


def nobody_came(session: Session, now: datetime, minutes: int) -> int:
    """Give back the conversations that nobody took in time; how many."""
    query = select(TakeOver.conversation_id).where(
        TakeOver.ended_at.is_(None),
        TakeOver.taken_at.is_(None),
        TakeOver.call_from.is_(None),
        TakeOver.asked_at < now - timedelta(minutes=minutes),
    )
    found = session.scalars(query).all()
    for conversation in found:
        hand_back(session, conversation, by=SERVICE, now=now, why="nobody_free")
        session.commit()
    return len(found)


def waiting(session: Session) -> Sequence[tuple[TakeOver, Conversation, Draft]]:
    """What waits for staff or is with them: danger first, then the longest wait."""
    query = (
        select(TakeOver, Conversation, Draft)
        .join(Conversation, Conversation.id == TakeOver.conversation_id)
        .join(Draft, Draft.conversation_id == TakeOver.conversation_id)
        .where(TakeOver.ended_at.is_(None), TakeOver.call_from.is_(None))
        .order_by((Draft.risk_level >= "R3").desc(), TakeOver.asked_at)
        .limit(100)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def is_open(now: datetime) -> bool:
    """Whether staff are there to take a conversation."""
    return opening.is_open(now, load().opening)


def _locked(session: Session, conversation: str) -> tuple[Conversation, Draft]:
    talk = session.get(Conversation, conversation, with_for_update=True, populate_existing=True)
    draft = session.get(Draft, conversation)
    if talk is None or draft is None:
        raise Problem(410, "gone")
    return talk, draft


def _drop_owed(session: Session, conversation: str) -> None:
    """What the assistant still owed an answer is for the person who took over."""
    session.execute(
        update(Message)
        .where(Message.conversation_id == conversation, Message.author == "person")
        .where(Message.status != DONE)
        .values(status=DONE)
    )


def _actor(by: str, row: TakeOver | None = None) -> str:
    if by == STAFF and row is not None and row.taken_by is not None:
        return by_staff(row.taken_by)
    return {PERSON: "person"}.get(by, "service")
