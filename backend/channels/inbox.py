"""What came in: kept once, locked, and handed out in order."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from backend.channels import identity as identities
from backend.channels.base import Arrived, Delivery, Media, Receipt
from backend.channels.identity import INSERTS
from backend.config import Settings
from backend.data.channels import ChannelIdentity, ChannelIn
from backend.services import sealing

WAITING, HELD, DONE, FAILED = "waiting", "held", "done", "failed"
REMEMBERED = timedelta(hours=72)  # a repeat within it is dropped
MOST_TRIES = 20
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)


def keep(
    session: Session, settings: Settings, channel: str, delivery: Delivery, now: datetime
) -> list[int]:
    """Keep each message once; gives the identities that have something new."""
    woken: dict[int, None] = {}
    for arrived in delivery.messages:
        who = identities.found(session, settings, channel, arrived.sender, now)
        if _insert(session, settings, channel, who.id, arrived, now):
            woken[who.id] = None
    return list(woken)


def keep_receipt(
    session: Session, settings: Settings, channel: str, receipt: Receipt, now: datetime
) -> None:
    """Keep a receipt that came before we noted what it is about."""
    told = {"id": receipt.provider_id, "state": receipt.state, "why": receipt.why}
    named = f"receipt:{receipt.provider_id}:{receipt.state}"
    row = _row(settings, channel, None, named, told, now)
    session.execute(_once(session).values(row))


def _insert(
    session: Session, settings: Settings, channel: str, who: int, arrived: Arrived, now: datetime
) -> bool:
    row = _row(settings, channel, who, arrived.provider_id, _told(arrived), now)
    row |= {"rank": _rank(arrived), "written_at": arrived.at}
    kept = session.scalar(_once(session).values(row).returning(ChannelIn.id))
    return kept is not None


def _once(session: Session) -> Any:
    insert = INSERTS[session.get_bind().dialect.name](ChannelIn.__table__)
    return insert.on_conflict_do_nothing(index_elements=["channel", "provider_hash"])


def _row(
    settings: Settings,
    channel: str,
    who: int | None,
    provider_id: str,
    told: Mapping[str, Any],
    now: datetime,
) -> dict[str, Any]:
    return {
        "channel": channel,
        "provider_hash": identities.provider_hash(settings, channel, provider_id),
        "identity_id": who,
        "content": sealing.seal(settings, json.dumps(told)),
        "rank": 0,
        "arrived_at": now,
        "status": WAITING,
        "tries": 0,
        "next_try_at": now,
        "files_done": False,
    }


def _rank(arrived: Arrived) -> int:
    if arrived.order is not None:
        return arrived.order
    return int(arrived.at.timestamp() * 1000) if arrived.at else 0


def _told(arrived: Arrived) -> dict[str, Any]:
    media = [
        {
            "place": each.place,
            "kind": each.kind,
            "name": each.name,
            "content": None if each.content is None else base64.b64encode(each.content).decode(),
        }
        for each in arrived.media
    ]
    told = {"text": arrived.text, "choice": arrived.choice, "media": media}
    return {**told, "thread": dict(arrived.thread), "id": arrived.provider_id}


def opened(settings: Settings, row: ChannelIn) -> dict[str, Any] | None:
    """What a kept row says; None where no key of today opens it."""
    held = sealing.unseal(settings, row.content)
    return json.loads(held) if held else None


def message(told: Mapping[str, Any], row: ChannelIn) -> Arrived:
    """The message as it came, without its sender."""
    media = tuple(
        Media(
            each["place"],
            each["kind"],
            each["name"],
            None if each["content"] is None else base64.b64decode(each["content"]),
        )
        for each in told["media"]
    )
    return Arrived(
        provider_id=told["id"],
        sender="",
        text=told["text"],
        choice=told["choice"],
        media=media,
        at=row.written_at,
        thread=told["thread"],
    )


def next_due(session: Session, identity: int, now: datetime) -> ChannelIn | None:
    """The person's next message that may be worked on now."""
    return session.scalars(
        select(ChannelIn)
        .where(ChannelIn.identity_id == identity, ChannelIn.status == WAITING)
        .where(ChannelIn.next_try_at <= now)
        .order_by(ChannelIn.rank, ChannelIn.id)
        .limit(1)
    ).one_or_none()


def within(session: Session, row: ChannelIn, span: timedelta) -> int:
    """How many messages of the same person came in within a time before this one."""
    return (
        session.scalar(
            select(func.count(ChannelIn.id))
            .where(ChannelIn.identity_id == row.identity_id, ChannelIn.id <= row.id)
            .where(ChannelIn.arrived_at > row.arrived_at - span)
        )
        or 0
    )


def finish(row: ChannelIn) -> None:
    """Dealt with: only its id stays, to know a repeat."""
    row.status, row.content = DONE, ""


def put_off(row: ChannelIn, now: datetime) -> float:
    """Try again later, in so many seconds; after many tries it is left to staff."""
    row.tries += 1
    wait: timedelta = min(FIRST_WAIT * 2 ** (row.tries - 1), LONGEST_WAIT)
    row.status = FAILED if row.tries >= MOST_TRIES else WAITING
    row.next_try_at = now + wait
    return wait.total_seconds()


def take_up_held(session: Session, identity: ChannelIdentity, now: datetime) -> None:
    """What somebody wrote while they wanted no messages is worked off after all."""
    session.execute(
        update(ChannelIn)
        .where(ChannelIn.identity_id == identity.id, ChannelIn.status == HELD)
        .values(status=WAITING, next_try_at=now)
    )
