"""Where webhooks go: made by administrators, given new secrets, turned off and on, told again."""

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.orm import Session

from backend.config import Settings
from backend.data.case_api import WebhookDelivery, WebhookEndpoint, WebhookMessage
from backend.services.events import NO_CASE, by_staff, record
from backend.services.sealing import seal, unseal
from backend.services.webhook_queue import WAITING as TO_SEND
from backend.services.webhook_queue import delivery

WAITING, SENT, DEAD = STATES = ("waiting", "sent", "dead")
BY_HAND, FAILING, GONE = "by_hand", "failing", "gone"
SECRET_BYTES = 32
# Long enough to put the new secret everywhere, short enough that a lost one is soon no use.
BOTH_FOR = timedelta(hours=24)
# How long messages can be told again.
KEPT = timedelta(days=30)


def make(
    session: Session, settings: Settings, *, name: str, url: str, types: Sequence[str], by: int,
    now: datetime,
) -> tuple[WebhookEndpoint, str]:  # fmt: skip
    """A new endpoint and its secret, which is shown once."""
    secret = _new_secret()
    row = WebhookEndpoint(
        name=name,
        url=url,
        types=sorted(types),
        secret=seal(settings, secret),
        made_by=by,
        made_at=now,
    )
    session.add(row)
    session.flush()
    _record(session, row, "webhook_made", by_staff(by), now, types=row.types)
    return row, secret


def rotate(
    session: Session, settings: Settings, row: WebhookEndpoint, *, by: int, now: datetime
) -> str:
    """A new secret; for a day both sign, so that no message is refused meanwhile."""
    secret = _new_secret()
    row.old_secret, row.old_until = row.secret, now + BOTH_FOR
    row.secret = seal(settings, secret)
    _record(session, row, "webhook_secret_changed", by_staff(by), now)
    return secret


def drop_old_secret(session: Session, row: WebhookEndpoint, *, by: int, now: datetime) -> None:
    """Sign with the new secret alone from now on."""
    if row.old_secret is not None:
        row.old_secret, row.old_until = None, None
        _record(session, row, "webhook_secret_dropped", by_staff(by), now)


def signing(settings: Settings, row: WebhookEndpoint, now: datetime) -> list[str]:
    """The secrets that sign now, the newest first; none where no key of today opens them."""
    both = row.old_secret and row.old_until and now < row.old_until
    sealed = [row.secret, row.old_secret] if both else [row.secret]
    opened = [unseal(settings, each) for each in sealed if each]
    return [each for each in opened if each]


def turn_off(
    session: Session, row: WebhookEndpoint, why: str, *, actor: str, now: datetime
) -> None:
    """Send nothing more; what happens meanwhile is kept to be told again."""
    if row.off_since is None:
        row.off_since, row.off_why = now, why
        _record(session, row, "webhook_off", actor, now, why=why)


def turn_on(session: Session, row: WebhookEndpoint, *, by: int, now: datetime) -> None:
    """Send again, also what was still waiting."""
    if row.off_since is not None:
        row.off_since, row.off_why, row.failing_since = None, None, None
        waits = WebhookDelivery.endpoint_id == row.id, WebhookDelivery.state == WAITING
        session.execute(update(WebhookDelivery).where(*waits).values(next_try_at=now))
        session.info[TO_SEND] = True
        _record(session, row, "webhook_on", by_staff(by), now)


def remove(session: Session, row: WebhookEndpoint, *, by: int, now: datetime) -> None:
    """Forget an endpoint, its secret and all that was on the way to it."""
    _record(session, row, "webhook_removed", by_staff(by), now)
    session.execute(delete(WebhookDelivery).where(WebhookDelivery.endpoint_id == row.id))
    session.delete(row)


def replay_since(
    session: Session, row: WebhookEndpoint, since: datetime, *, actor: str, now: datetime
) -> int:
    """Send again all that happened since a moment; returns how many messages that are."""
    chosen = select(WebhookMessage.id).where(
        WebhookMessage.at >= since, WebhookMessage.type.in_(row.types)
    )
    mine = WebhookDelivery.endpoint_id == row.id
    done = update(WebhookDelivery).where(mine, WebhookDelivery.message_id.in_(chosen))
    told = session.execute(done.values(**_again(now)))
    known = select(WebhookDelivery.message_id).where(mine)
    missed = session.scalars(chosen.where(WebhookMessage.id.not_in(known))).all()
    session.add_all(delivery(row, message, now) for message in missed)
    count = int(told.rowcount) + len(missed)  # type: ignore[attr-defined]
    session.info[TO_SEND] = True
    since_text = since.isoformat(timespec="seconds")
    _record(session, row, "webhook_replayed", actor, now, since=since_text, messages=count)
    return count


def replay_one(
    session: Session, row: WebhookEndpoint, number: int, *, actor: str, now: datetime
) -> bool:
    """Send one message again; False where this endpoint never had it."""
    chosen = update(WebhookDelivery).where(
        WebhookDelivery.endpoint_id == row.id, WebhookDelivery.id == number
    )
    told = session.execute(chosen.values(**_again(now)))
    if told.rowcount:  # type: ignore[attr-defined]
        session.info[TO_SEND] = True
        _record(session, row, "webhook_replayed", actor, now, messages=1)
    return bool(told.rowcount)  # type: ignore[attr-defined]


def counts(session: Session) -> dict[int, dict[str, int]]:
    """How many messages of each endpoint wait, arrived and were given up."""
    state = WebhookDelivery.state
    columns = [func.sum(case((state == each, 1), else_=0)) for each in STATES]
    query = select(WebhookDelivery.endpoint_id, *columns).group_by(WebhookDelivery.endpoint_id)
    return {
        row[0]: dict(zip(STATES, map(int, row[1:]), strict=True)) for row in session.execute(query)
    }


def deliveries(
    session: Session, row: WebhookEndpoint, state: str, limit: int, before: int | None = None
) -> list[tuple[WebhookDelivery, WebhookMessage]]:
    """Messages to an endpoint in a state, the newest first."""
    query = (
        select(WebhookDelivery, WebhookMessage)
        .join(WebhookMessage, WebhookMessage.id == WebhookDelivery.message_id)
        .where(WebhookDelivery.endpoint_id == row.id, WebhookDelivery.state == state)
    )
    if before is not None:
        query = query.where(WebhookDelivery.id < before)
    found = session.execute(query.order_by(WebhookDelivery.id.desc()).limit(limit))
    return [(each[0], each[1]) for each in found]


def erase_old(session: Session, now: datetime) -> int:
    """Forget messages that cannot be told again any more, unless one still waits."""
    waits = select(WebhookDelivery.message_id).where(WebhookDelivery.state == WAITING)
    old = WebhookMessage.at < now - KEPT
    gone = session.execute(delete(WebhookMessage).where(old, WebhookMessage.id.not_in(waits)))
    session.commit()
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _again(now: datetime) -> dict[str, Any]:
    return {
        "state": WAITING,
        "tries": 0,
        "next_try_at": now,
        "status": None,
        "why": None,
        "done_at": None,
        "lease": None,
        "lease_until": None,
    }


def _new_secret() -> str:
    """A secret as Standard Webhooks writes it."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"


def _record(
    session: Session, row: WebhookEndpoint, kind: str, actor: str, now: datetime, **detail: Any
) -> None:
    record(session, NO_CASE, kind, at=now, actor=actor, webhook=row.id, **detail)
