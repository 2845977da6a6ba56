"""Letters on their way: a mail server that is down, refuses or hangs up; nothing is sent twice."""

import smtplib
import socket
from dataclasses import replace
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend import letter_jobs
from backend.config import Messages
from backend.context import services
from backend.data.letters import CaseLetter
from backend.data.models import CaseEvent, KeptDraft, OutboxMessage
from backend.data.session import db
from backend.services import letters_sending, posting
from tests.backend.staff.cases import make_case
from tests.backend.staff.letters import make_letter

QUEUED = {"state": "queued", "way": "email", "address": "ada@example.org"}


class Mailbox:
    """A mail server that keeps what it gets, or answers as it is told."""

    def __init__(self):
        self.got, self.answer = [], ""

    async def handle_DATA(self, _server, _session, envelope):
        if self.answer:
            return self.answer
        self.got.append(envelope.content.decode())
        return "250 OK"


@pytest.fixture
def mailbox():
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        box.port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=box.port)
    server.start()
    yield box
    server.stop()


@pytest.fixture
def session(app):
    with app.app_context():
        engine = db.engine
    with Session(engine) as own:
        yield own


@pytest.fixture
def case(session):
    return make_case(session)


def by_smtp(app, port):
    """Have the application send to a mail server on this machine."""
    context = app.extensions["intake"]
    messages = Messages(
        by="smtp", sender="office@example.org", smtp_host="127.0.0.1", smtp_port=port,
        smtp_security="none",
    )  # fmt: skip
    app.extensions["intake"] = replace(
        context, settings=replace(context.settings, messages=messages)
    )


def due(session, draft, clock, name="one", **given):
    return make_letter(session, draft, name, **{**QUEUED, "next_try_at": clock.now(), **given})


def now(session, name="one"):
    session.expire_all()
    session.rollback()
    return session.get(CaseLetter, f"letter-{name}")


def kinds(session):
    session.rollback()
    return list(session.scalars(select(CaseEvent.kind).order_by(CaseEvent.id)))


def test_a_letter_goes_once_with_its_own_id_and_its_words(app, session, case, clock, mailbox):
    by_smtp(app, mailbox.port)
    due(session, case, clock)

    assert letter_jobs.send_due(app) == 1
    assert letter_jobs.send_due(app) == 0

    (mail,) = mailbox.got
    assert "Message-ID: <letter-one@example.org>" in mail and "To: ada@example.org" in mail
    assert "\nWhy\n* One\n* Two" in mail.replace("\r\n", "\n")
    letter = now(session)
    assert (letter.state, letter.tries, letter.why) == ("sent", 1, None)
    assert kinds(session)[-1] == "letter_sent"


def test_while_the_mail_server_is_down_it_waits_and_goes_when_it_is_back(
    app, session, case, clock, mailbox
):
    by_smtp(app, 9)  # nobody listens there
    due(session, case, clock)
    waits = []
    for _ in range(4):
        letter_jobs.send_due(app)
        letter = now(session)
        assert (letter.state, letter.why) == ("queued", "ConnectionRefusedError")
        waits.append((letter.next_try_at - clock.now()).total_seconds() / 60)
        clock.pass_time(minutes=waits[-1])
    assert waits == [1, 5, 15, 60]

    by_smtp(app, mailbox.port)
    assert letter_jobs.send_due(app) == 1 and len(mailbox.got) == 1
    assert "letter_failed" not in kinds(session)


def test_before_its_time_nothing_is_tried(app, session, case, clock, mailbox):
    by_smtp(app, mailbox.port)
    due(session, case, clock, next_try_at=clock.now() + timedelta(seconds=1))

    assert letter_jobs.send_due(app) == 0 and now(session).tries == 0


def test_an_address_that_is_refused_fails_for_all_to_see_and_is_not_tried_again(
    app, session, case, clock, mailbox
):
    by_smtp(app, mailbox.port)
    mailbox.answer = "550 no such person"
    due(session, case, clock)

    letter_jobs.send_due(app)
    clock.pass_time(days=1)
    letter_jobs.send_due(app)

    letter = now(session)
    assert (letter.state, letter.why, letter.tries) == ("failed", "smtp_550", 1)
    assert kinds(session).count("letter_failed") == 1


