"""Puts webhooks in their queue, in the transaction of the change that they tell of."""

import re
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.data.case_api import WebhookDelivery, WebhookEndpoint, WebhookMessage
from backend.data.models import CaseEvent, Draft
from backend.services.webhook_types import TOLD, type_of

# In the session: kinds recorded in it, and that something waits to be sent after the commit.
KINDS, WAITING = "recorded_kinds", "webhooks_waiting"
CODE = re.compile(r"[A-Za-z0-9_.:-]{1,40}")


def recorded(session: Session, kind: str, detail: dict[str, Any]) -> None:
    """Note that an event of this kind is in the transaction; others cost nothing later."""
    if type_of(kind, detail):
        session.info.setdefault(KINDS, set()).add(kind)


def fill(session: Session) -> None:
    """Queue what this transaction has to tell; called with its events flushed and unsealed."""
    kinds = session.info.pop(KINDS, None)
    if not kinds:
        return
    # Nobody takes an endpoint away meanwhile: that would undo the change itself.
    kept = select(WebhookEndpoint).with_for_update(read=True, key_share=True)
    endpoints = session.scalars(kept).all()
    for event, draft in _events(session, kinds) if endpoints else ():
        kind = type_of(event.kind, event.detail)
        if kind is None:
            continue
        message = _message(event, draft, kind)
        session.add(message)
        session.flush()
        wanting = [each for each in endpoints if wants(each, message.type)]
        session.add_all(delivery(each, message.id, event.at) for each in wanting)
        if wanting:
            session.info[WAITING] = True
    session.flush()


def wants(endpoint: WebhookEndpoint, kind: str) -> bool:
    """True where an endpoint that is on asked for this type."""
    return endpoint.off_since is None and kind in endpoint.types


def delivery(endpoint: WebhookEndpoint, message: str, now: datetime) -> WebhookDelivery:
    """A message on its way to an endpoint."""
    return WebhookDelivery(endpoint_id=endpoint.id, message_id=message, next_try_at=now)


def _events(session: Session, kinds: set[str]) -> Sequence[Any]:
    """The events of this transaction that are told, each with its case once that was sent.

    Whoever commits gives its events their place, so those without one are our own.
    """
    return session.execute(
        select(CaseEvent, Draft)
        .join(Draft, Draft.conversation_id == CaseEvent.conversation_id)
        .where(CaseEvent.seq.is_(None), CaseEvent.kind.in_(kinds), Draft.reference.is_not(None))
        .order_by(CaseEvent.id)
    ).all()


def _message(event: CaseEvent, draft: Draft, kind: str) -> WebhookMessage:
    version = event.detail.get("version")
    codes = {name: event.detail.get(name) for name in TOLD}
    told = {name: code for name, code in codes.items() if code and CODE.fullmatch(str(code))}
    return WebhookMessage(
        id=str(uuid.uuid4()),
        event_id=event.id,
        type=kind,
        subject=draft.reference,
        at=event.at,
        data={
            "version": version if isinstance(version, int) else draft.version,
            "state": draft.case_status,
            "result": draft.staff_result or draft.result,
            "change": event.kind,
            **told,
        },
    )
