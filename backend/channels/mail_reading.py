"""Reads one e-mail: who wrote what new words, what is attached, and whether a machine wrote it."""

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr, parsedate_to_datetime
from html.parser import HTMLParser

from mailparser_reply import EmailReplyParser

from backend.channels.base import Arrived, Delivery, Media, Receipt, Unreadable

LOOP = "X-Complaint-Intake"  # stands on what we send
LONGEST = 40_000
MOST_FILES = 10
MACHINES = re.compile(r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)\b", re.I)
BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
OF_MACHINES = ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Auto-Response")
# Where our own words begin again, as mail programs in Welsh put it.
QUOTED_CY = re.compile(r"^(Ar .{4,200}ysgrifennodd.{0,200}:)$", re.MULTILINE)
PROVEN = re.compile(r"\b(?:dmarc|dkim|spf)=pass\b", re.I)
BLOCKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "blockquote"})
UNSEEN = frozenset({"script", "style", "head", "title"})


def read(raw: bytes, own: str, auth_server: str = "") -> Delivery:
    """What a mail brings; nothing where a machine or we ourselves wrote it. Raises Unreadable."""
    try:
        mail = message_from_bytes(raw, policy=policy.default)
        if not isinstance(mail, EmailMessage):
            raise Unreadable("mail")
        bounced = _bounced(mail)
        if bounced is not None:
            return Delivery(receipts=(bounced,))
        sender = _address(mail, "From")
        if not sender or by_machine(mail, sender, own) or not _proven(mail, auth_server):
            return Delivery()
        return Delivery(messages=(_message(mail, raw, sender),))
    except (MessageError, LookupError, ValueError, AttributeError, IndexError):
        raise Unreadable("mail") from None


def by_machine(mail: EmailMessage, sender: str, own: str) -> bool:
    """True for auto-replies, lists and our own mail come back: an answer would make a loop."""
    automatic = str(mail.get("Auto-Submitted", "no")).split(";")[0].strip().casefold()
    return any(
        (
            sender == own.casefold(),
            mail.get(LOOP) is not None,
            automatic != "no",
            str(mail.get("Precedence", "")).strip().casefold() in BULK,
            str(mail.get("Return-Path", "")).strip() == "<>",
            MACHINES.match(sender) is not None,
            any(mail.get(name) is not None for name in OF_MACHINES),
        )
    )


def _proven(mail: EmailMessage, auth_server: str) -> bool:
    """Whether our own mail server found that the sender is who they say, where it says so."""
    if not auth_server:
        return True
    told = [str(value) for value in mail.get_all("Authentication-Results", [])]
    ours = [value for value in told if value.strip().split(";")[0].split()[:1] == [auth_server]]
    return bool(ours) and PROVEN.search(ours[0]) is not None


def _bounced(mail: EmailMessage) -> Receipt | None:
    """What a report of failure is about; None for any other mail."""
    if mail.get_content_type() != "multipart/report":
        return None
    for part in mail.walk():
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            found = re.search(r"^Message-ID:\s*(<[^>\s]+>)", part.as_string(), re.I | re.M)
            if found:
                return Receipt(found[1], "failed", "bounced")
    return Receipt("unknown", "failed", "bounced")


def _address(mail: EmailMessage, header: str) -> str:
    return parseaddr(str(mail.get(header, "")))[1].strip().casefold()


def _message(mail: EmailMessage, raw: bytes, sender: str) -> Arrived:
    named = str(mail.get("Message-ID", "")).strip()
    subject = " ".join(str(mail.get("Subject", "")).split())
    references = " ".join(str(mail.get("References", "")).split())
    return Arrived(
        provider_id=named or hashlib.sha256(raw).hexdigest(),
        sender=sender,
        text=(_new_words(mail) or subject)[:LONGEST],
        media=tuple(_attached(mail))[:MOST_FILES],
        at=_date(mail),
        thread={"message_id": named, "references": references[-900:], "subject": subject[:200]},
    )


def _date(mail: EmailMessage) -> datetime | None:
    try:
        at = parsedate_to_datetime(str(mail.get("Date", "")))
    except (ValueError, TypeError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _new_words(mail: EmailMessage) -> str:
    """The words of this mail alone, without those it answers."""
    body = mail.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    said = str(body.get_content())
    if body.get_content_type() == "text/html":
        said = _plain(said)
    cut = QUOTED_CY.split(said.replace("\r\n", "\n"))[0]
    reply = EmailReplyParser(languages=["en"]).parse_reply(cut) or ""
    return reply.strip() or cut.strip()


def _attached(mail: EmailMessage) -> Iterator[Media]:
    for part in mail.iter_attachments():
        # A picture within the words is a logo of somebody's signature.
        if part.get_content_disposition() == "inline" and part.get("Content-ID"):
            continue
        content = _bytes(part)
        if content:
            name = part.get_filename() or "file"
            yield Media(name, part.get_content_type(), name, content)


def _bytes(part: MIMEPart) -> bytes:
    held = part.get_payload(decode=True)
    return held if isinstance(held, bytes) else b""


class _Words(HTMLParser):
    """The words of a page, each block on a line of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.unseen += tag in UNSEEN
        self.words += ["\n"] if tag in BLOCKS else []

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in UNSEEN and self.unseen > 0

    def handle_data(self, data: str) -> None:
        self.words += [] if self.unseen else [data]


def _plain(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    lines = (" ".join(line.split()) for line in "".join(reader.words).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
