"""Any other system: messages in and out as JSON, signed as Standard Webhooks has it."""

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from backend.channels import calling
from backend.channels.base import (
    Abilities,
    Answer,
    Arrived,
    Call,
    Delivery,
    Media,
    Out,
    Receipt,
    Unreadable,
)
from backend.channels.signed import Secrets
from backend.services.posting import SendingFailed

SENT = "message.sent"
LONGEST = 40_000  # characters; the gateway says what is too long for one message
LONGEST_ID = 200
STATES = frozenset({"sent", "delivered", "read", "failed"})
BIGGEST = 14 * 1024 * 1024  # a file of the size we take, in base64


class Generic:
    """A system that signs what it sends us, and checks what we sign."""

    name = "generic"
    abilities = Abilities(
        buttons=10, label=40, longest=4000, media=True, keyed=True, largest_call=BIGGEST
    )

    def __init__(self, given: Mapping[str, str]) -> None:
        self.secrets = Secrets(given["GENERIC_CHANNEL_SECRET"])
        self.url = given["GENERIC_CHANNEL_URL"]
        self.provider = calling.Provider("generic", self.url)

    def verify(self, call: Call) -> None:
        """Prove the sender on the raw body, in constant time. Raises Forged."""
        self.secrets.prove(call.headers, call.body)

    def challenge(self, call: Call) -> Answer | None:
        """There is none: a right signature is proof enough."""
        return None

    def read(self, call: Call) -> Delivery:
        """The message or receipt of a proven call. Raises Unreadable."""
        body = calling.parsed(call.body)
        data = calling.part(body, "data")
        match body.get("type"):
            case "message.received":
                return Delivery(messages=(_message(data),))
            case "message.receipt":
                return Delivery(receipts=(_receipt(data),))
        raise Unreadable("type")

    def acknowledged(self) -> Answer:
        """Taken."""
        return Answer(status=204)

    def send(self, out: Out) -> str:
        """Post it, signed; gives the id in the answer, or our key where there is none."""
        data: dict[str, Any] = {"to": out.to, "text": out.text, "language": out.language}
        data["buttons"] = [{"label": each.label, "value": each.value} for each in out.buttons]
        data["thread"] = dict(out.thread)
        now = datetime.now(UTC)
        body = json.dumps({"type": SENT, "timestamp": now.isoformat(), "data": data})
        headers = self.secrets.headers(out.key, now, body)
        headers["content-type"] = "application/json"
        got = self.provider.call("POST", self.url, content=body, headers=headers)
        if not got.fine:
            raise self.provider.failed(got, str(got.status))
        return calling.words(got.json(), "id") or out.key

    def fetch(self, media: Media, most: int) -> bytes:
        """Files come with their message and nothing is fetched from elsewhere."""
        raise SendingFailed("generic_no_content", passing=False)

    def show(self, to: str, mark: str, thread: Mapping[str, str]) -> None:
        """This channel shows neither typing nor reading."""

    def set_webhook(self, url: str) -> str:
        """There is nobody to tell."""
        return f"Give the other system this address and the secret: {url}"


def _message(data: Mapping[str, Any]) -> Arrived:
    sender, provider_id = calling.words(data, "from"), calling.words(data, "id")
    if not sender or not provider_id or len(provider_id) > LONGEST_ID or len(sender) > LONGEST_ID:
        raise Unreadable("id")
    thread = {key: str(value) for key, value in calling.part(data, "thread").items()}
    order = data.get("order")
    return Arrived(
        provider_id=provider_id,
        sender=sender,
        text=calling.words(data, "text")[:LONGEST],
        choice=calling.words(data, "choice") or None,
        media=tuple(_media(each) for each in calling.listed(data.get("media"))),
        at=_moment(data.get("at")),
        order=order if isinstance(order, int) and abs(order) < 2**62 else None,
        thread=thread,
    )


def _media(given: Mapping[str, Any]) -> Media:
    try:
        content = base64.b64decode(calling.words(given, "content"), validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable("media") from None
    name = calling.words(given, "name")
    return Media(place=name, kind=calling.words(given, "kind"), name=name, content=content)


def _moment(given: Any) -> datetime | None:
    if not isinstance(given, str):
        return None
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        raise Unreadable("at") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _receipt(data: Mapping[str, Any]) -> Receipt:
    provider_id, state = calling.words(data, "id"), calling.words(data, "state")
    if not provider_id or state not in STATES:
        raise Unreadable("receipt")
    return Receipt(provider_id, state, calling.words(data, "why"))
