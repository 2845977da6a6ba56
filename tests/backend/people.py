"""A person at the chat, over the public API."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient


@dataclass
class Person:
    """Speaks, chooses and reads; keeps the last answer."""

    client: FlaskClient
    token: str = ""
    conversation: str = ""
    status: int = 0
    answer: dict[str, Any] = field(default_factory=dict)

    def begin(self, **body: Any) -> "Person":
        response = self.client.post("/api/chat/conversations", json=body)
        self._keep(response)
        self.token, self.conversation = self.answer["token"], self.answer["conversation"]
        return self

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def messages(self) -> list[dict[str, Any]]:
        return self.answer["messages"]

    @property
    def state(self) -> dict[str, Any]:
        return self.answer["state"]

    @property
    def kinds(self) -> list[str]:
        return [message["kind"] for message in self.messages]

    @property
    def said(self) -> str:
        return "\n".join(message["text"] for message in self.messages)

    @property
    def told(self) -> str:
        """The sentence of a refusal."""
        return self.answer["detail"]

    def say(self, text: str, id: str | None = None) -> "Person":
        return self.post(text=text, id=id)

    def post(self, id: str | None = None, **body: Any) -> "Person":
        given = {"id": id or str(uuid.uuid4()), **body}
        return self._keep(self.client.post("/api/chat/messages", json=given, headers=self.headers))

    def choose(self, *labels: str, many: bool = False, id: str | None = None) -> "Person":
        values = [self.value(label) for label in labels]
        return self.post(id=id, **({"choices": values} if many else {"choice": values[0]}))

    def value(self, label: str) -> str:
        """The token of a choice in the last answer."""
        offered = [c for m in self.messages for c in m["choices"]]
        return next(c["value"] for c in offered if c["label"] == label)

    def read(self, after: int = 0) -> "Person":
        return self._keep(
            self.client.get(f"/api/chat/messages?after={after}", headers=self.headers)
        )

    def draft(self) -> dict[str, Any]:
        return self.client.get("/api/chat/draft", headers=self.headers).get_json()

    def erase(self) -> int:
        return self.client.delete("/api/chat/conversation", headers=self.headers).status_code

    def go_to(self, question: str) -> "Person":
        """Answer in a plain way until a question is asked."""
        answers = {"privacy_ack": "Yes", "complained_locally": "Yes", "confirm": "Yes, send it"}
        while self.state["question"] not in (question, None):
            asked = self.state["question"]
            if asked == "impact":
                self.choose("It upset me", many=True)
            elif asked in answers:
                self.choose(answers[asked])
            else:
                self.say("The ward lost my notes.")
        return self

    def _keep(self, response: Any) -> "Person":
        self.status, self.answer = response.status_code, response.get_json(silent=True) or {}
        return self
