"""WhatsApp's Cloud API.

By https://developers.facebook.com/docs/whatsapp/cloud-api: webhooks, messages and error codes.
"""

from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Response

from backend.channels.base import Call
from backend.channels.whatsapp_cloud import WhatsAppCloud
from tests.backend.channels.fakes import meta
from tests.backend.channels.fakes.api import Message, Seen, as_json
from tests.backend.channels.fakes.events import Attached, Became, Event, Odd, Pressed, Said
from tests.backend.channels.fakes.kit import ByHttp

NUMBER = "106540352242922"
ACCOUNT = "102290129340398"


class WhatsAppApi(meta.MetaApi):
    """Sending within the limits that are published."""

    def take(self, seen: Seen) -> Response:
        body = seen.json
        if body.get("status") == "read":
            return as_json({"success": True})
        to = body.get("to") or body.get("recipient") or ""
        if to in self.refuses:
            return self.error(400, 131047, "Re-engagement message")
        text, choices, wrong = _content(body)
        if wrong or not to:
            return self.error(400, 131009, wrong or "Parameter value is not valid")
        self.sent.append(Message(to, text, choices, body))
        sent = [{"id": f"wamid.{self.number():08d}"}]
        return as_json({"messaging_product": "whatsapp", "messages": sent})

    def _file(self, seen: Seen, name: str) -> Response:
        if seen.headers.get("authorization") != f"Bearer {meta.TOKEN}":
            return Response(status=401)
        return super()._file(seen, name)


def _content(body: dict[str, Any]) -> tuple[str, list[tuple[str, str]], str]:
    """What the person sees, the choices, and what is wrong with it."""
    kind = body.get("type")
    if kind == "text":
        text = body["text"]["body"]
        return text, [], "" if 0 < len(text) <= 4096 else "text"
    if kind == "template":
        return body["template"]["name"], [], ""
    inner = body["interactive"]
    text, action = inner["body"]["text"], inner["action"]
    if inner["type"] == "button":
        replies = [each["reply"] for each in action["buttons"]]
        fits = len(replies) <= 3 and all(0 < len(each["title"]) <= 20 for each in replies)
        fits = fits and len({each["title"] for each in replies}) == len(replies)
    else:
        replies = [row for section in action["sections"] for row in section["rows"]]
        fits = len(replies) <= 10 and 0 < len(action["button"]) <= 20
        fits = fits and all(0 < len(each["title"]) <= 24 for each in replies)
        fits = fits and all(len(each.get("description", "")) <= 72 for each in replies)
    fits = fits and 0 < len(text) <= 1024 and all(len(each["id"]) <= 200 for each in replies)
    choices = [(each["title"], each["id"]) for each in replies]
    return text, choices, "" if fits else "interactive"


class WhatsAppCloudKit(ByHttp):
    """One number of one account."""

    name = "whatsapp_cloud"
    sender, other = "447700900001", "447700900002"
    buttons, receipts, files = True, True, True
    proves_body = True
    unreachable = "131047"

    def __init__(self, api: WhatsAppApi) -> None:
        self.api = api

    def given(self) -> Mapping[str, str]:
        return {
            "WHATSAPP_CLOUD_NUMBER": NUMBER,
            "WHATSAPP_CLOUD_TOKEN": meta.TOKEN,
            "WHATSAPP_CLOUD_APP_SECRET": meta.APP_SECRET,
            "WHATSAPP_CLOUD_VERIFY_TOKEN": meta.VERIFY_TOKEN,
            "WHATSAPP_CLOUD_APP": meta.APP,
            "WHATSAPP_CLOUD_ACCOUNT": ACCOUNT,
            "META_ADDRESS": self.api.url,
        }

    def adapter(self) -> WhatsAppCloud:
        return WhatsAppCloud(self.given())

    def calls(self, *events: Event) -> list[Call]:
        """All in one call."""
        values = [self.value(each) for each in events]
        changes = [{"field": "messages", "value": each} for each in values]
        entry = {"id": ACCOUNT, "changes": changes}
        return [meta.signed(self.name, {"object": "whatsapp_business_account", "entry": [entry]})]

    def value(self, event: Event, number: str = NUMBER) -> dict[str, Any]:
        """One change."""
        common: dict[str, Any] = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "441632960000", "phone_number_id": number},
        }
        if isinstance(event, Became):
            status: dict[str, Any] = {"id": event.id, "status": event.state}
            status |= {"timestamp": "1795341600", "recipient_id": self.sender}
            if event.code:
                status["errors"] = [{"code": int(event.code), "title": "Re-engagement message"}]
            return {**common, "statuses": [status]}
        sender = event.sender or self.sender
        contact = {"profile": {"name": "Sam Sender"}, "wa_id": sender}
        return {**common, "contacts": [contact], "messages": [self.message(event, sender)]}

    def message(self, event: Event, sender: str) -> dict[str, Any]:
        """One message, as its type has it."""
        assert not isinstance(event, Became)
        told: dict[str, Any] = {"from": sender, "id": event.id}
        told["timestamp"] = str(int(event.at.timestamp()))
        if isinstance(event, Said):
            return told | {"type": "text", "text": {"body": event.text}}
        if isinstance(event, Pressed):
            reply = {"id": event.value, "title": event.label}
            return told | {
                "type": "interactive",
                "interactive": {"type": "button_reply", "button_reply": reply},
            }
        if isinstance(event, Attached):
            file = {"id": event.place, "mime_type": event.kind, "sha256": "="}
            return told | {"type": "image", "image": file | {"caption": event.text}}
        assert isinstance(event, Odd)
        return told | {"type": "unsupported", "errors": [{"code": 131051}]}

    def id(self, number: int) -> str:
        return f"wamid.{number:08d}"

    def sign(self, content: Any) -> Call:
        return meta.signed(self.name, content)

    def limited(self, seconds: int) -> Response:
        """Meta tells when a limit is over in a header of its own, in minutes."""
        return self.api.error(400, 130429, "Rate limit hit", Retry_After=str(seconds))

    def place(self, name: str, content: bytes) -> str:
        self.api.files[name] = content
        return name
