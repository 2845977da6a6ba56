"""Sends webhooks: each with a time-out, tried again over three days, by one worker at a time."""

import asyncio
import random
import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

import httpx
from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session
from standardwebhooks import Webhook

from backend.config import Settings
from backend.data.case_api import WebhookDelivery, WebhookEndpoint, WebhookMessage
from backend.data.models import CaseEvent
from backend.services import webhook_addresses, webhook_endpoints
from backend.services.webhook_addresses import Refused
from backend.services.webhook_body import body_of
from backend.services.webhook_endpoints import DEAD, FAILING, GONE, SENT, WAITING
from backend.trust import certificates

SECOND, HOUR = 1, 3600
# The waits between tries: short at first, 71 hours in all.
WAITS = (5, 30, 120, 600, 1800, *(hours * HOUR for hours in (1, 2, 4, 6, 8, 12, 12, 12, 13)))
JITTER = 0.2
TOTAL_SECONDS = 15.0
LEASE = timedelta(minutes=3)
# So many in a row to one endpoint; together never longer than a lease.
IN_A_ROW = 5
OFF_AFTER = timedelta(days=3)
HTTP_GONE, HTTP_OK, HTTP_OTHER = 410, 200, 300
LIMITS = httpx.Timeout(10.0, connect=5.0)
AGENT = "intake-webhooks/1"
FAULTS: dict[type[Exception], str] = {
    httpx.RemoteProtocolError: "wrong_answer",
    httpx.ReadError: "broken_off",
}


@dataclass(frozen=True)
class Parcel:
    """One message as it is sent: everything that is needed without the database."""

    delivery: int
    endpoint: int
    lease: str
    url: str
    secrets: tuple[str, ...]
    message: str
    body: str
    tries: int


@dataclass(frozen=True)
class Outcome:
    """What came of one try; no status where nobody answered."""

    status: int | None = None
    why: str = ""

    @property
    def arrived(self) -> bool:
        """True where the other side took it."""
        return self.status is not None and HTTP_OK <= self.status < HTTP_OTHER


Done = Callable[[Parcel, Outcome | None], None]


def claim(
    session: Session, settings: Settings, now: datetime, passed: Collection[int] = ()
) -> list[Parcel]:
    """Take what is due, a few for each endpoint, so that no other worker sends it. Commits."""
    lease = str(uuid.uuid4())
    on = WebhookEndpoint.off_since.is_(None), WebhookEndpoint.id.not_in(passed)
    for endpoint in session.scalars(select(WebhookEndpoint.id).where(*on)).all():
        due = select(WebhookDelivery.id).where(
            WebhookDelivery.endpoint_id == endpoint, _free(now), WebhookDelivery.next_try_at <= now
        )
        oldest = due.order_by(WebhookDelivery.id).limit(IN_A_ROW)
        for number in session.scalars(oldest).all():
            _take(session, number, lease, now)
    session.commit()
    return _parcels(session, settings, lease, now)


def send_all(parcels: Sequence[Parcel], settings: Settings, done: Done) -> set[int]:
    """Send to all endpoints at once, one after the other to each; the endpoints that failed.

    After a failure the rest for that endpoint is left for later. `done` hears of each try, and of
    each parcel that was not tried.
    """
    by_endpoint = sorted(parcels, key=lambda each: (each.endpoint, each.delivery))
    rows = [list(row) for _, row in groupby(by_endpoint, key=lambda each: each.endpoint)]

    async def every() -> list[int | None]:
        return await asyncio.gather(*(_row(row, settings, done) for row in rows))

    return {endpoint for endpoint in asyncio.run(every()) if endpoint is not None}


async def _row(row: list[Parcel], settings: Settings, done: Done) -> int | None:
    """Send these to one endpoint; its number where one did not arrive."""
    # Of its own for each endpoint: two names may share a number, and never a connection.
    async with httpx.AsyncClient(
        verify=certificates(), timeout=LIMITS, follow_redirects=False, trust_env=False
    ) as client:
        for place, parcel in enumerate(row):
            outcome = await send(client, parcel, settings)
            done(parcel, outcome)
            if not outcome.arrived:
                for untried in row[place + 1 :]:
                    done(untried, None)
                return parcel.endpoint
    return None


async def send(client: httpx.AsyncClient, parcel: Parcel, settings: Settings) -> Outcome:
    """Send one, within a set time whatever the other side does."""
    if not parcel.secrets:
        return Outcome(why="secret_unreadable")
    try:
        return await asyncio.wait_for(_post(client, parcel, settings), TOTAL_SECONDS)
    except Refused as refused:
        return Outcome(why=refused.why)
    except (TimeoutError, httpx.TimeoutException):
        return Outcome(why="time_out")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Outcome(why=FAULTS.get(type(error), "no_connection"))


