"""Somebody who writes by a provider, to the whole backend; a small bot answers."""

import re
from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from backend.channels.base import Call
from tests.backend.channels.desk import work
from tests.backend.channels.fakes.api import Message
from tests.backend.channels.fakes.events import Attached, Event, Odd, Pressed, Said
from tests.backend.channels.fakes.kit import Kit
from tests.backend.fakes import SetClock

NUMBERED = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
TRIES = 3


@dataclass
class Line:
    """One person and one provider. Each thing that happens takes ten seconds."""

    app: Flask
    kit: Kit
    clock: SetClock
    count: int = 0
    read: int = field(default=0)

    def said(self, text: str) -> Said:
        return Said(self.id(), text, at=self.clock.now())

    def say(self, text: str) -> str:
        """Write, have it worked off, and give what comes back."""
        return self.happens(self.said(text))

    def press(self, label: str) -> str:
        return self.happens(Pressed(self.id(), self.values()[label], label, at=self.clock.now()))

    def attach(self, name: str, content: bytes, kind: str) -> str:
        place = self.kit.place(name, content)
        return self.happens(Attached(self.id(), place, kind, at=self.clock.now()))

    def sticker(self) -> str:
        return self.happens(Odd(self.id(), at=self.clock.now()))

    def happens(self, event: Event) -> str:
        self.deliver(event)
        return self.back()

    def deliver(self, *events: Event) -> list[int]:
        """The provider calls us, and again where it is not answered 2xx."""
        self.clock.pass_time(seconds=10)
        return [self.call(each) for each in self.kit.calls(*events)]

    def call(self, call: Call) -> int:
        status = 0
        for _ in range(TRIES):
            status = self.post(call).status_code
            if status < 300:
                break
        return status

    def post(self, call: Call) -> Any:
        path = call.url.removeprefix("https://complaints.example.org")
        client = self.app.test_client()
        return client.open(path, method=call.method, data=call.body, headers=dict(call.headers))

    def back(self) -> str:
        """What the person gets, once everything is worked off."""
        work(self.app)
        return "\n---\n".join(message.text for message in self.new())

    def new(self) -> list[Message]:
        """What came since it was last looked at."""
        found = self.kit.api.sent[self.read :]
        self.read = len(self.kit.api.sent)
        return found

    def values(self) -> dict[str, str]:
        """The choices of the last message: by their buttons, or by their numbers."""
        last = self.kit.api.sent[-1]
        if last.choices:
            return dict(last.choices)
        return {label: number for number, label in NUMBERED.findall(last.text)}

    def id(self) -> str:
        self.count += 1
        return self.kit.id(self.count)
