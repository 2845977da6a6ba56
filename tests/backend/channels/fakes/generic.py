"""A system that speaks Standard Webhooks both ways: https://www.standardwebhooks.com."""

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError
from werkzeug.wrappers import Request, Response

from backend.channels.base import Call
from backend.channels.generic import Generic
from tests.backend.channels.fakes.api import Api, Message, Seen, as_json
from tests.backend.channels.fakes.events import Attached, Became, Event, Odd, Pressed
from tests.backend.channels.fakes.kit import NOWHERE, PUBLIC, ByHttp

SECRET = "whsec_" + base64.b64encode(b"generic-test-secret-0123").decode()


def signed(name: str, body: bytes, number: str, at: datetime | None = None) -> Call:
    """A call as Standard Webhooks has it."""
    now = at or datetime.now(UTC)
    headers = {
        "content-type": "application/json",
        "webhook-id": f"call_{number}",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(SECRET).sign(f"call_{number}", now, body.decode()),
    }
    return Call("POST", f"{PUBLIC}/channels/{name}", headers, body)


class GenericApi(Api):
    """The other system's own address: it checks what we sign, and knows a repeat by its id."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: dict[str, str] = {}

    def answer(self, request: Request, seen: Seen) -> Response:
        try:
            Webhook(SECRET).verify(request.get_data(), dict(seen.headers))
        except WebhookVerificationError:
            return as_json({"error": "signature"}, 401)
        data, key = seen.json["data"], seen.headers["webhook-id"]
        if data["to"] in self.refuses:
            return as_json({"error": "gone"}, 410)
        if key not in self.taken:
            choices = [(each["label"], each["value"]) for each in data["buttons"]]
            self.sent.append(Message(data["to"], data["text"], choices, data))
            self.taken[key] = f"out-{self.number()}"
        return as_json({"id": self.taken[key]})


class GenericKit(ByHttp):
    """One other system."""

    name = "generic"
    sender, other = "person-1", "person-2"
    buttons, receipts, files = True, True, False
    proves_body = True
    unreachable = "410"

    def __init__(self, api: Any) -> None:
        self.api = api

    def given(self) -> Mapping[str, str]:
        url = f"{self.api.url}/ombudsman"
        return {"GENERIC_CHANNEL_SECRET": SECRET, "GENERIC_CHANNEL_URL": url}

    def adapter(self) -> Generic:
        return Generic(self.given())

    def nowhere(self) -> Generic:
        return Generic({**self.given(), "GENERIC_CHANNEL_URL": NOWHERE})

    def calls(self, *events: Event) -> list[Call]:
        return [self.sign(self.told(each), each.id) for each in events]

    def id(self, number: int) -> str:
        return f"message-{number}"

    def sign(self, content: Any, number: str = "1") -> Call:
        return signed(self.name, json.dumps(content).encode(), number)

    def told(self, event: Event) -> dict[str, Any]:
        """The body of a call."""
        if isinstance(event, Became):
            data = {"id": event.id, "state": event.state, "why": event.code}
            return {"type": "message.receipt", "data": data}
        data: dict[str, Any] = {"id": event.id, "from": event.sender or self.sender}
        data["at"] = event.at.isoformat()
        if isinstance(event, Pressed):
            data |= {"choice": event.value}
        elif isinstance(event, Attached):
            content = base64.b64encode(self.api.files.get(event.place, b"x")).decode()
            data["media"] = [{"name": event.place, "kind": event.kind, "content": content}]
            data["text"] = event.text
        elif not isinstance(event, Odd):
            data["text"] = event.text
        return {"type": "message.received", "data": data}

    def limited(self, seconds: int) -> Response:
        return as_json({"error": "slow down"}, 429, Retry_After=str(seconds))

    def place(self, name: str, content: bytes) -> str:
        self.api.files[name] = content
        return name
