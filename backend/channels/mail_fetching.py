"""Fetches unread mail by IMAP, with a time-out on every step."""

import imaplib
import ssl
from collections.abc import Callable, Iterator, Mapping

import structlog

log = structlog.get_logger()
SECONDS = 20
MOST = 50  # mails of one minute


def unread(given: Mapping[str, str]) -> Iterator[tuple[bytes, Callable[[], None]]]:
    """Each unread mail, with what marks it as read once it is kept here."""
    try:
        with _server(given) as server:
            server.login(given["EMAIL_IMAP_USER"], given["EMAIL_IMAP_PASSWORD"])
            server.select(given["EMAIL_IMAP_FOLDER"])
            _status, found = server.uid("SEARCH", "UNSEEN")
            for number in (found[0] or b"").split()[:MOST]:
                raw = _fetched(server, number.decode())
                if raw is not None:
                    yield raw, _seen(server, number.decode())
    except (imaplib.IMAP4.error, OSError) as failure:
        log.warning("channel_mail_not_fetched", error=type(failure).__name__)


def _server(given: Mapping[str, str]) -> imaplib.IMAP4:
    host, port = given["EMAIL_IMAP_HOST"], int(given["EMAIL_IMAP_PORT"])
    if given["EMAIL_IMAP_SECURITY"] == "none":
        return imaplib.IMAP4(host, port, timeout=SECONDS)
    context = ssl.create_default_context()
    return imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=SECONDS)


def _fetched(server: imaplib.IMAP4, number: str) -> bytes | None:
    """The whole mail, still unread."""
    _status, parts = server.uid("FETCH", number, "(BODY.PEEK[])")
    return next((part[1] for part in parts if isinstance(part, tuple)), None)


def _seen(server: imaplib.IMAP4, number: str) -> Callable[[], None]:
    def mark() -> None:
        server.uid("STORE", number, "+FLAGS", r"(\Seen)")

    return mark
