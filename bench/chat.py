"""A client of the public chat API, as a browser would use it."""

import uuid
import weakref
from typing import Any

import httpx

TIMEOUT = httpx.Timeout(30)


class Chat:
    """One conversation; keeps the newest state and the messages of the last turn."""

    def __init__(self, url: str, client: httpx.Client | None = None) -> None:
        self.client = client or httpx.Client(base_url=url, timeout=TIMEOUT)
        if client is None:
            weakref.finalize(self, self.client.close)
        opened = self._checked(self.client.post("/api/chat/conversations", json={"locale": "en"}))
        self.id: str = opened["conversation"]
        self.headers = {"Authorization": f"Bearer {opened['token']}"}
        self.messages: list[dict[str, Any]] = opened["messages"]
        self.state: dict[str, Any] = opened["state"]

    @property
    def question(self) -> str | None:
        """The id of the question that waits for an answer."""
        asked: str | None = self.state["question"]
        return asked

    @property
    def said(self) -> str:
        """All that the service said in the last turn."""
        return "\n".join(m["text"] for m in self.messages if m["from"] != "person")

    def say(self, text: str) -> dict[str, Any]:
        """Say something in free text; returns the new state."""
        return self.send({"text": text})

    def choose(self, label: str) -> dict[str, Any]:
        """Take the choice of the last turn whose label begins so; returns the new state."""
        for message in reversed(self.messages):
            for choice in message["choices"] or []:
                if choice["label"].lower().startswith(label.lower()):
                    return self.send({"choice": choice["value"]})
        raise LookupError(f"no choice {label!r} in the last turn")

    def draft(self) -> dict[str, Any]:
        """What the service has understood so far."""
        return self._checked(self.client.get("/api/chat/draft", headers=self.headers))

    def send(self, body: dict[str, Any]) -> dict[str, Any]:
        """Send a message with a new id; returns the new state."""
        answer = self._checked(
            self.client.post(
                "/api/chat/messages", json={"id": str(uuid.uuid4()), **body}, headers=self.headers
            )
        )
        self.messages, self.state = answer["messages"], answer["state"]
        return self.state

    @staticmethod
    def _checked(response: httpx.Response) -> dict[str, Any]:
        response.raise_for_status()
        body: dict[str, Any] = response.json()
        return body
