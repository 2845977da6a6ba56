"""Facebook Messenger."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from backend.channels.base import Abilities, Arrived, Call, Delivery, Media, Out, Receipt
from backend.channels.calling import listed, moment, parsed, part, words
from backend.channels.meta import HOSTS, Meta
from backend.services.posting import SendingFailed

QUICK_REPLIES = 13
FIELDS = "messages,messaging_postbacks,message_deliveries,message_reads"
MILLISECONDS = 1000
# What the button means that Messenger shows to somebody who has not written yet.
BEGIN = "START"
# How Messenger's kinds of attachment begin in the words of the web; it tells no more than this.
KINDS = {"image": "image/*", "audio": "audio/*", "video": "video/*", "file": ""}
MARKS = {"typing": "typing_on", "read": "mark_seen"}


class Messenger(Meta):
    """One page."""

    name = "messenger"
    abilities = Abilities(
        buttons=QUICK_REPLIES,
        label=20,
        longest=2000,
        window_hours=24,
        typing=True,
        read_marks=True,
        largest_call=3 * 1024 * 1024,  # Meta puts many messages into one call
    )

    def __init__(self, given: Mapping[str, str]) -> None:
        super().__init__(given, "MESSENGER")
        self.page = given["MESSENGER_PAGE"]

    def read(self, call: Call) -> Delivery:
        """What people wrote or pressed, and what became of ours; our own words come back as well,
        and are left out.
        """
        messages: list[Arrived] = []
        receipts: list[Receipt] = []
        for entry in listed(parsed(call.body).get("entry")):
            if words(entry, "id") != self.page:
                continue  # another page of the same app
            for event in listed(entry.get("messaging")):
                arrived = _arrived(event)
                messages += [arrived] if arrived else []
                receipts += _delivered(event)
        return Delivery(tuple(messages), tuple(receipts))

    def send(self, out: Out) -> str:
        """Send words with quick replies; a tag in place of a template once the day is over."""
        message: dict[str, Any] = {"text": out.text}
        if out.buttons:
            message["quick_replies"] = [
                {"content_type": "text", "title": each.label, "payload": each.value}
                for each in out.buttons
            ]
        kind = {"messaging_type": "RESPONSE"}
        if out.template:
            kind = {"messaging_type": "MESSAGE_TAG", "tag": out.template}
        body = {"recipient": {"id": out.to}, "message": message, **kind}
        got = self.graph("POST", f"{self.page}/messages", json=body)
        sent = words(got.json(), "message_id")
        if not sent:
            raise self.provider.failed(got, "no_id", passing=False)
        return sent

    def fetch(self, media: Media, most: int) -> bytes:
        """The attached thing, from Meta's hosts alone; its address is all that it takes."""
        return self.provider.fetch(media.place, most, HOSTS)

    def show(self, to: str, mark: str, thread: Mapping[str, str]) -> None:
        """Show typing, or that the last message was read."""
        if mark in MARKS:
            body = {"recipient": {"id": to}, "sender_action": MARKS[mark]}
            with suppress(SendingFailed):
                self.graph("POST", f"{self.page}/messages", json=body)

    def set_webhook(self, url: str) -> str:
        """Have the events of the app, and of the page, brought to us; and a button to begin."""
        self.subscribe("page", FIELDS, url)
        self.graph("POST", f"{self.page}/subscribed_apps", params={"subscribed_fields": FIELDS})
        profile = {"get_started": {"payload": BEGIN}}
        self.graph("POST", f"{self.page}/messenger_profile", json=profile)
        return f"Meta now brings Messenger's messages to {url}."


def _arrived(event: dict[str, Any]) -> Arrived | None:
    sender, message = words(part(event, "sender"), "id"), part(event, "message")
    pressed = part(event, "postback")
    if not sender or message.get("is_echo") or not (message or pressed):
        return None
    sent = words(message or pressed, "mid") or _made_id(sender, event)
    at = moment(event.get("timestamp"), each_second=MILLISECONDS)
    if pressed:
        payload = words(pressed, "payload")
        if payload == BEGIN:
            return Arrived(sent, sender, BEGIN, at=at)
        return Arrived(sent, sender, words(pressed, "title"), payload or None, at=at)
    choice = words(part(message, "quick_reply"), "payload") or None
    media = tuple(filter(None, map(_media, listed(message.get("attachments")))))
    return Arrived(sent, sender, words(message, "text"), choice, media, at=at)


def _made_id(sender: str, event: dict[str, Any]) -> str:
    """An id for an event that has none: the same for each repeat, and nobody's name in it."""
    named = f"{sender}.{words(event, 'timestamp')}"
    return f"made.{hashlib.sha256(named.encode()).hexdigest()[:32]}"


def _media(attachment: dict[str, Any]) -> Media | None:
    """A file; a shared place, a link or a sticker is none."""
    kind, payload = words(attachment, "type"), part(attachment, "payload")
    place = words(payload, "url")
    if kind not in KINDS or not place or "sticker_id" in payload:
        return None
    return Media(place, KINDS[kind])


def _delivered(event: dict[str, Any]) -> list[Receipt]:
    """Which of ours arrived. That they were read is told by time alone, not by message."""
    ids = part(event, "delivery").get("mids")
    found = ids if isinstance(ids, list) else []
    return [Receipt(each, "delivered") for each in found if isinstance(each, str)]
