"""E-mail: new words alone are read, machines are never answered, replies keep their thread."""

import base64
import json
import socket
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from standardwebhooks import Webhook

from backend.channels import registry, upkeep
from backend.channels.base import Call, Forged, Out, Unreadable
from backend.channels.mail import Mail
from backend.config import Messages
from backend.services.posting import SendingFailed
from tests.backend.channels.desk import work

OWN = "complaints@example.org"
SECRET = "whsec_" + base64.b64encode(b"the secret of the mail channel").decode()
GIVEN = {
    "EMAIL_CHANNEL_ADDRESS": OWN,
    "EMAIL_CHANNEL_SECRET": SECRET,
    "EMAIL_AUTH_SERVER": "",
    "EMAIL_IMAP_HOST": "",
    "EMAIL_IMAP_PORT": "0",
    "EMAIL_IMAP_USER": "box",
    "EMAIL_IMAP_PASSWORD": "word",
    "EMAIL_IMAP_FOLDER": "Inbox",
    "EMAIL_IMAP_SECURITY": "none",
}


def adapter(port: int = 9, **given: str) -> Mail:
    smtp = Messages(by="smtp", smtp_host="127.0.0.1", smtp_port=port, smtp_security="none")
    return Mail({**GIVEN, **given}, smtp)


def mail(words: str = "They lost my notes.", **headers: str) -> EmailMessage:
    made = EmailMessage()
    given = {"From": "Jo Bloggs <Jo@Example.com>", "To": OWN, "Subject": "My mother"}
    given |= {"Message-ID": "<m1@example.com>", "Date": "Sun, 22 Nov 2026 10:00:00 +0000"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in given.items():
        if value:
            made[name] = value
    made.set_content(words)
    return made


def read(made: EmailMessage, **given: str) -> Any:
    return adapter(**given).read_mail(made.as_bytes())


def test_a_mail_is_read_with_its_sender_and_thread():
    (found,) = read(mail(References="<m0@example.com>")).messages

    assert (found.sender, found.text) == ("jo@example.com", "They lost my notes.")
    assert found.provider_id == "<m1@example.com>"
    assert found.at == datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert found.thread == {
        "message_id": "<m1@example.com>",
        "references": "<m0@example.com>",
        "subject": "My mother",
    }


QUOTED = "On Sun, 22 Nov 2026 at 09:00, Complaints <complaints@example.org> wrote:\n> Is it OK?\n"
QUOTED_CY = "Ar Sul, 22 Tach 2026 am 09:00, ysgrifennodd Cwynion:\n> Ydy hynny'n iawn?\n"


@pytest.mark.parametrize("quoted", [QUOTED, QUOTED_CY], ids=["en", "cy"])
def test_the_words_that_a_reply_answers_are_left_out(quoted):
    (found,) = read(mail(f"1\n\n{quoted}")).messages

    assert found.text == "1"


def test_a_mail_of_html_alone_is_read_as_words():
    made = mail("x")
    made.set_content("<style>p{}</style><p>They lost</p><p>my <b>notes</b>.</p>", subtype="html")

    assert read(made).messages[0].text.split() == ["They", "lost", "my", "notes."]


def test_a_mail_without_words_is_its_subject():
    assert read(mail("")).messages[0].text == "My mother"


@pytest.mark.parametrize(
    "header",
    [
        {"Auto_Submitted": "auto-replied"}, {"Auto_Submitted": "auto-generated; x=1"},
        {"Precedence": "bulk"}, {"Precedence": "auto_reply"}, {"Return_Path": "<>"},
        {"List_Id": "<news.example.com>"}, {"X_Autoreply": "yes"}, {"X_Complaint_Intake": "1"},
        {"From": f"Us <{OWN}>"}, {"From": "MAILER-DAEMON@example.com"},
        {"From": "no-reply@shop.example"}, {"From": ""},
    ],
    ids=lambda each: "=".join(next(iter(each.items()))),
)  # fmt: skip
def test_machines_and_our_own_mail_are_not_answered(header):
    assert read(mail(**header)).messages == ()


def test_a_mail_that_says_it_is_no_machine_is_taken():
    assert read(mail(Auto_Submitted="no")).messages


BOUNCE = """From: mailer-daemon@example.com
To: complaints@example.org
Subject: Undelivered
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

It failed.
--b
Content-Type: message/rfc822

Message-ID: <line.7.0@example.org>
Subject: Re: My mother

Is it OK?
--b--
"""


def test_a_bounce_is_a_receipt_of_what_could_not_be_delivered():
    found = adapter().read_mail(BOUNCE.encode())

    assert found.messages == ()
    assert [(r.provider_id, r.state) for r in found.receipts] == [
        ("<line.7.0@example.org>", "failed")
    ]


@pytest.mark.parametrize(
    ("told", "taken"),
    [
        ("mx.example.org; dmarc=pass header.from=example.com", True),
        ("mx.example.org; dkim=pass; spf=fail", True),
        ("mx.example.org; dmarc=fail; spf=fail", False),
        ("mx.elsewhere.example; dmarc=pass", False),
        ("", False),
    ],
)
def test_a_sender_that_our_mail_server_could_not_prove_is_dropped(told, taken):
    found = read(mail(Authentication_Results=told), EMAIL_AUTH_SERVER="mx.example.org")

    assert bool(found.messages) is taken


def test_papers_are_attached_and_pictures_of_a_signature_are_not():
    made = mail()
    made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="reply.pdf")
    made.add_attachment(
        b"logo", maintype="image", subtype="png", filename="l.png", disposition="inline", cid="<l>"
    )
    (found,) = read(made).messages

    assert [(m.name, m.kind, m.content) for m in found.media] == [
        ("reply.pdf", "application/pdf", b"%PDF-1.4")
    ]


