"""Facebook Messenger.

By https://developers.facebook.com/docs/messenger-platform: webhook events, Send API, error codes.
"""

from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Response

from backend.channels.base import Call
from backend.channels.messenger import Messenger
from tests.backend.channels.fakes import meta
from tests.backend.channels.fakes.api import Message, Seen, as_json
from tests.backend.channels.fakes.events import Attached, Became, Event, Odd, Pressed
from tests.backend.channels.fakes.kit import ByHttp

PAGE = "682498171943165"


class MessengerApi(meta.MetaApi):
    """Sending within the limits that are published."""

    def take(self, seen: Seen) -> Response:
        body = seen.json
        to = body.get("recipient", {}).get("id", "")
        if "sender_action" in body:
            return as_json({"recipient_id": to})
        if to in self.refuses and body.get("messaging_type") != "MESSAGE_TAG":
            said = "This message is sent outside of allowed window."
            return self.error(400, 10, said, within=2018278)
        message = body.get("message", {})
        replies = message.get("quick_replies", [])
        fits = 0 < len(message.get("text", "")) <= 2000 and len(replies) <= 13
        fits = fits and all(len(each["title"]) <= 20 for each in replies)
        fits = fits and all(len(each["payload"]) <= 1000 for each in replies)
        if not to or not fits:
            return self.error(400, 100, "Invalid parameter")
        choices = [(each["title"], each["payload"]) for each in replies]
        self.sent.append(Message(to, message["text"], choices, body))
        return as_json({"recipient_id": to, "message_id": f"m_{self.number():08d}"})


class MessengerKit(ByHttp):
    """One page."""

    name = "messenger"
    sender, other = "1254459154682919", "1254459154682920"
    buttons, receipts, files = True, True, True
    proves_body = True
    unreachable = "10_2018278"

    def __init__(self, api: MessengerApi) -> None:
        self.api = api

    def given(self) -> Mapping[str, str]:
        return {
            "MESSENGER_PAGE": PAGE,
            "MESSENGER_TOKEN": meta.TOKEN,
            "MESSENGER_APP_SECRET": meta.APP_SECRET,
            "MESSENGER_VERIFY_TOKEN": meta.VERIFY_TOKEN,
            "MESSENGER_APP": meta.APP,
            "META_ADDRESS": self.api.url,
        }

    def adapter(self) -> Messenger:
        return Messenger(self.given())

    def calls(self, *events: Event) -> list[Call]:
        """All in one call, an entry each."""
        return [self.batch(*map(self.event, events))]

    def batch(self, *events: dict[str, Any], page: str = PAGE) -> Call:
        entries = [{"id": page, "time": 1795341600000, "messaging": [each]} for each in events]
        return meta.signed(self.name, {"object": "page", "entry": entries})

    def event(self, event: Event) -> dict[str, Any]:
        """One event, as Messenger tells it."""
        if isinstance(event, Became):
            delivery = {"mids": [event.id], "watermark": 1795341600000}
            return self.between(self.sender) | {"delivery": delivery}
        told = self.between(event.sender or self.sender)
        told["timestamp"] = int(event.at.timestamp() * 1000)
        message: dict[str, Any] = {"mid": event.id}
        if isinstance(event, Pressed):
            message |= {"text": event.label, "quick_reply": {"payload": event.value}}
        elif isinstance(event, Attached):
            message["attachments"] = [{"type": "image", "payload": {"url": event.place}}]
            message |= {"text": event.text} if event.text else {}
        elif isinstance(event, Odd):
            message["attachments"] = [{"type": "location", "payload": {"coordinates": {}}}]
        else:
            message["text"] = event.text
        return told | {"message": message}

    def between(self, sender: str) -> dict[str, Any]:
        return {"sender": {"id": sender}, "recipient": {"id": PAGE}, "timestamp": 1795341600000}

    def id(self, number: int) -> str:
        return f"m_{number:08d}"

    def sign(self, content: Any) -> Call:
        return meta.signed(self.name, content)

    def limited(self, seconds: int) -> Response:
        said = "Calls to this API have exceeded the rate limit"
        return self.api.error(400, 613, said, Retry_After=str(seconds))

    def place(self, name: str, content: bytes) -> str:
        self.api.files[name] = content
        return f"{self.api.url}/cdn/{name}"
