"""Telegram's Bot API, by https://core.telegram.org/bots/api."""

import json
from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Request, Response

from backend.channels.base import Call
from backend.channels.telegram import Telegram
from tests.backend.channels.fakes.api import Api, Message, Seen, as_json
from tests.backend.channels.fakes.events import Attached, Became, Event, Odd, Pressed
from tests.backend.channels.fakes.kit import PUBLIC, ByHttp

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
SECRET = "telegram-test-secret_0123456789"


class TelegramApi(Api):
    """Methods of one bot, and its files."""

    def answer(self, request: Request, seen: Seen) -> Response:
        if seen.path.startswith(f"/file/bot{TOKEN}/"):
            return Response(self.files[seen.path.rpartition("/")[2]])
        if not seen.path.startswith(f"/bot{TOKEN}/"):
            return self.error(401, "Unauthorized")
        method = seen.path.rpartition("/")[2]
        if method == "sendMessage":
            return self._take(seen.json)
        if method == "getFile":
            name = seen.json["file_id"]
            told = {"file_id": name, "file_path": f"photos/{name}"}
            return self.fine(told | {"file_size": len(self.files[name])})
        return self.fine(True)

    def fine(self, result: Any) -> Response:
        return as_json({"ok": True, "result": result})

    def error(self, code: int, said: str, **parameters: int) -> Response:
        """Telegram's shape of a failure."""
        told: dict[str, Any] = {"ok": False, "error_code": code, "description": said}
        return as_json(told | ({"parameters": parameters} if parameters else {}), code)

    def _take(self, body: dict[str, Any]) -> Response:
        to, text, markup = str(body["chat_id"]), body["text"], body.get("reply_markup", {})
        if to in self.refuses:
            return self.error(403, "Forbidden: bot was blocked by the user")
        if not text.strip():
            return self.error(400, "Bad Request: message text is empty")
        if len(text) > 4096:
            return self.error(400, "Bad Request: message is too long")
        buttons = [each for row in markup.get("inline_keyboard", []) for each in row]
        if any(not 0 < len(each["callback_data"].encode()) <= 64 for each in buttons):
            return self.error(400, "Bad Request: BUTTON_DATA_INVALID")
        choices = [(each["text"], each["callback_data"]) for each in buttons]
        self.sent.append(Message(to, text, choices, body))
        return self.fine({"message_id": self.number(), "chat": {"id": to}, "text": text})


class TelegramKit(ByHttp):
    """One bot."""

    name = "telegram"
    sender, other = "1111111", "2222222"
    buttons, receipts, files = True, False, True
    proves_body = False  # its secret proves the caller; TLS alone keeps the words
    unreachable = "403"

    def __init__(self, api: TelegramApi) -> None:
        self.api = api

    def given(self) -> Mapping[str, str]:
        return {
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_SECRET": SECRET,
            "TELEGRAM_ADDRESS": self.api.url,
        }

    def adapter(self) -> Telegram:
        return Telegram(self.given())

    def calls(self, *events: Event) -> list[Call]:
        return [self.signed(self.update(each)) for each in events]

    def signed(self, update: Any) -> Call:
        headers = {
            "content-type": "application/json",
            "x-telegram-bot-api-secret-token": SECRET,
        }
        body = json.dumps(update).encode()
        return Call("POST", f"{PUBLIC}/channels/{self.name}", headers, body)

    def update(self, event: Event) -> dict[str, Any]:
        """One update; the id of the event is the update's."""
        assert not isinstance(event, Became)
        number = int(event.id)
        sender = int(event.sender or self.sender)
        person = {"id": sender, "is_bot": False, "first_name": "Sam", "language_code": "en"}
        chat = {"id": sender, "first_name": "Sam", "type": "private"}
        message: dict[str, Any] = {"message_id": number, "from": person, "chat": chat}
        message["date"] = int(event.at.timestamp())
        if isinstance(event, Pressed):
            query = {"id": f"9{number}", "from": person, "message": message, "data": event.value}
            return {"update_id": number, "callback_query": query}
        if isinstance(event, Attached):
            sizes = [{"file_id": f"small-{event.place}", "width": 90}]
            message["photo"] = [*sizes, {"file_id": event.place, "width": 1280}]
            message |= {"caption": event.text} if event.text else {}
        elif isinstance(event, Odd):
            message["sticker"] = {"file_id": "s", "emoji": "🙂", "type": "regular"}
        else:
            message["text"] = event.text
        return {"update_id": number, "message": message}

    def id(self, number: int) -> str:
        return str(number)

    def sign(self, content: Any) -> Call:
        return self.signed(content)

    def limited(self, seconds: int) -> Response:
        said = f"Too Many Requests: retry after {seconds}"
        return self.api.error(429, said, retry_after=seconds)

    def place(self, name: str, content: bytes) -> str:
        self.api.files[name] = content
        return name
