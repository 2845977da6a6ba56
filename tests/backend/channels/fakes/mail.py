"""E-mail: mails come in a signed webhook, and go to an SMTP server on this machine."""

import asyncio
import base64
import json
import logging
import socket
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from types import TracebackType
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest import MonkeyPatch

from backend.channels.base import Call
from backend.channels.mail import Mail
from backend.channels.settings import STATED
from backend.config import Messages
from backend.services import posting
from tests.backend.channels.fakes.api import Message
from tests.backend.channels.fakes.events import Attached, Became, Event, Odd, Pressed
from tests.backend.channels.fakes.generic import SECRET, signed

OURS = "complaints@example.org"


@dataclass
class MailApi:
    """A mail server: what it says to the end of a mail is what happens to it."""

    seen: list[Any] = field(default_factory=list)
    sent: list[Message] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    refuses: set[str] = field(default_factory=set)
    failures: deque[Callable[[], Any]] = field(default_factory=deque)
    marks_fail: bool = False

    def __enter__(self) -> "MailApi":
        self._held = threading.Event()
        logging.getLogger("mail.log").setLevel(logging.ERROR)  # the server's, not the service's
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._server = Controller(self, hostname="127.0.0.1", port=self.port)
        self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._held.set()
        self._server.stop()

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address in self.refuses:
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        said = self.failures.popleft()() if self.failures else None
        if said == "silent":
            while not self._held.is_set():
                await asyncio.sleep(0.02)
        if said:
            return str(said)
        mail = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)
        assert isinstance(mail, EmailMessage)
        raw = {name.lower(): str(value) for name, value in mail.items()}
        text = mail.get_content().replace("\r\n", "\n").removesuffix("\n")
        self.sent.append(Message(envelope.rcpt_tos[0], text, raw=raw))
        return "250 OK"

    def down(self) -> str:
        return "451 4.3.0 Try again later"

    def silent(self) -> str:
        return "silent"

    slow = silent


class MailKit:
    """One mailbox."""

    name = "email"
    sender, other = "sam@example.org", "alex@example.org"
    buttons, receipts, files = False, False, False
    proves_body, tells_wait = True, False
    many = 1_000
    unreachable = "smtp_refused"

    def __init__(self, api: Any) -> None:
        self.api = api

    def given(self) -> Mapping[str, str]:
        return {
            "EMAIL_CHANNEL_ADDRESS": OURS,
            "EMAIL_CHANNEL_SECRET": SECRET,
            "SMTP_HOST": "127.0.0.1",
        }

    def adapter(self) -> Mail:
        return self._at(self.api.port)

    def in_a_hurry(self, patch: MonkeyPatch) -> Mail:
        patch.setattr(posting, "SECONDS", 0.2)
        return self.adapter()

    def nowhere(self) -> Mail:
        return self._at(9)

    def messages(self) -> Messages:
        """How the service posts its mail."""
        return Messages(
            by="smtp", sender=OURS, smtp_host="127.0.0.1", smtp_port=self.api.port,
            smtp_security="none",
        )  # fmt: skip

    def calls(self, *events: Event) -> list[Call]:
        return [self._call(self.mail(each).as_bytes(), each.id) for each in events]

    def id(self, number: int) -> str:
        return f"<{number}@example.org>"

    def sign(self, content: Any) -> Call:
        return signed(self.name, json.dumps(content).encode(), "1")

    def mail(self, event: Event) -> EmailMessage:
        """What somebody posted."""
        assert not isinstance(event, Became | Pressed)
        mail = EmailMessage()
        mail["From"] = f"Sam Sender <{event.sender or self.sender}>"
        mail["To"], mail["Message-ID"] = OURS, event.id
        mail["Date"] = format_datetime(event.at)
        mail.set_content("" if isinstance(event, Odd) else event.text)
        if isinstance(event, Attached):
            content, (kind, _, form) = (
                self.api.files.get(event.place, b"x"),
                event.kind.partition("/"),
            )
            mail.add_attachment(content, maintype=kind, subtype=form, filename="letter.jpg")
        return mail

    def limited(self, seconds: int) -> str:
        return "421 4.7.0 Too many messages, slow down"

    def place(self, name: str, content: bytes) -> str:
        self.api.files[name] = content
        return name

    def _at(self, port: int) -> Mail:
        given = {**STATED["email"].may, **self.given()}
        messages = self.messages()
        return Mail(given, Messages(**{**vars(messages), "smtp_port": port}))

    def _call(self, raw: bytes, number: str) -> Call:
        body = json.dumps({"raw": base64.b64encode(raw).decode()}).encode()
        return signed(self.name, body, number)
