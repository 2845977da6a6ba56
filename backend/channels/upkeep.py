"""What runs by itself: takes up what a killed process left, and erases what is no longer needed."""

from datetime import datetime, timedelta
from typing import Any

import structlog
from flask import Flask
from sqlalchemy import Select, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from backend.channels import inbox, receipts, registry, waking
from backend.channels.mail import Mail
from backend.context import services
from backend.data.channels import ChannelIdentity, ChannelIn, ChannelLink, ChannelOut
from backend.data.session import db

log = structlog.get_logger()
MOST = 1000
SENT_KEPT = timedelta(hours=72)  # the words of a sent message; they stay in the transcript
OUT_KEPT = timedelta(days=30)  # what became of it
ALONE_KEPT = timedelta(hours=72)  # an address that no conversation leads to
HELD_KEPT = timedelta(days=7)
GOING = ("waiting", "sending")
OVER = ("sent", "delivered", "read", "dropped")


def sweep(app: Flask) -> int:
    """Wake workers for everybody for whom something is due; every minute."""
    with app.app_context():
        session, now = db.session, services().clock.now()
        receipts.catch_up(session, services().settings, now)
        woken = 0
        for job, due in ((waking.WORK, _due_in(now)), (waking.SEND, _due_out(now))):
            for identity in session.scalars(due).all():
                waking.wake(job, identity)
                woken += 1
        session.rollback()
        return woken


def _due_in(now: datetime) -> Select[Any]:
    free = or_(ChannelIdentity.in_until.is_(None), ChannelIdentity.in_until < now)
    return (
        select(ChannelIn.identity_id)
        .join(ChannelIdentity, ChannelIdentity.id == ChannelIn.identity_id)
        .where(ChannelIn.status == inbox.WAITING, ChannelIn.next_try_at <= now, free)
        .distinct()
        .limit(MOST)
    )


def _due_out(now: datetime) -> Select[Any]:
    free = or_(ChannelIdentity.out_until.is_(None), ChannelIdentity.out_until < now)
    return (
        select(ChannelOut.identity_id)
        .join(ChannelIdentity, ChannelIdentity.id == ChannelOut.identity_id)
        .where(ChannelOut.status.in_(GOING), ChannelOut.next_try_at <= now, free)
        .distinct()
        .limit(MOST)
    )


def fetch_mail(app: Flask) -> int:
    """Fetch e-mail by IMAP, where that is how it comes; every minute."""
    with app.app_context():
        adapter = registry.find("email")
        if not isinstance(adapter, Mail) or not adapter.fetches:
            return 0
        context = services()
        taken = 0
        for delivery, seen in adapter.fetch_new():
            now = context.clock.now()
            woken = inbox.keep(db.session, context.settings, adapter.name, delivery, now)
            db.session.commit()
            seen()  # only now that it is kept here
            for identity in woken:
                waking.wake(waking.WORK, identity)
            taken += len(delivery.messages)
        return taken


def erase_old(session: Session, now: datetime) -> None:
    """Erase what was sent and dealt with, and addresses that lead to no conversation."""
    old = now - inbox.REMEMBERED
    session.execute(
        delete(ChannelIn).where(ChannelIn.arrived_at < old, ChannelIn.status == inbox.DONE)
    )
    session.execute(delete(ChannelIn).where(ChannelIn.arrived_at < now - HELD_KEPT))
    session.execute(
        update(ChannelOut)
        .where(ChannelOut.made_at < now - SENT_KEPT, ChannelOut.status.in_(OVER))
        .values(content="")
    )
    _erase_out(session, now)
    _erase_alone(session, now)
    session.commit()


def _erase_out(session: Session, now: datetime) -> None:
    """What became of each message goes in time; a question may still be answered."""
    old, unasked = ChannelOut.made_at < now - OUT_KEPT, ChannelOut.asks.is_(None)
    session.execute(delete(ChannelOut).where(old, unasked))
    session.execute(update(ChannelOut).where(old).values(content=""))


def _erase_alone(session: Session, now: datetime) -> None:
    """An address that no conversation leads to, unless its owner wants no messages: that is kept
    so that it can be honoured."""
    mine = ChannelIdentity.id
    session.execute(
        delete(ChannelIdentity)
        .where(ChannelIdentity.heard_at < now - ALONE_KEPT)
        .where(ChannelIdentity.conversation_id.is_(None), ChannelIdentity.stopped_at.is_(None))
        .where(~exists().where(ChannelLink.identity_id == mine))
        .where(~exists().where(ChannelIn.identity_id == mine, ChannelIn.status == inbox.WAITING))
        .where(~exists().where(ChannelOut.identity_id == mine, ChannelOut.status.in_(GOING)))
        .execution_options(synchronize_session=False)
    )
