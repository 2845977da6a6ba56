"""Somebody who texts: the same client as for the chat, by SMS through a stand-in of Twilio."""

import threading
from typing import Any

import httpx
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from backend.channels import segments
from backend.chat import tokens
from backend.config import load_settings
from ops.stack import Stack
from tests.backend.channels.fakes.events import Said
from tests.backend.channels.fakes.kit import PUBLIC
from tests.backend.channels.fakes.twilio import TwilioKit

CLIENT = httpx.Client(timeout=30)  # one for all: each new one reads the certificates again
SLOWEST_SECONDS = 120.0
LOOK_AGAIN_SECONDS = 0.05
NEWEST = text("SELECT id, conversation_id FROM channel_identity ORDER BY id DESC LIMIT 1")
LEFT = text(
    "SELECT (SELECT count(*) FROM channel_in WHERE identity_id = :who AND status = 'waiting')"
    " + (SELECT count(*) FROM channel_out WHERE identity_id = :who"
    " AND status IN ('waiting', 'sending'))"
)


class Texts:
    """One conversation by text, with what a client of the chat has (bench.chat.Chat)."""

    def __init__(self, stack: Stack, kit: TwilioKit, number: str) -> None:
        self.stack, self.kit, self.number = stack, kit, number
        self._engine = create_engine(stack.settings["DATABASE_URL"], poolclass=NullPool)
        self._read = len(kit.api.sent)
        self._last = 0
        self.said = ""
        self.too_long: list[str] = []
        self._who: int | None = None
        self._send("START")
        self._who = self._one(NEWEST)[0]
        self._settle()
        token = tokens.sign(load_settings(stack.settings), self._one(NEWEST)[1])
        self._headers = {"Authorization": f"Bearer {token}"}
        self._catch_up()

    @property
    def question(self) -> str | None:
        """The id of the question that waits for an answer."""
        asked: str | None = self.state["question"]
        return asked

    def say(self, words: str) -> dict[str, Any]:
        """Text something, and wait until all that it leads to has been sent."""
        self._send(words)
        self._settle()
        self._catch_up()
        return self.state

    def draft(self) -> dict[str, Any]:
        """What the service has understood so far."""
        found: dict[str, Any] = self._ask("/api/chat/draft")
        return found

    def _send(self, words: str) -> None:
        event = Said(self.kit.id(self.kit.api.number()), words, sender=self.number)
        for call in self.kit.calls(event):
            place = self.stack.url + call.url.removeprefix(PUBLIC)
            answer = CLIENT.post(place, content=call.body, headers=dict(call.headers))
            answer.raise_for_status()

    def _settle(self) -> None:
        pause = threading.Event()
        for _ in range(int(SLOWEST_SECONDS / LOOK_AGAIN_SECONDS)):
            if self._one(LEFT, who=self._who)[0] == 0:
                return
            pause.wait(LOOK_AGAIN_SECONDS)
        raise TimeoutError("the worker did not work off a text")

    def _catch_up(self) -> None:
        """What came by text, and how the conversation stands."""
        came = [each.text for each in self.kit.api.sent[self._read :]]
        self._read += len(came)
        self.said = "\n".join(came)
        self.too_long += [each for each in came if not segments.fits(each)]
        told = self._ask(f"/api/chat/messages?after={self._last}")
        self.messages: list[dict[str, Any]] = told["messages"]
        self.state: dict[str, Any] = told["state"]
        self._last = max((each["id"] for each in self.messages), default=self._last)

    def _ask(self, path: str) -> Any:
        answer = CLIENT.get(self.stack.url + path, headers=self._headers)
        answer.raise_for_status()
        return answer.json()

    def _one(self, query: Any, **values: Any) -> Any:
        with self._engine.connect() as connection:
            return connection.execute(query, values).one()
