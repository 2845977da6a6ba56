"""A channel of the tests: a provider that signs with one word, and a person who writes by it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Flask

from backend.channels import registry, sending, working
from backend.channels.base import (
    Abilities,
    Answer,
    Arrived,
    Call,
    Delivery,
    Forged,
    Media,
    Out,
    Receipt,
    Unreadable,
)
from backend.data.channels import ChannelIdentity
from backend.data.session import db
from backend.services.posting import SendingFailed

WORD = "right"


@dataclass
class Desk:
    """A provider in memory: keeps what it was asked to send, and fails on demand."""

    name: str = "desk"
    abilities: Abilities = field(default_factory=Abilities)
    sent: list[Out] = field(default_factory=list)
    shown: list[tuple[str, str]] = field(default_factory=list)
    failing: SendingFailed | None = None
    files: dict[str, bytes] = field(default_factory=dict)

    def verify(self, call: Call) -> None:
        if call.headers.get("x-word") != WORD:
            raise Forged

    def challenge(self, call: Call) -> Answer | None:
        asked = call.query.get("challenge")
        return Answer(body=asked) if asked else None

    def read(self, call: Call) -> Delivery:
        try:
            body = json.loads(call.body)
        except ValueError:
            raise Unreadable from None
        return Delivery(
            tuple(_arrived(each) for each in body.get("messages", ())),
            tuple(Receipt(**each) for each in body.get("receipts", ())),
        )

    def acknowledged(self) -> Answer:
        return Answer(body="taken")

    def send(self, out: Out) -> str:
        if self.failing:
            raise self.failing
        self.sent.append(out)
        return f"out-{len(self.sent)}"

    def fetch(self, media: Media, most: int) -> bytes:
        if media.place not in self.files:
            raise SendingFailed("gone", passing=False)
        return self.files[media.place]

    def show(self, to: str, mark: str, thread: Mapping[str, str]) -> None:
        self.shown.append((to, mark))

    def set_webhook(self, url: str) -> str:
        return f"Told the desk: {url}"


def _arrived(given: dict[str, Any]) -> Arrived:
    media = tuple(Media(**each) for each in given.pop("media", ()))
    at = datetime.fromisoformat(given.pop("at")) if "at" in given else None
    return Arrived(**given, media=media, at=at)


@dataclass
class Texter:
    """Somebody who writes on the channel; everything is worked off at once unless told not to."""

    app: Flask
    desk: Desk
    number: str = "+447400123456"
    count: int = 0

    def post(self, *messages: dict[str, Any], word: str = WORD, **body: Any) -> Any:
        given = {"messages": messages, **body}
        client = self.app.test_client()
        return client.post(f"/channels/{self.desk.name}", json=given, headers={"X-Word": word})

    def message(self, text: str = "", **more: Any) -> dict[str, Any]:
        self.count += 1
        named = {"provider_id": f"{self.number}-{self.count}", "sender": self.number}
        return {**named, "text": text, **more}

    def say(self, text: str = "", **more: Any) -> str:
        """Write, and give what comes back."""
        self.post(self.message(text, **more))
        return self.back()

    def back(self) -> str:
        """Work everything off, and give what was sent."""
        before = len(self.desk.sent)
        work(self.app)
        return "\n---\n".join(out.text for out in self.desk.sent[before:])

    def press(self, label: str) -> str:
        """Press a native button of the last message."""
        button = next(b for b in self.desk.sent[-1].buttons if b.label == label)
        return self.say(choice=button.value)


def use(app: Flask, **more: Any) -> Desk:
    """Switch the desk on."""
    desk = Desk(**more)
    app.extensions[registry.KEY][desk.name] = desk
    return desk


def identities(app: Flask) -> list[int]:
    with app.app_context():
        return [row.id for row in db.session.query(ChannelIdentity).order_by(ChannelIdentity.id)]


def work(app: Flask) -> None:
    """What the worker process does, for everybody."""
    for identity in identities(app):
        working.work_now(app, identity)
        sending.send_now(app, identity)
