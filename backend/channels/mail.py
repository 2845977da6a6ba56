"""E-mail: comes by a signed webhook or is fetched, goes by SMTP, and never answers a machine."""

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping
from email.message import EmailMessage

import structlog

from backend.channels import calling, mail_fetching, mail_reading
from backend.channels.base import (
    Abilities,
    Answer,
    Call,
    Delivery,
    Forged,
    Media,
    Out,
    Unreadable,
)
from backend.channels.signed import Secrets
from backend.config import Messages
from backend.services.posting import SendingFailed, Smtp
from intake.wording import text as words

log = structlog.get_logger()
LARGEST = 36 * 1024 * 1024  # a mail of 25 MB in base64


class Mail:
    """One mailbox that people write to."""

    name = "email"
    abilities = Abilities(longest=20_000, largest_call=LARGEST, hourly=20)

    def __init__(self, given: Mapping[str, str], messages: Messages) -> None:
        self.address = given["EMAIL_CHANNEL_ADDRESS"]
        self.auth_server = given["EMAIL_AUTH_SERVER"]
        self.given, self.smtp = given, Smtp(messages)
        secret = given["EMAIL_CHANNEL_SECRET"]
        self.secrets = Secrets(secret) if secret else None

    def verify(self, call: Call) -> None:
        """Prove the sender on the raw body, in constant time. Raises Forged."""
        if self.secrets is None:
            raise Forged
        self.secrets.prove(call.headers, call.body)

    def challenge(self, call: Call) -> Answer | None:
        """There is none: a right signature is proof enough."""
        return None

    def read(self, call: Call) -> Delivery:
        """The mail in a proven call: {"raw": the whole mail in base64}. Raises Unreadable."""
        try:
            raw = base64.b64decode(calling.words(calling.parsed(call.body), "raw"), validate=True)
        except (binascii.Error, ValueError):
            raise Unreadable("raw") from None
        if not raw:
            raise Unreadable("raw")
        return self.read_mail(raw)

    def read_mail(self, raw: bytes) -> Delivery:
        """What one mail brings. Raises Unreadable."""
        return mail_reading.read(raw, self.address, self.auth_server)

    def acknowledged(self) -> Answer:
        """Taken."""
        return Answer(status=204)

    def send(self, out: Out) -> str:
        """Post it as an answer to the person's last mail; gives its message id."""
        mail = EmailMessage()
        mail["From"], mail["To"] = self.address, out.to
        about = out.thread.get("subject") or words("channel.subject", out.language)
        mail["Subject"] = about if about[:3].casefold() == "re:" else f"Re: {about}"
        mail["Message-ID"] = f"<{out.key.replace(':', '.')}@{self.address.rpartition('@')[2]}>"
        before = out.thread.get("message_id")
        if before:
            mail["In-Reply-To"] = before
            mail["References"] = f"{out.thread.get('references', '')} {before}".strip()
        mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"] = "auto-replied", "All"
        mail[mail_reading.LOOP] = "1"
        mail.set_content(out.text)
        self.smtp.post(mail)
        return str(mail["Message-ID"])

    def fetch(self, media: Media, most: int) -> bytes:
        """Files come with their mail."""
        raise SendingFailed("email_no_content", passing=False)

    def show(self, to: str, mark: str, thread: Mapping[str, str]) -> None:
        """E-mail shows neither typing nor reading."""

    def set_webhook(self, url: str) -> str:
        """There is nobody to tell."""
        return f"Give whoever passes mail on this address and the secret: {url}"

    @property
    def fetches(self) -> bool:
        """True where mail is fetched by IMAP."""
        return bool(self.given["EMAIL_IMAP_HOST"])

    def fetch_new(self) -> Iterator[tuple[Delivery, Callable[[], None]]]:
        """What each unread mail brings, with what marks it as read."""
        for raw, seen in mail_fetching.unread(self.given):
            try:
                delivery = self.read_mail(raw)
            except Unreadable:
                log.warning("channel_mail_unreadable")
                delivery = Delivery()
            yield delivery, seen
