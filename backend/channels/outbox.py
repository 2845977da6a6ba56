"""What goes out: put there by the transaction that puts it in the transcript, and only once.

Whatever is kept in the transcript of a conversation that a channel leads to is put in the outbox
when that transaction commits, whoever wrote it: nobody has to remember to.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from flask import has_app_context
from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy import event as hooks
from sqlalchemy.orm import Session

from backend.channels import registry, rendering, waking
from backend.channels.base import Abilities, Button
from backend.channels.identity import INSERTS, WEB
from backend.channels.rendering import Part
from backend.config import Settings
from backend.context import services
from backend.data.channels import ChannelIdentity, ChannelLink, ChannelOut
from backend.data.models import Conversation, Message
from backend.services import sealing

PERSON = "person"
SAID, WOKEN, QUIET = "channel_said", "channel_woken", "channel_quiet"
RISK, ERROR = "risk", "error"


@hooks.listens_for(Session, "after_flush")
def _notice(session: Session, _context: Any) -> None:
    said = [row for row in session.new if isinstance(row, Message) and row.author != PERSON]
    if said:
        session.info.setdefault(SAID, []).extend(said)


@hooks.listens_for(Session, "before_commit")
def _keep(session: Session) -> None:
    if session.in_nested_transaction():
        return
    if session.new:
        session.flush()
    said = session.info.pop(SAID, [])
    if said and has_app_context():
        for conversation, rows in groupby(said, key=lambda row: row.conversation_id):
            _put_lines(session, conversation, list(rows))


@hooks.listens_for(Session, "after_commit")
def _wake(session: Session) -> None:
    """Have it sent; within a turn only help for somebody in danger does not wait for the rest."""
    for identity, urgent in session.info.pop(WOKEN, {}).items():
        if urgent or not session.info.get(QUIET):
            waking.wake(waking.SEND, identity)


@hooks.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    for key in (SAID, WOKEN):
        session.info.pop(key, None)


def _put_lines(session: Session, conversation: str, rows: list[Message]) -> None:
    talk = session.get(Conversation, conversation)
    if talk is None or talk.channel == WEB:
        return
    link = session.get(ChannelLink, conversation)
    identity = session.get(ChannelIdentity, link.identity_id) if link else None
    if identity is None:
        return
    for risky, lines in groupby(rows, key=lambda row: row.kind == RISK):
        _put(session, identity, talk, list(lines), urgent=risky)


def _put(
    session: Session,
    identity: ChannelIdentity,
    talk: Conversation,
    lines: list[Message],
    *,
    urgent: bool,
) -> None:
    run = lines[0].run
    if not urgent and run is not None and lines[0].kind != ERROR:
        lines = [*_not_sent_yet(session, identity, run), *lines]
    offered = session.scalar(select(Conversation.offered).where(Conversation.id == talk.id)) or {}
    locale = lines[-1].lang or talk.locale
    parts = rendering.render(lines, abilities(identity.channel), offered, locale)
    # However often a message could not be answered, the person is told so once.
    failed = lines[0].kind == ERROR
    key = f"error:{lines[0].reply_to}" if failed else f"line:{lines[-1].id}"
    put(
        session,
        identity,
        parts,
        key=key,
        now=lines[-1].at,
        conversation=talk.id,
        run=None if urgent or failed else run,
        lines=[line.id for line in lines],
        urgent=urgent,
    )


def _not_sent_yet(session: Session, identity: ChannelIdentity, run: int) -> list[Message]:
    """What the same turn said before and is still here: taken back, to go as one message."""
    waiting = (
        ChannelOut.identity_id == identity.id,
        ChannelOut.run == run,
        ChannelOut.status == "waiting",
        ChannelOut.tries == 0,
    )
    taken = session.scalars(delete(ChannelOut).where(*waiting).returning(ChannelOut.lines)).all()
    ids = {line for lines in taken for line in lines}
    query = select(Message).where(Message.id.in_(ids)).order_by(Message.id)
    return list(session.scalars(query)) if ids else []


def put(
    session: Session,
    identity: ChannelIdentity,
    parts: Sequence[Part],
    *,
    key: str,
    now: datetime,
    conversation: str | None = None,
    run: int | None = None,
    lines: Sequence[int] = (),
    urgent: bool = False,
) -> None:
    """Put messages in the outbox, in the open transaction; the same key again adds nothing."""
    settings = services().settings
    insert = INSERTS[session.get_bind().dialect.name](ChannelOut.__table__)
    for number, part in enumerate(parts):
        row = {
            "channel": identity.channel,
            "identity_id": identity.id,
            "conversation_id": conversation,
            "key": f"{key}:{number}",
            "run": run,
            "lines": list(lines) if number == 0 else [],
            "asks": part.asks,
            "content": sealed(settings, part),
            "status": "waiting",
            "urgent": urgent,
            "tries": 0,
            "next_try_at": now,
            "why": "",
            "made_at": now,
        }
        done = session.execute(insert.values(row).on_conflict_do_nothing(index_elements=["key"]))
        if isinstance(done, CursorResult) and done.rowcount > 0:
            woken = session.info.setdefault(WOKEN, {})
            woken[identity.id] = urgent or woken.get(identity.id, False)


def take_up_held(session: Session, identity: ChannelIdentity, now: datetime) -> None:
    """What could not be sent until the person wrote again goes out now."""
    done = session.execute(
        update(ChannelOut)
        .where(ChannelOut.identity_id == identity.id, ChannelOut.status == "held")
        .values(status="waiting", next_try_at=now)
    )
    if isinstance(done, CursorResult) and done.rowcount > 0:
        session.info.setdefault(WOKEN, {})[identity.id] = False


def drop_waiting(session: Session, identity: ChannelIdentity, why: str) -> None:
    """Send nothing of what still waits."""
    session.execute(
        update(ChannelOut)
        .where(ChannelOut.identity_id == identity.id)
        .where(ChannelOut.status.in_(("waiting", "held")))
        .values(status="dropped", why=why)
    )


def say(
    session: Session,
    identity: ChannelIdentity,
    text: str,
    *,
    key: str,
    now: datetime,
    urgent: bool = False,
    conversation: str | None = None,
) -> None:
    """Say a sentence of the service's own, outside the conversation."""
    parts = rendering.sentence(text, abilities(identity.channel))
    put(session, identity, parts, key=key, now=now, urgent=urgent, conversation=conversation)


def abilities(channel: str) -> Abilities:
    """What a channel can show; a plain one, where it has been switched off since."""
    adapter = registry.find(channel)
    return adapter.abilities if adapter else Abilities()


def sealed(settings: Settings, part: Part) -> str:
    """A message, locked until it is sent."""
    told: dict[str, Any] = {"text": part.text, "template": part.template}
    told["buttons"] = [[each.label, each.value] for each in part.buttons]
    return sealing.seal(settings, json.dumps(told))


def opened(settings: Settings, row: ChannelOut) -> Part | None:
    """What a row says; None where no key of today opens it, or it was emptied."""
    held = sealing.unseal(settings, row.content) if row.content else None
    if held is None:
        return None
    told = json.loads(held)
    buttons = tuple(Button(label, value) for label, value in told["buttons"])
    return Part(told["text"], buttons, template=told["template"])
