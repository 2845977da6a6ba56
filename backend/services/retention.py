"""What is kept no longer than needed: chats never used, drafts never sent, unclear messages."""

from datetime import date, datetime, timedelta

import structlog
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from backend.config import Settings
from backend.data.models import Conversation, Draft, KeptDraft, Message
from backend.services import entered, unclear
from backend.services.conversations import erase
from intake.config import load

log = structlog.get_logger()


def due(session: Session, now: datetime, kept_days: int) -> list[str]:
    """Unsent conversations whose time is over; never one that staff have taken on or down.

    What the person chose to save has a time of its own.
    """
    config = load()
    said = (
        select(func.count(Message.id))
        .where(Message.conversation_id == Conversation.id, Message.client_id.is_not(None))
        .scalar_subquery()
    )
    kept = KeptDraft.conversation_id.is_not(None)
    old_kept = Conversation.last_active_at < now - timedelta(days=kept_days)
    old_draft = Conversation.last_active_at < now - timedelta(days=config.draft_days)
    old_chat = Conversation.last_active_at < now - timedelta(hours=config.chat_hours)
    query = (
        select(Conversation.id)
        .join(Draft, Draft.conversation_id == Conversation.id)
        .outerjoin(KeptDraft, KeptDraft.conversation_id == Conversation.id)
        .where(Draft.reference.is_(None), Conversation.owner != "staff")
        .where(Conversation.channel.not_in(entered.CHANNELS))
        .where(or_(and_(kept, old_kept), and_(~kept, or_(old_draft, and_(old_chat, said == 0)))))
        .order_by(Conversation.last_active_at)
    )
    return list(session.scalars(query.limit(1000)))


def erase_due(session: Session, now: datetime, kept_days: int) -> int:
    """Erase what is due, each in a transaction of its own; returns how many."""
    conversations = due(session, now, kept_days)
    session.commit()
    for conversation in conversations:
        erase(session, conversation, actor="retention", now=now)
        session.commit()
    log.info("retention_done", erased=len(conversations))
    return len(conversations)


def erase_unclear(session: Session, settings: Settings, today: date) -> int:
    """Erase unclear messages that nobody labelled in time, and labelled ones in their time."""
    days, labelled_days = settings.unclear_days, settings.unclear_labelled_days
    erased = unclear.erase_old(session, today, days=days, labelled_days=labelled_days)
    session.commit()
    log.info("unclear_messages_erased", erased=erased)
    return erased