def call(body: str, secret: str = SECRET) -> Call:
    at = datetime.now(UTC)
    signed = {
        "webhook-id": "1",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign("1", at, body),
    }
    return Call("POST", "https://x.example/channels/email", signed, body.encode())


def raw(made: EmailMessage) -> str:
    return json.dumps({"raw": base64.b64encode(made.as_bytes()).decode()})


def test_a_mail_comes_by_a_signed_call():
    box = adapter()
    box.verify(call(raw(mail())))

    assert box.read(call(raw(mail()))).messages[0].sender == "jo@example.com"


def test_without_the_secret_no_call_is_taken():
    other = "whsec_" + base64.b64encode(b"quite another secret is this").decode()
    for box in (adapter(), adapter(EMAIL_CHANNEL_SECRET="")):
        with pytest.raises(Forged):
            box.verify(call(raw(mail()), other))


@pytest.mark.parametrize("body", ["{}", '{"raw": "!!!"}', '{"raw": ""}', "nonsense"])
def test_a_call_without_a_mail_is_unreadable(body):
    with pytest.raises(Unreadable):
        adapter().read(call(body))


class Kept:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[str] = []
        self.answer = "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.mails.append(envelope.content.decode())
        return self.answer


@pytest.fixture
def server() -> Iterator[tuple[int, Kept]]:
    kept = Kept()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    yield port, kept
    controller.stop()


def test_a_reply_stays_in_its_thread_and_tells_machines_not_to_answer(server):
    port, kept = server
    thread = {"message_id": "<m1@example.com>", "references": "<m0@x>", "subject": "My mother"}
    given = adapter(port).send(Out("jo@example.com", "Is it OK?", thread=thread, key="line:7:0"))

    (sent,) = kept.mails
    assert given == "<line.7.0@example.org>" and f"Message-ID: {given}" in sent
    assert "In-Reply-To: <m1@example.com>" in sent and "<m0@x> <m1@example.com>" in sent
    assert "Subject: Re: My mother" in sent and "Auto-Submitted: auto-replied" in sent


def test_a_mail_server_that_refuses_for_good_is_not_asked_again(server):
    port, kept = server
    kept.answer = "550 no"

    with pytest.raises(SendingFailed) as failure:
        adapter(port).send(Out("jo@example.com", "Is it OK?", key="k"))
    assert not failure.value.passing


class Imap(socketserver.StreamRequestHandler):
    """As much of an IMAP server as one mailbox needs."""

    mails: list[bytes] = []  # noqa: RUF012
    seen: set[str] = set()  # noqa: RUF012

    def handle(self) -> None:
        self.say("* OK ready")
        for line in self.rfile:
            tag, command, *rest = line.decode().split()
            name = rest[0].upper() if command.upper() == "UID" else command.upper()
            getattr(self, f"on_{name.lower()}", lambda *_: None)(rest)
            self.say(f"{tag} OK done")
            if name == "LOGOUT":
                return

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def on_capability(self, _rest: list[str]) -> None:
        self.say("* CAPABILITY IMAP4rev1")

    def on_select(self, _rest: list[str]) -> None:
        self.say(f"* {len(self.mails)} EXISTS")

    def on_search(self, _rest: list[str]) -> None:
        left = [str(n) for n in range(1, len(self.mails) + 1) if str(n) not in self.seen]
        self.say(f"* SEARCH {' '.join(left)}")

    def on_fetch(self, rest: list[str]) -> None:
        held = self.mails[int(rest[1]) - 1]
        head = f"* {rest[1]} FETCH (UID {rest[1]} BODY[] {{{len(held)}}}\r\n".encode()
        self.wfile.write(head + held + b")\r\n")

    def on_store(self, rest: list[str]) -> None:
        self.seen.add(rest[1])


@pytest.fixture
def imap() -> Iterator[tuple[str, type[Imap]]]:
    kind = type("Box", (Imap,), {"mails": [], "seen": set()})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), kind) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield str(running.server_address[1]), kind
        running.shutdown()


def test_mail_is_fetched_kept_and_only_then_marked_as_read(app, imap, server, session):
    (port, box), (smtp, kept) = imap, server
    box.mails += [mail().as_bytes(), b"\xff not a mail", mail(Precedence="bulk").as_bytes()]
    given = {"EMAIL_IMAP_HOST": "127.0.0.1", "EMAIL_IMAP_PORT": port}
    app.extensions[registry.KEY]["email"] = adapter(smtp, **given)

    assert upkeep.fetch_mail(app) == 1
    assert box.seen == {"1", "2", "3"} and upkeep.fetch_mail(app) == 0
    work(app)
    assert "To: jo@example.com" in kept.mails[0]


def test_a_mailbox_that_is_down_stops_nothing(app):
    given = {"EMAIL_IMAP_HOST": "127.0.0.1", "EMAIL_IMAP_PORT": "9"}
    app.extensions[registry.KEY]["email"] = adapter(**given)

    assert upkeep.fetch_mail(app) == 0


def test_two_machines_that_answer_each_other_are_stopped(texter):
    texter.desk.abilities = replace(texter.desk.abilities, hourly=3)
    answers = [texter.say(f"Thank you for your message, number {n}.") for n in range(5)]

    assert all(answers[:3]) and answers[3:] == ["", ""]