async def _post(client: httpx.AsyncClient, parcel: Parcel, settings: Settings) -> Outcome:
    host, port = webhook_addresses.check_shape(parcel.url, settings)
    number = await webhook_addresses.resolve(host, port, settings)
    # To the number that was checked, under the name that its certificate is for.
    url = httpx.URL(parcel.url)
    asked = {"Host": url.netloc.decode(), "User-Agent": AGENT, **_signed(parcel)}
    async with client.stream(
        "POST",
        url.copy_with(host=number),
        content=parcel.body.encode(),
        headers=asked,
        extensions={"sni_hostname": host},
    ) as answer:  # what it says is neither read nor kept
        status = answer.status_code
    return Outcome(status, "" if HTTP_OK <= status < HTTP_OTHER else "answer")


def _signed(parcel: Parcel) -> dict[str, str]:
    """The headers of Standard Webhooks; one signature for each secret."""
    now = datetime.now(UTC)
    signatures = [
        Webhook(each).sign(msg_id=parcel.message, timestamp=now, data=parcel.body)
        for each in parcel.secrets
    ]
    return {
        "Content-Type": "application/cloudevents+json",
        "webhook-id": parcel.message,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def settle(
    session: Session, parcel: Parcel, outcome: Outcome | None, now: datetime
) -> WebhookEndpoint | None:
    """Keep what came of a try, as long as it is still ours; the endpoint where it went off now.

    Commits. Where nothing was tried the message is free again at once.
    """
    mine = update(WebhookDelivery).where(
        WebhookDelivery.id == parcel.delivery, WebhookDelivery.lease == parcel.lease
    )
    kept = session.execute(
        mine.values(lease=None, lease_until=None, **_after(parcel, outcome, now))
    )
    endpoint = session.get(WebhookEndpoint, parcel.endpoint, populate_existing=True)
    went_off = None
    if outcome is not None and kept.rowcount and endpoint is not None:  # type: ignore[attr-defined]
        went_off = _judge(session, endpoint, outcome, now)
    session.commit()
    return endpoint if went_off else None


def _after(parcel: Parcel, outcome: Outcome | None, now: datetime) -> dict[str, Any]:
    """How a message stands after a try."""
    if outcome is None:
        return {}
    tries = parcel.tries + 1
    told = {"tries": tries, "status": outcome.status, "why": outcome.why or None}
    if outcome.arrived:
        return {**told, "state": SENT, "done_at": now}
    if outcome.status == HTTP_GONE or tries > len(WAITS):
        return {**told, "state": DEAD, "done_at": now}
    return {**told, "next_try_at": now + wait(tries, random.random())}


def wait(tries: int, chance: float) -> timedelta:
    """How long to wait after so many tries; `chance` (0 to 1) keeps many from coming at once."""
    spread = 1 + JITTER * (2 * chance - 1)
    return timedelta(seconds=WAITS[tries - 1] * spread)


def _judge(session: Session, endpoint: WebhookEndpoint, outcome: Outcome, now: datetime) -> bool:
    """What a try says of the endpoint; true where nothing is sent there any more."""
    if outcome.arrived:
        endpoint.failing_since = None
        return False
    endpoint.failing_since = endpoint.failing_since or now
    gone = outcome.status == HTTP_GONE
    if endpoint.off_since or not (gone or now - endpoint.failing_since >= OFF_AFTER):
        return False
    why = GONE if gone else FAILING
    webhook_endpoints.turn_off(session, endpoint, why, actor="service", now=now)
    return True


def _free(now: datetime) -> ColumnElement[bool]:
    ended = WebhookDelivery.lease_until <= now
    return and_(WebhookDelivery.state == WAITING, or_(WebhookDelivery.lease_until.is_(None), ended))


def _take(session: Session, number: int, lease: str, now: datetime) -> None:
    """Of two workers that try at once, one changes the row; the other finds it changed."""
    session.execute(
        update(WebhookDelivery)
        .where(WebhookDelivery.id == number, _free(now))
        .values(lease=lease, lease_until=now + LEASE)
        .execution_options(synchronize_session=False)
    )


def _parcels(session: Session, settings: Settings, lease: str, now: datetime) -> list[Parcel]:
    query = (
        select(WebhookDelivery, WebhookEndpoint, WebhookMessage, CaseEvent.seq)
        .join(WebhookEndpoint, WebhookEndpoint.id == WebhookDelivery.endpoint_id)
        .join(WebhookMessage, WebhookMessage.id == WebhookDelivery.message_id)
        .join(CaseEvent, CaseEvent.id == WebhookMessage.event_id)
        .where(WebhookDelivery.lease == lease)
        .order_by(WebhookDelivery.id)
        .execution_options(populate_existing=True)
    )
    parcels = [
        Parcel(
            delivery=row.id,
            endpoint=endpoint.id,
            lease=lease,
            url=endpoint.url,
            secrets=tuple(webhook_endpoints.signing(settings, endpoint, now)),
            message=message.id,
            body=body_of(message, seq, settings.channels.address),
            tries=row.tries,
        )
        for row, endpoint, message, seq in session.execute(query)
    ]
    session.commit()  # no transaction stays open while others are waited for
    return parcels
