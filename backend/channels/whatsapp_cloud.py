"""WhatsApp by Meta's own Cloud API."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from backend.channels.base import Abilities, Arrived, Button, Call, Delivery, Media, Out, Receipt
from backend.channels.calling import listed, moment, parsed, part, words
from backend.channels.meta import HOSTS, Meta
from backend.services.posting import SendingFailed
from intake import wording

BUTTONS = 3
TITLE = 20  # of a button; a row of a list has a little more
ROW = 24
# Kinds that hold a file, by the name of the object that describes it.
FILES = frozenset({"image", "document", "audio", "video", "sticker"})
# A reaction is put on an older message and says nothing new; the others are WhatsApp's own notes.
SILENT = frozenset({"reaction", "system", "request_welcome"})


class WhatsAppCloud(Meta):
    """One business number."""

    name = "whatsapp_cloud"
    # Words beside buttons may have 1,024 characters; words alone more, which nobody reads.
    abilities = Abilities(
        buttons=BUTTONS,
        rows=10,
        label=ROW,
        longest=1024,
        window_hours=24,
        typing=True,
        read_marks=True,
        largest_call=3 * 1024 * 1024,  # Meta puts many messages into one call
    )

    def __init__(self, given: Mapping[str, str]) -> None:
        super().__init__(given, "WHATSAPP_CLOUD")
        self.number = given["WHATSAPP_CLOUD_NUMBER"]
        self.account = given.get("WHATSAPP_CLOUD_ACCOUNT", "")
        self.template_language = given.get("WHATSAPP_CLOUD_TEMPLATE_LANGUAGE") or "en_GB"

    def read(self, call: Call) -> Delivery:
        """The messages to our number, and what became of ours."""
        messages: list[Arrived] = []
        receipts: list[Receipt] = []
        for entry in listed(parsed(call.body).get("entry")):
            for change in listed(entry.get("changes")):
                value = part(change, "value")
                # One address may serve several numbers of an account; the others are not ours.
                if words(part(value, "metadata"), "phone_number_id") != self.number:
                    continue
                messages += filter(None, map(_arrived, listed(value.get("messages"))))
                receipts += filter(None, map(_receipt, listed(value.get("statuses"))))
        return Delivery(tuple(messages), tuple(receipts))

    def send(self, out: Out) -> str:
        """Send words, buttons, a list, or a template where the window of a day has closed."""
        # Since 2026 a person may show a user id (GB.123...) in place of a number.
        to = "recipient" if "." in out.to else "to"
        body = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            to: out.to,
            **self._content(out),
        }
        got = self.graph("POST", f"{self.number}/messages", json=body)
        sent = next((words(each, "id") for each in listed(got.json().get("messages"))), "")
        if not sent:
            raise self.provider.failed(got, "no_id", passing=False)
        return sent

    def fetch(self, media: Media, most: int) -> bytes:
        """The attached thing: by its id to its address, and from there if it is Meta's."""
        if not media.place:
            raise SendingFailed(f"{self.name}_nothing", passing=False)
        found = self.graph("GET", media.place, params={"phone_number_id": self.number}).json()
        size = found.get("file_size")
        if isinstance(size, int) and size > most:
            raise SendingFailed(f"{self.name}_too_large", passing=False)
        return self.provider.fetch(words(found, "url"), most, HOSTS, headers=self.token)

    def show(self, to: str, mark: str, thread: Mapping[str, str]) -> None:
        """Mark the message that is being answered as read, and show typing with it."""
        if not thread.get("message"):
            return
        body: dict[str, Any] = {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": thread["message"],
        }
        if mark == "typing":
            body["typing_indicator"] = {"type": "text"}
        with suppress(SendingFailed):
            self.graph("POST", f"{self.number}/messages", json=body)

    def set_webhook(self, url: str) -> str:
        """Have the messages of the app, and of the account, brought to us."""
        self.subscribe("whatsapp_business_account", "messages", url)
        if self.account:
            self.graph("POST", f"{self.account}/subscribed_apps")
        return f"Meta now brings WhatsApp messages to {url}."

    def _content(self, out: Out) -> dict[str, Any]:
        if out.template:
            template = {"name": out.template, "language": {"code": self.template_language}}
            return {"type": "template", "template": template}
        if not out.buttons:
            return {"type": "text", "text": {"body": out.text, "preview_url": False}}
        interactive = {"body": {"text": out.text}, **_choices(out.buttons, out.language)}
        return {"type": "interactive", "interactive": interactive}


def _choices(buttons: tuple[Button, ...], language: str) -> dict[str, Any]:
    """Three choices with short labels as buttons; more, or longer ones, as a list."""
    if len(buttons) <= BUTTONS and all(len(each.label) <= TITLE for each in buttons):
        replies = [{"id": each.value, "title": each.label} for each in buttons]
        action: dict[str, Any] = {"buttons": [{"type": "reply", "reply": each} for each in replies]}
        return {"type": "button", "action": action}
    rows = [{"id": each.value, "title": each.label} for each in buttons]
    action = {"button": wording.text("provider.choose", language), "sections": [{"rows": rows}]}
    return {"type": "list", "action": action}


def _arrived(message: dict[str, Any]) -> Arrived | None:
    kind, sent = words(message, "type"), words(message, "id")
    sender = words(message, "from_user_id") or words(message, "from")
    if not sent or not sender or kind in SILENT:
        return None
    text, choice, media = _content_of(message, kind)
    return Arrived(
        sent, sender, text, choice, media,
        at=moment(message.get("timestamp")), thread={"message": sent},
    )  # fmt: skip


def _content_of(message: dict[str, Any], kind: str) -> tuple[str, str | None, tuple[Media, ...]]:
    inner = part(message, kind)
    if kind == "text":
        return words(inner, "body"), None, ()
    if kind == "button":  # of a template
        return words(inner, "text"), words(inner, "payload") or None, ()
    if kind == "interactive":
        reply = part(inner, words(inner, "type"))
        return words(reply, "title"), words(reply, "id") or None, ()
    if kind in FILES and words(inner, "id"):
        media = Media(words(inner, "id"), words(inner, "mime_type"), words(inner, "filename"))
        return words(inner, "caption"), None, (media,)
    return "", None, ()  # a place, a contact, an order


def _receipt(status: dict[str, Any]) -> Receipt | None:
    sent, state = words(status, "id"), words(status, "status")
    why = next((words(each, "code") for each in listed(status.get("errors"))), "")
    return Receipt(sent, state, why) if sent and state else None
