"""Small stand-ins: a bot that speaks the contract, and a clock that a test moves."""

from contextvars import Context
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask

from backend.chat.rasa import Out, RasaFailed

QUESTIONS: dict[str, tuple[str, str, list[tuple[str, str]]]] = {
    "privacy_ack": ("Is it OK to go on?", "choice", [("Yes", "yes"), ("No", "no")]),
    "matter": ("What happened?", "text", []),
    "complained_locally": (
        "Have you complained to them?",
        "choice",
        [("Yes", "yes"), ("No", "no"), ("I'm not sure", "not_sure")],
    ),
    "impact": (
        "How did it affect you?",
        "choices",
        [("It upset me", "distress"), ("It cost me money", "money")],
    ),
    "should_have_happened": ("What should have happened?", "text", []),
    "confirm": ("Shall we send it?", "choice", [("Yes, send it", "yes"), ("Not now", "no")]),
}
ORDER = list(QUESTIONS)


@dataclass
class SetClock:
    """A clock that stands still until a test moves it."""

    moment: datetime = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()

    def pass_time(self, **how_long: float) -> None:
        self.moment += timedelta(**how_long)


@dataclass
class FakeBot:
    """Asks a few questions in order, saves the draft over HTTP and answers, as Rasa does."""

    app: Flask | None = None
    down: str = ""  # why every call fails, while set
    lose_replies: bool = False  # the next turn is saved, and its replies never arrive
    before: Any = None  # called at the start of each turn
    turns: list[dict[str, Any]] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)

    def turn(self, body: dict[str, Any], seconds: float) -> list[Out]:
        self.turns.append(body)
        if self.before:
            self.before(body)
        if self.down:
            raise RasaFailed(self.down)
        outs = self._answer(body)
        if self.lose_replies:
            self.lose_replies = False
            raise RasaFailed("unreachable")
        return outs

    def erase(self, conversation: str) -> None:
        if self.down:
            raise RasaFailed(self.down)
        self.erased.append(conversation)

    def alive(self) -> bool:
        return not self.down

    def _answer(self, body: dict[str, Any]) -> list[Out]:
        meta = body["metadata"]
        facts, sources = dict(meta["facts"]), dict(meta["sources"])
        dialogue, asked = dict(meta["dialogue"]), meta["question"]
        if meta["text"] == "what does it cost?":
            return [out("info", "It is free.")]
        if body["payload"] in (None, "choose"):
            asked = self._read(meta, facts, sources, dialogue)
        upcoming = next((each for each in ORDER if each not in facts), None)
        if asked == "change":
            upcoming = meta["change"]
        saving = {
            "turn": meta["turn"], "facts": facts, "sources": sources,
            "dialogue": dialogue, "question": upcoming, "status": "open",
        }  # fmt: skip
        if facts.get("confirm") == "yes":
            return self._send(body["sender"], saving)
        self.call("PUT", body["sender"], saving)
        return ask(upcoming, facts)

    def _read(self, meta: Any, facts: Any, sources: Any, dialogue: Any) -> str | None:
        if meta["change"]:
            facts.pop(meta["change"], None)
            return "change"
        asked, value = meta["question"], meta["choice"] or meta["text"]
        if value == "cmd:person" or meta["text"] == "I want a person":
            dialogue["wants_person"] = True
            dialogue["hand_over"] = meta["turn"]
        elif meta["text"] == "blah":
            failures = dialogue.setdefault("failures", {})
            failures[asked] = failures.get(asked, 0) + 1
        elif asked:
            facts[asked] = value
            sources[asked] = {"message": meta["turn"], "quote": meta["text"], "how": "text"}
        return None

    def _send(self, conversation: str, saving: dict[str, Any]) -> list[Out]:
        self.call("PUT", conversation, {**saving, "question": None})
        key = f"submit-{conversation}-{saving['turn']}"
        sent = self.call("POST", f"{conversation}/submission", None, {"Idempotency-Key": key})
        return [out("info", f"Sent. Your reference is {sent['reference']}.")]

    def call(self, method: str, path: str, body: Any, headers: Any = None) -> Any:
        assert self.app is not None
        token = self.app.extensions["intake"].settings.service_token
        # In a context of its own, as another process would be: with a session of its own.
        response = Context().run(
            self.app.test_client().open,
            f"/api/drafts/{path}",
            method=method,
            json=body,
            headers={"Authorization": f"Bearer {token}", **(headers or {})},
        )
        if response.status_code >= 300:
            raise RasaFailed(f"backend_{response.status_code}")
        return response.get_json()


def out(kind: str, text: str, **more: Any) -> Out:
    return {"kind": kind, "text": text, "question": None, "input": None, "choices": [], **more}


def ask(question: str | None, facts: dict[str, Any]) -> list[Out]:
    if question is None:
        return [out("info", "That is all.")]
    text, kind, choices = QUESTIONS[question]
    offered = [{"label": label, "value": value, "hint": None} for label, value in choices]
    asked = out("question", text, question=question, input=kind, choices=offered)
    if question != "confirm":
        return [asked]
    change = [
        {"label": f"Change {name}", "value": f"cmd:change:{name}", "hint": None} for name in facts
    ]
    return [out("summary", "Here is what you told us.", choices=change), asked]