def test_after_three_days_it_is_given_up(app, session, case, clock):
    by_smtp(app, 9)
    due(session, case, clock, tries=19)

    letter_jobs.send_due(app)

    assert (now(session).state, now(session).why) == ("failed", "too_often")


@pytest.mark.parametrize("fault", [smtplib.SMTPServerDisconnected("gone"), TimeoutError()])
def test_a_server_that_hangs_up_in_the_middle_may_have_taken_it_so_nobody_tries_again(
    app, session, case, clock, mailbox, monkeypatch, fault
):
    def hang_up(*_mail):
        raise fault

    by_smtp(app, mailbox.port)
    monkeypatch.setattr(smtplib.SMTP, "send_message", hang_up)
    due(session, case, clock)

    letter_jobs.send_due(app)

    assert (now(session).state, now(session).why) == ("failed", "unsure")


def test_a_worker_that_was_killed_in_the_middle_sends_nothing_twice(app, session, case, clock):
    due(session, case, clock, state="sending", next_try_at=clock.now() + timedelta(minutes=10))

    letter_jobs.send_due(app)
    assert now(session).state == "sending"  # the other worker may still be at it
    clock.pass_time(minutes=11)
    letter_jobs.send_due(app)

    assert (now(session).state, now(session).why) == ("failed", "unsure")
    assert session.scalars(select(OutboxMessage)).all() == []


def test_of_two_workers_one_sends_it(app, session, case, clock, monkeypatch):
    due(session, case, clock)
    went = []

    class Slow:
        """While this one sends, another worker looks."""

        def send(self, letter):
            went.append(letter.key)
            with app.app_context():
                context = services()
                letters_sending.send_due(db.session, context.settings, context.clock)

    monkeypatch.setattr(posting, "sender", lambda *_about: Slow())

    assert letter_jobs.send_due(app) == 1
    assert went == ["letter-one"]


def test_notify_is_asked_before_a_second_try_whether_it_has_the_first(monkeypatch):
    calls = []

    class Client:
        request_session = type("S", (), {"close": lambda _self: None})()

        def __init__(self, *_key, **_how):
            pass

        def get_all_notifications(self, reference):
            calls.append(("ask", reference))
            return {"notifications": [{"id": "1"}]}

        def send_email_notification(self, *_about, reference):
            calls.append(("send", reference))

    monkeypatch.setattr(posting, "NotificationsAPIClient", Client)
    notify = posting.Notify(Messages(by="notify", notify_key="k", notify_email="t"))
    for again in (False, True):
        notify.send(posting.Letter("email", "a@example.org", "s", "t", key="x", again=again))

    assert calls == [("send", "x"), ("ask", "x")]


@pytest.mark.parametrize("way", ["email", "text"])
def test_a_question_goes_out_as_a_notice_with_nothing_of_the_case(app, session, case, clock, way):
    session.add(
        KeptDraft(
            conversation_id=case.conversation_id, reference="SAVE-AAAA-BBBB", way=way,
            address="x", address_hash="x", kept_at=clock.now(),
        )
    )  # fmt: skip
    address = "ada@example.org" if way == "email" else "+447400123456"
    about = {"subject": "About Leeds", "body": "When did Leeds write to you?"}
    due(session, case, clock, kind="ask", way=way, address=address, **about)

    letter_jobs.send_due(app)

    (sent,) = session.scalars(select(OutboxMessage))
    assert "SAVE-AAAA-BBBB" in sent.text and "I have a reference" in sent.text
    whole = sent.subject + sent.text
    for secret in ("Leeds", "Ada", "OMB-ONE", "write to you"):
        assert secret not in whole
    if way == "text":
        assert len(sent.text) <= 160


def test_no_address_and_no_word_is_in_the_log(app, session, case, clock, caplog):
    by_smtp(app, 9)
    due(session, case, clock, body="Lapwing in the reeds")
    due(session, case, clock, "two", tries=19)

    letter_jobs.send_due(app)

    said = caplog.text
    assert "letter_not_sent" in said and "letter_failed" in said
    assert "Lapwing" not in said and "ada@" not in said
