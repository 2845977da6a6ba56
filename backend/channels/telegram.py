"""Telegram, by its Bot API. It tells of no receipts: what it took, it shows."""

import hmac
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from backend.channels.base import (
    Abilities,
    Answer,
    Arrived,
    Button,
    Call,
    Delivery,
    Forged,
    Media,
    Out,
    Unreadable,
)
from backend.channels.calling import Got, Provider, listed, moment, parsed, part, words
from backend.services.posting import SendingFailed
from intake import wording

ADDRESS = "https://api.telegram.org"
UPDATES = ("message", "edited_message", "callback_query")
LONGEST_VALUE = 64  # bytes that a button brings back
PRIVATE = "private"
# What a message may hold besides words, and whether it is a file that getFile gives.
FILES = ("document", "voice", "audio", "video", "video_note", "animation")
PHOTO = "image/jpeg"  # Telegram sends every photo as one
COMMAND = re.compile(r"/([a-z]+)(?:@\w+)?(?:(?<=start) \S+)?", re.IGNORECASE)


class Telegram:
    """One bot."""

    name = "telegram"
    abilities = Abilities(buttons=13, label=40, longest=4096, typing=True, read_marks=True)

    def __init__(self, given: Mapping[str, str]) -> None:
        self._secret = given["TELEGRAM_SECRET"]
        self._token = given["TELEGRAM_TOKEN"]
        self.provider = Provider("telegram", given.get("TELEGRAM_ADDRESS") or ADDRESS)

    def verify(self, call: Call) -> None:
        """Prove the sender by the secret that we gave Telegram with our address."""
        given = call.headers.get("x-telegram-bot-api-secret-token", "").encode()
        if not self._secret or not hmac.compare_digest(given, self._secret.encode()):
            raise Forged

    def challenge(self, call: Call) -> Answer | None:
        """What is said at once, in the answer to the call, to what brings no message.

        A group is told to write alone: others would read a complaint there. Somebody who changed
        a message is told to send it again: the answer that it was may be questions ago.
        """
        if call.method != "POST":
            return None
        self.verify(call)
        update = parsed(call.body)
        edited = part(update, "edited_message")
        message = edited or part(update, "message")
        chat = part(message, "chat")
        if not message or (not edited and words(chat, "type") == PRIVATE):
            return None
        key = "edited" if words(chat, "type") == PRIVATE else "group"
        language = words(part(message, "from"), "language_code")[:2]
        said = {
            "method": "sendMessage",
            "chat_id": chat.get("id"),
            "text": wording.text(f"provider.{key}", language),
        }
        return Answer(body=json.dumps(said), content_type="application/json")

    def read(self, call: Call) -> Delivery:
        """The message or the pressed button of one update."""
        update = parsed(call.body)
        number = update.get("update_id")
        if not isinstance(number, int):
            raise Unreadable("no_update_id")
        arrived = _message(update, number) or _pressed(update, number)
        return Delivery((arrived,) if arrived else ())

    def acknowledged(self) -> Answer:
        """Anything with 200 will do."""
        return Answer()

    def send(self, out: Out) -> str:
        """Send words as they stand, with buttons beneath."""
        body: dict[str, Any] = {
            "chat_id": out.to,
            "text": out.text,
            "link_preview_options": {"is_disabled": True},
        }
        if out.buttons:
            body["reply_markup"] = _keyboard(out.buttons)
        return words(part(self._ask("sendMessage", json=body).json(), "result"), "message_id")

    def fetch(self, media: Media, most: int) -> bytes:
        """The attached thing: by its id to its path, and from there."""
        if not media.place:
            raise SendingFailed("telegram_nothing", passing=False)
        found = part(self._ask("getFile", json={"file_id": media.place}).json(), "result")
        size = found.get("file_size")
        if isinstance(size, int) and size > most:
            raise SendingFailed("telegram_too_large", passing=False)
        path = words(found, "file_path")
        place = f"{self.provider.address}/file/bot{self._token}/{path}"
        return self.provider.fetch(place, most, ())

    def show(self, to: str, mark: str, thread: Mapping[str, str]) -> None:
        """Show typing; `read` stops the clock on a button that was pressed."""
        with suppress(SendingFailed):
            if mark == "typing":
                self._ask("sendChatAction", json={"chat_id": to, "action": "typing"})
            elif thread.get("callback"):
                pressed = {"callback_query_id": thread["callback"]}
                self._ask("answerCallbackQuery", json=pressed)

    def set_webhook(self, url: str) -> str:
        """Have the bot's updates brought to us with our secret."""
        told = {"url": url, "secret_token": self._secret, "allowed_updates": list(UPDATES)}
        self._ask("setWebhook", json=told)
        return f"Telegram now brings the bot's messages to {url}."

    def _ask(self, method: str, **more: Any) -> Got:
        url = f"{self.provider.address}/bot{self._token}/{method}"
        got = self.provider.call("POST", url, **more)
        told = got.json()
        if got.fine and told.get("ok") is True:
            return got
        wait = part(told, "parameters").get("retry_after")
        raise self.provider.failed(
            got,
            words(told, "error_code") or str(got.status),
            wait=float(wait) if isinstance(wait, int) else None,
        )


def _message(update: dict[str, Any], number: int) -> Arrived | None:
    message = part(update, "message")
    chat = part(message, "chat")
    if words(chat, "type") != PRIVATE or not words(chat, "id"):
        return None
    text = words(message, "text") or words(message, "caption")
    return Arrived(
        str(number),
        words(chat, "id"),
        _plain(text),
        media=_media(message),  # none for a sticker, a place, a contact
        at=moment(message.get("date")),
        order=number,
    )


def _plain(text: str) -> str:
    """/stop and /stop@bot mean what STOP does.

    What follows /start came with a link somewhere, and was not written by the person.
    """
    command = COMMAND.fullmatch(text)
    return command[1].upper() if command else text


def _media(message: dict[str, Any]) -> tuple[Media, ...]:
    sizes = listed(message.get("photo"))
    if sizes:
        return (Media(words(sizes[-1], "file_id"), PHOTO),)  # the largest is the last
    found = (part(message, kind) for kind in FILES)
    return tuple(
        Media(words(each, "file_id"), words(each, "mime_type"), words(each, "file_name"))
        for each in found
        if each
    )[:1]


def _pressed(update: dict[str, Any], number: int) -> Arrived | None:
    query = part(update, "callback_query")
    chat = part(part(query, "message"), "chat")
    told = words(chat, "id") and words(query, "data")
    if words(chat, "type") != PRIVATE or not told:
        return None
    thread = {"callback": words(query, "id")}
    return Arrived(
        str(number), words(chat, "id"), choice=words(query, "data"), order=number, thread=thread
    )


def _keyboard(buttons: tuple[Button, ...]) -> dict[str, Any]:
    """Buttons under the message; where a value is too long for one, keys that write their label."""
    if all(len(each.value.encode()) <= LONGEST_VALUE for each in buttons):
        rows = [[{"text": each.label, "callback_data": each.value}] for each in buttons]
        return {"inline_keyboard": rows}
    keys = [[{"text": each.label}] for each in buttons]
    return {"keyboard": keys, "one_time_keyboard": True, "resize_keyboard": True}
