"""Conversations: begun by the service, erased when the person asks or the time is over."""

import uuid
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backend.chat.rasa import Rasa, RasaFailed
from backend.context import services
from backend.data.models import Conversation, Draft, Erasure
from backend.files import store
from backend.problems import Problem
from backend.services import courses
from backend.services.events import record

log = structlog.get_logger()
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=6)


def begin(
    session: Session, *, locale: str, channel: str, now: datetime
) -> tuple[Conversation, Draft]:
    """A new conversation with an empty draft; its id is made here, never by a caller."""
    talk = Conversation(
        id=str(uuid.uuid4()),
        locale=locale,
        channel=channel,
        owner="bot",
        status="open",
        offered={},
        created_at=now,
        last_active_at=now,
    )
    session.add(talk)
    session.flush()
    draft = Draft(conversation_id=talk.id, created_at=now, updated_at=now)
    session.add(draft)
    record(session, talk.id, "opened", at=now, actor="person", channel=channel)
    return talk, draft


def erase(session: Session, conversation: str, *, actor: str, now: datetime) -> bool:
    """Erase an unsent draft and its transcript; False where there is nothing left to erase."""
    query = select(Draft.reference).where(Draft.conversation_id == conversation)
    found = session.execute(query).one_or_none()
    if found is None:
        return False
    if found.reference:
        raise Problem(409, "already_sent", reference=found.reference)
    courses.refresh(session, [conversation], now)  # how far it went is a number, and stays
    session.execute(delete(Conversation).where(Conversation.id == conversation))
    session.add(Erasure(conversation_id=conversation, requested_at=now, next_try_at=now))
    record(session, conversation, "erased", at=now, actor=actor)
    return True


def forget_in_rasa(session: Session, rasa: Rasa, *, now: datetime, only: str | None = None) -> int:
    """Have Rasa forget what is erased here; what fails is tried again later. Commits each one."""
    query = select(Erasure).where(Erasure.next_try_at <= now).order_by(Erasure.next_try_at)
    if only:
        query = query.where(Erasure.conversation_id == only)
    done = 0
    for erasure in session.scalars(query.limit(500)).all():
        session.commit()  # no transaction stays open while Rasa is called
        try:
            rasa.erase(erasure.conversation_id)
        except RasaFailed as failure:
            wait = min(FIRST_RETRY * 2**erasure.attempts, LONGEST_RETRY)
            erasure.attempts, erasure.next_try_at = erasure.attempts + 1, now + wait
            log.warning("tracker_not_erased", conversation=erasure.conversation_id, why=failure.why)
        else:
            session.delete(erasure)
            done += 1
        session.commit()
    return done


def erase_now(
    session: Session, rasa: Rasa, conversation: str, *, actor: str, now: datetime
) -> None:
    """Erase a conversation here, then in Rasa, at once if it answers and later if not."""
    if erase(session, conversation, actor=actor, now=now):
        session.commit()
        store.remove_all(services().settings.files_folder, conversation)
        forget_in_rasa(session, rasa, now=now, only=conversation)
