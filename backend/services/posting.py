"""Messages on their way out: by GOV.UK Notify, by e-mail, or to a page of the console."""

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Any, Protocol

from notifications_python_client.errors import HTTPError
from notifications_python_client.notifications import NotificationsAPIClient
from sqlalchemy.orm import Session

from backend.config import Messages
from backend.data.models import OutboxMessage
from backend.services.addresses import EMAIL

SECONDS = 10
# What may work when it is tried again: too many at once, and faults on the other side.
PASSING = (429, 500, 502, 503, 504)
REFUSED_FOR_GOOD = 500  # of SMTP: 5xx answers stand, 4xx ones pass


class SendingFailed(Exception):
    """A message was not sent; `passing` where another try may help, after `wait` seconds.

    `unsure` where it may have gone all the same: what must never go twice is not tried again.
    """

    def __init__(
        self, why: str, *, passing: bool, wait: float | None = None, unsure: bool = False
    ) -> None:
        super().__init__(why)
        self.why, self.passing, self.wait, self.unsure = why, passing, wait, unsure


@dataclass(frozen=True)
class Letter:
    """One message to one person."""

    way: str
    to: str
    subject: str
    text: str
    # The same at each try of the same message, so that whoever passes it on can tell.
    key: str | None = None
    again: bool = False  # tried before, and perhaps passed on then


class Sender(Protocol):
    """Anything that takes a message out."""

    def send(self, letter: Letter) -> None:
        """Send it. Raises SendingFailed."""


class Notify:
    """GOV.UK Notify, with one template for e-mail and one for texts."""

    def __init__(self, messages: Messages) -> None:
        self.messages = messages

    def send(self, letter: Letter) -> None:
        """Send by the template of its way."""
        client: Any = NotificationsAPIClient(self.messages.notify_key, timeout=SECONDS)  # type: ignore[no-untyped-call]
        try:
            if letter.again and self._has(client, letter.key):
                return
            if letter.way == EMAIL:
                told = {"subject": letter.subject, "body": letter.text}
                template = self.messages.notify_email
                client.send_email_notification(letter.to, template, told, reference=letter.key)
            else:
                told = {"body": letter.text}
                template = self.messages.notify_text
                client.send_sms_notification(letter.to, template, told, reference=letter.key)
        except HTTPError as failure:
            code = failure.status_code
            raise SendingFailed(f"notify_{code}", passing=code in PASSING) from None
        finally:
            client.request_session.close()

    def _has(self, client: Any, key: str | None) -> bool:
        """True where Notify took the message at an earlier try."""
        return bool(key and client.get_all_notifications(reference=key)["notifications"])


class Smtp:
    """A mail server; it can send no texts."""

    def __init__(self, messages: Messages) -> None:
        self.messages = messages

    def send(self, letter: Letter) -> None:
        """Send as plain text."""
        mail = EmailMessage()
        mail["From"], mail["To"] = self.messages.sender, letter.to
        mail["Subject"], mail["Auto-Submitted"] = letter.subject, "auto-generated"
        if letter.key:
            domain = self.messages.sender.rpartition("@")[2].strip("> ")
            mail["Message-ID"] = f"<{letter.key}@{domain}>"
        mail.set_content(letter.text)
        self.post(mail)

    def post(self, mail: EmailMessage) -> None:
        """Hand a finished mail to the server. Raises SendingFailed."""
        reached = False
        try:
            with self._server() as server:
                reached = True
                server.send_message(mail)
        except smtplib.SMTPResponseException as failure:
            passing = failure.smtp_code < REFUSED_FOR_GOOD
            raise SendingFailed(f"smtp_{failure.smtp_code}", passing=passing) from None
        except smtplib.SMTPRecipientsRefused as failure:
            codes = [code for code, _said in failure.recipients.values()]
            passing = all(code < REFUSED_FOR_GOOD for code in codes)
            raise SendingFailed("smtp_refused", passing=passing) from None
        except (smtplib.SMTPException, OSError) as failure:
            # Cut off after the connection stood: the server may have taken it.
            why = type(failure).__name__
            raise SendingFailed(why, passing=True, unsure=reached) from None

    def _server(self) -> smtplib.SMTP:
        host, port = self.messages.smtp_host, self.messages.smtp_port
        context = ssl.create_default_context()
        if self.messages.smtp_security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(host, port, timeout=SECONDS)
        try:
            if self.messages.smtp_security == "starttls":
                server.starttls(context=context)
            if self.messages.smtp_user:
                server.login(self.messages.smtp_user, self.messages.smtp_password)
        except BaseException:
            server.close()
            raise
        return server


class Console:
    """Nobody is written to: the message is kept for a page of the console, for development."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now

    def send(self, letter: Letter) -> None:
        """Keep it."""
        row = OutboxMessage(
            way=letter.way, address=letter.to, subject=letter.subject, text=letter.text, at=self.now
        )
        self.session.add(row)
        self.session.commit()


class Nobody:
    """No way of sending is set up."""

    def send(self, letter: Letter) -> None:
        """Say so."""
        raise SendingFailed("not_set_up", passing=False)


def sender(messages: Messages, session: Session, now: datetime) -> Sender:
    """What the settings say."""
    if messages.by == "console":
        return Console(session, now)
    if messages.by == "notify":
        return Notify(messages)
    return Smtp(messages) if messages.by == "smtp" else Nobody()
