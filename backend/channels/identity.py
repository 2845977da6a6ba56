"""Who writes: an address known by its hash, the conversation it is in, and when it may be new."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from backend.channels.base import Arrived
from backend.config import Settings
from backend.data.channels import ChannelIdentity, ChannelLink, ChannelOut
from backend.data.models import Conversation
from backend.services import sealing

INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
WEB = "web"


def found(
    session: Session, settings: Settings, channel: str, address: str, now: datetime
) -> ChannelIdentity:
    """The identity of an address on a channel, made where there is none."""
    hashes = [_hash(settings, key, channel, address) for key in settings.address_keys]
    known = select(ChannelIdentity).where(
        ChannelIdentity.channel == channel, ChannelIdentity.address_hash.in_(hashes)
    )
    mine = session.scalars(known.limit(1)).one_or_none()
    if mine is None:
        session.execute(_insert(session, settings, channel, address, hashes[0], now))
        mine = session.scalars(known.limit(1)).one()
    elif mine.address_hash != hashes[0]:  # found by an older key
        mine.address_hash, mine.address = hashes[0], sealing.seal(settings, address)
    return mine


def _insert(
    session: Session, settings: Settings, channel: str, address: str, hashed: str, now: datetime
) -> Any:
    row = {
        "channel": channel,
        "address_hash": hashed,
        "address": sealing.seal(settings, address),
        "thread": "",
        "locale": "en",
        "heard_at": now,
    }
    insert = INSERTS[session.get_bind().dialect.name](ChannelIdentity.__table__)
    return insert.values(row).on_conflict_do_nothing(index_elements=["channel", "address_hash"])


def _hash(settings: Settings, key: str, channel: str, address: str) -> str:
    return sealing.hashed(replace(settings, address_keys=(key,)), "channel", channel, address)


def provider_hash(settings: Settings, channel: str, provider_id: str) -> str:
    """A provider's id of a message, so that it can be compared and tells nothing."""
    return sealing.hashed(settings, "provider", channel, provider_id)


def address(settings: Settings, identity: ChannelIdentity) -> str | None:
    """Where to send; None where no key of today opens it."""
    return sealing.unseal(settings, identity.address)


def thread(settings: Settings, identity: ChannelIdentity) -> dict[str, str]:
    """What a reply must name for its provider to put it in its place."""
    held = sealing.unseal(settings, identity.thread) if identity.thread else None
    return dict(json.loads(held)) if held else {}


def heard(settings: Settings, identity: ChannelIdentity, arrived: Arrived, at: datetime) -> None:
    """Note that the person wrote, and where a reply goes."""
    identity.heard_at = max(identity.heard_at, at)
    if arrived.thread:
        identity.thread = sealing.seal(settings, json.dumps(dict(arrived.thread)))


def link(session: Session, identity: ChannelIdentity, talk: Conversation) -> None:
    """From now on this conversation is this person's, on this channel."""
    row = session.get(ChannelLink, talk.id)
    if row is None:
        session.add(ChannelLink(conversation_id=talk.id, identity_id=identity.id))
    elif row.identity_id != identity.id:
        _leave(session, row.identity_id, talk.id)
        row.identity_id = identity.id
    identity.conversation_id, identity.waiting = talk.id, None
    identity.locale, talk.channel = talk.locale, identity.channel


def _leave(session: Session, identity: int, conversation: str) -> None:
    """Nothing more of a conversation goes to where it was before."""
    session.execute(
        update(ChannelIdentity)
        .where(ChannelIdentity.id == identity, ChannelIdentity.conversation_id == conversation)
        .values(conversation_id=None)
    )
    session.execute(
        update(ChannelOut)
        .where(ChannelOut.identity_id == identity, ChannelOut.conversation_id == conversation)
        .where(ChannelOut.status == "waiting")
        .values(status="dropped", why="moved")
    )


def back_on_the_web(session: Session, conversation: str) -> None:
    """A conversation that was opened again on our own pages is told nothing elsewhere."""
    row = session.get(ChannelLink, conversation)
    if row is None:
        return
    _leave(session, row.identity_id, conversation)
    session.delete(row)
    talk = session.get_one(Conversation, conversation)
    talk.channel = WEB


def forget(session: Session, identity: ChannelIdentity) -> None:
    """Whoever has the number now is somebody new: nothing said before is theirs."""
    session.execute(delete(ChannelLink).where(ChannelLink.identity_id == identity.id))
    session.execute(
        update(ChannelOut)
        .where(ChannelOut.identity_id == identity.id)
        .where(ChannelOut.status.in_(("waiting", "held")))
        .values(status="dropped", why="gap")
    )
    identity.conversation_id, identity.waiting = None, None


def long_silent(settings: Settings, identity: ChannelIdentity, now: datetime) -> bool:
    """True where the number may have gone to somebody else since."""
    return now - identity.heard_at > timedelta(days=settings.channels.gap_days)
