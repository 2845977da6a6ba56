"""Sends what is in the outbox: to each person in order, again where it may help, never twice."""

import random
from datetime import datetime, timedelta

import structlog
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.channels import identity as identities
from backend.channels import leases, outbox, registry, segments, waking
from backend.channels.base import Abilities, Adapter, Out
from backend.channels.identity import provider_hash
from backend.channels.leases import Way
from backend.channels.rendering import Part
from backend.config import Settings
from backend.context import services
from backend.data.channels import ChannelIdentity, ChannelOut
from backend.data.session import db
from backend.services.posting import SendingFailed
from intake.wording import text as words

log = structlog.get_logger()
WAITING, SENDING, SENT, FAILED, DROPPED = "waiting", "sending", "sent", "failed", "dropped"
HELD = "held"  # until the person writes again
# Waits before each further try; after the last one it is left to staff.
WAITS = (5, 60, 600, 3600, 6 * 3600, 24 * 3600)
JITTER = 0.25
SOON = 60  # seconds: a wait within it has a job of its own, others the sweep finds
NEWS = "news:"  # how the key of a word that there is news begins
HOUR = timedelta(hours=1)


def send_now(app: Flask, identity: int) -> None:
    """The job: send one person what waits for them."""
    with app.app_context():
        send_waiting(db.session, identity)


def send_waiting(session: Session, identity: int) -> None:
    """Send what is due to one person, in order, under a lease."""
    clock = services().clock
    name = leases.take(session, identity, Way.OUT, clock.now())
    if name is None:
        return
    try:
        while leases.keep(session, identity, Way.OUT, name, clock.now()):
            if not _send_next(session, identity, clock.now()):
                break
    finally:
        session.rollback()
        leases.release(session, identity, Way.OUT, name)
    if _next(session, identity, clock.now()):  # put in between the last look and the release
        session.rollback()
        waking.wake(waking.SEND, identity)


def _next(session: Session, identity: int, now: datetime) -> ChannelOut | None:
    """The oldest message not sent yet, where its time has come; a younger one never overtakes."""
    oldest = session.scalars(
        select(ChannelOut)
        .where(ChannelOut.identity_id == identity, ChannelOut.status.in_((WAITING, SENDING)))
        .order_by(ChannelOut.id)
        .limit(1)
        .execution_options(populate_existing=True)
    ).one_or_none()
    return oldest if oldest is not None and oldest.next_try_at <= now else None


def _send_next(session: Session, identity: int, now: datetime) -> bool:
    """Send one message; False where nothing more can be sent now."""
    settings = services().settings
    row = _next(session, identity, now)
    who = session.get(ChannelIdentity, identity, populate_existing=True)
    adapter = registry.find(who.channel) if who else None
    if row is None or who is None or adapter is None:
        return False
    if who.stopped_at and not row.urgent:
        return _close(session, row, DROPPED, "stopped")
    if row.status == SENDING and not adapter.abilities.keyed:
        # A process was killed while it sent: whether it went out nobody knows.
        return _close(session, row, FAILED, "perhaps_sent")
    if not row.key.startswith(NEWS) and not row.urgent and _must_wait(session, who, adapter, now):
        return _close(session, row, HELD, "must_write_first")
    out = _out(settings, who, row)
    if out is None:
        return _close(session, row, FAILED, "unreadable")
    row.status, row.tries = SENDING, row.tries + 1
    session.commit()  # no transaction stays open while the provider is called
    return _call(session, settings, adapter, row, out)


def _call(
    session: Session, settings: Settings, adapter: Adapter, row: ChannelOut, out: Out
) -> bool:
    try:
        given = adapter.send(out)
    except SendingFailed as failure:
        if failure.unsure and not adapter.abilities.keyed:
            return _close(session, row, FAILED, "perhaps_sent")
        return _failed(session, row, failure)
    except Exception as error:
        log.error("channel_send_broke", channel=row.channel, error=type(error).__name__)
        return _close(session, row, FAILED, type(error).__name__)
    row.status, row.why, row.sent_at = SENT, "", services().clock.now()
    row.provider_hash = provider_hash(settings, row.channel, given) if given else None
    session.commit()
    return True


def _failed(session: Session, row: ChannelOut, failure: SendingFailed) -> bool:
    log.warning("channel_not_sent", channel=row.channel, out=row.id, why=failure.why)
    if not failure.passing or row.tries > len(WAITS):
        return _close(session, row, FAILED, failure.why)
    wait = WAITS[row.tries - 1] * random.uniform(1, 1 + JITTER)
    wait = max(wait, failure.wait or 0)
    row.status, row.why = WAITING, failure.why[:80]
    row.next_try_at = services().clock.now() + timedelta(seconds=wait)
    session.commit()
    if wait <= SOON * (1 + JITTER):
        waking.wake(waking.SEND, row.identity_id, delay=wait)
    return False


def _close(session: Session, row: ChannelOut, status: str, why: str) -> bool:
    row.status, row.why = status, why[:80]
    session.commit()
    return True


def _must_wait(session: Session, who: ChannelIdentity, adapter: Adapter, now: datetime) -> bool:
    """True where words may not be sent now: the person is told once that there are some."""
    settings, since = services().settings, int(who.heard_at.timestamp())
    if identities.long_silent(settings, who, now):
        # The number may be somebody else's by now, who learns no more than that.
        said, template = words("channel.news_ring", who.locale), ""
        if outside_window(adapter.abilities, who, now):
            return True
    elif outside_window(adapter.abilities, who, now):
        said, template = words("channel.news", who.locale), template_of(settings, who.channel)
        if not template:
            return True
    else:
        return False
    part = Part(segments.plain(said) if adapter.abilities.segments else said, template=template)
    outbox.put(session, who, [part], key=f"{NEWS}{who.id}:{since}", now=now)
    return True


def template_of(settings: Settings, channel: str) -> str:
    """The approved template of a channel that says there is news; none where it has none."""
    given = settings.channels.given.get(channel, {})
    return next((value for name, value in given.items() if name.endswith("_TEMPLATE")), "")


def _out(settings: Settings, who: ChannelIdentity, row: ChannelOut) -> Out | None:
    part, to = outbox.opened(settings, row), identities.address(settings, who)
    if part is None or to is None:
        return None
    return Out(
        to=to,
        text=part.text,
        buttons=part.buttons,
        template=part.template,
        language=who.locale,
        thread=identities.thread(settings, who),
        key=row.key,
    )


def outside_window(abilities: Abilities, who: ChannelIdentity, now: datetime) -> bool:
    """True where the channel allows nothing but templates since the person last wrote."""
    return bool(abilities.window_hours) and now - who.heard_at > abilities.window_hours * HOUR
