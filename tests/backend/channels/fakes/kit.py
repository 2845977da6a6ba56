"""What the conformance suite asks of a provider's stand-in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from pytest import MonkeyPatch

from backend.channels.base import Adapter, Call
from tests.backend.channels.fakes.api import Api
from tests.backend.channels.fakes.events import Event

PUBLIC = "https://complaints.example.org"
NOWHERE = "http://127.0.0.1:9"


class Kit(Protocol):
    """One provider: how its adapter is set up, how it calls us, how it fails."""

    name: str
    sender: str  # somebody who writes
    other: str  # somebody else
    buttons: bool  # whether it has native buttons that come back
    receipts: bool  # whether it tells what becomes of a message
    files: bool  # whether it says where a file lies, and does not send it along
    tells_wait: bool  # whether it tells how long a limit lasts
    proves_body: bool  # whether its proof covers what is said, and not the caller alone
    many: int  # so many messages are read in a test: mails are read slowly, and are few
    unreachable: str  # the code for somebody whom it may not write to any more
    api: Api

    def given(self) -> Mapping[str, str]:
        """The settings of the channel, with the API at the stand-in's address."""

    def adapter(self) -> Adapter:
        """The adapter, set up so."""

    def in_a_hurry(self, patch: MonkeyPatch) -> Adapter:
        """The adapter, with time-outs that a test can wait for."""

    def nowhere(self) -> Adapter:
        """The adapter, with nobody where the provider should be."""

    def calls(self, *events: Event) -> list[Call]:
        """The calls that bring these events: in one, where the provider batches."""

    def id(self, number: int) -> str:
        """The provider's id of a message."""

    def sign(self, content: Any) -> Call:
        """A proven call that may say anything."""

    def limited(self, seconds: int) -> Any:
        """The provider's answer to too many calls."""

    def place(self, name: str, content: bytes) -> str:
        """Keep a file at the provider, and say what a message calls it."""


class ByHttp:
    """What the stand-ins share whose APIs are called over HTTP."""

    tells_wait = True
    many = 10_000

    def in_a_hurry(self, patch: MonkeyPatch) -> Any:
        adapter: Any = self.adapter()  # type: ignore[attr-defined]
        adapter.provider = replace(adapter.provider, seconds=0.2)
        return adapter

    def nowhere(self) -> Any:
        adapter: Any = self.adapter()  # type: ignore[attr-defined]
        adapter.provider = replace(adapter.provider, address=NOWHERE)
        return adapter


@dataclass(frozen=True)
class Forgery:
    """A call that the provider did not make."""

    what: str
    made: Callable[[Call], Call]


def _changed(call: Call) -> Call:
    body = call.body
    return replace(call, body=body[:-2] + bytes([body[-2] ^ 1]) + body[-1:])


def _bare(call: Call) -> Call:
    kept = ("content-type", "content-length")
    return replace(call, headers={k: v for k, v in call.headers.items() if k in kept})


def _emptied(call: Call) -> Call:
    kept = ("content-type", "content-length")
    return replace(call, headers={k: v if k in kept else "" for k, v in call.headers.items()})


def _other(call: Call) -> Call:
    """Something stands where the proof does, of the right length and in the right letters."""

    def turned(value: str) -> str:
        return value.translate(str.maketrans("abcdefABCDEF0123456789", "bcdefaBCDEFA1234567890"))

    kept = ("content-type", "content-length", "webhook-id", "webhook-timestamp")
    return replace(
        call, headers={k: v if k in kept else turned(v) for k, v in call.headers.items()}
    )


# What a forger may try. Telegram proves the caller and not the body: it is sent over TLS alone.
FORGERIES = (
    Forgery("no proof", _bare),
    Forgery("an empty proof", _emptied),
    Forgery("another proof", _other),
)
CHANGED = Forgery("a changed body", _changed)
