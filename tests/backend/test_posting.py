"""Messages leave by GOV.UK Notify or by e-mail, and what goes wrong is told apart."""

import json
import smtplib
from uuid import uuid4

import pytest
import requests

from backend.config import Messages, SettingsError, load_settings
from backend.services import posting
from backend.services.posting import Letter, SendingFailed
from tests.backend.test_settings import production

KEY = f"key-{uuid4()}-{uuid4()}"
NOTIFY = Messages(by="notify", notify_key=KEY, notify_email="mail-template", notify_text="sms")
SMTP = Messages(by="smtp", sender="no-reply@example.org", smtp_host="mail.example.org")
EMAIL = Letter("email", "jo@example.org", "Your reference and code", "Your code is 123456\n")
TEXT = Letter("text", "+447400123456", "", "123456 is your code.")


@pytest.fixture
def notify(monkeypatch):
    """GOV.UK Notify, as far as it is called; the answer may be set."""
    calls = []

    def request(_session, method, url, **how):
        calls.append((method, url, json.loads(how["data"]), how["timeout"]))
        answer = requests.Response()
        answer.status_code, answer._content = request.status, b'{"id": "1"}'
        return answer

    request.status = 201
    monkeypatch.setattr(requests.Session, "request", request)
    return calls, request


def send(messages, letter):
    posting.sender(messages, None, None).send(letter)


def test_notify_gets_the_template_of_each_way_and_a_time_out(notify):
    calls, _ = notify

    send(NOTIFY, EMAIL)
    send(NOTIFY, TEXT)

    (_, mail, told, seconds), (_, text, said, _) = calls
    assert mail.endswith("/v2/notifications/email") and text.endswith("/v2/notifications/sms")
    assert told["template_id"] == "mail-template" and told["email_address"] == EMAIL.to
    assert told["personalisation"] == {"subject": EMAIL.subject, "body": EMAIL.text}
    assert said["phone_number"] == TEXT.to and said["personalisation"] == {"body": TEXT.text}
    assert seconds == 10


@pytest.mark.parametrize(
    ("status", "passing"), [(400, False), (403, False), (429, True), (503, True)]
)
def test_only_what_may_pass_is_tried_again(notify, status, passing):
    notify[1].status = status

    with pytest.raises(SendingFailed) as failure:
        send(NOTIFY, EMAIL)

    assert failure.value.passing is passing and EMAIL.to not in str(failure.value)


class Server:
    """A mail server, as far as it is called."""

    sent: list = []  # noqa: RUF012
    fault = None

    def __init__(self, host, port, timeout, **_more):
        self.about = (host, port, timeout)

    def starttls(self, context):
        assert context.check_hostname

    def send_message(self, mail):
        if Server.fault:
            raise Server.fault
        Server.sent.append(mail)

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


@pytest.fixture
def mail_server(monkeypatch):
    monkeypatch.setattr(smtplib, "SMTP", Server)
    Server.sent, Server.fault = [], None
    return Server


def test_a_mail_server_gets_plain_text(mail_server):
    send(SMTP, EMAIL)

    (mail,) = mail_server.sent
    assert (mail["To"], mail["From"], mail["Subject"]) == (EMAIL.to, SMTP.sender, EMAIL.subject)
    assert mail.get_content() == EMAIL.text and mail.get_content_type() == "text/plain"


@pytest.mark.parametrize(
    ("fault", "passing"),
    [
        (smtplib.SMTPDataError(451, b"later"), True),
        (smtplib.SMTPDataError(550, b"never"), False),
        (smtplib.SMTPRecipientsRefused({EMAIL.to: (550, b"unknown")}), False),
        (smtplib.SMTPServerDisconnected("gone"), True),
        (TimeoutError(), True),
    ],
)
def test_a_mail_servers_refusal_for_good_is_told_from_a_passing_fault(mail_server, fault, passing):
    mail_server.fault = fault

    with pytest.raises(SendingFailed) as failure:
        send(SMTP, EMAIL)

    assert failure.value.passing is passing and EMAIL.to not in str(failure.value)


def test_with_no_way_of_sending_nothing_is_tried_again():
    with pytest.raises(SendingFailed) as failure:
        send(Messages(by="none"), EMAIL)

    assert failure.value.passing is False


def test_the_ways_are_those_that_are_set_up():
    assert NOTIFY.ways == ("email", "text") and SMTP.ways == ("email",)
    assert Messages(by="notify", notify_text="sms").ways == ("text",)
    assert Messages(by="none").ways == ()


def test_production_sends_nothing_unless_it_is_told_how(tmp_path):
    assert load_settings(production(tmp_path)).messages.by == "none"
    assert load_settings({"INTAKE_VAR": str(tmp_path)}).messages.by == "console"


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"MESSAGES_BY": "console"}, "MESSAGES_BY"),
        ({"MESSAGES_BY": "pigeon"}, "MESSAGES_BY"),
        ({"MESSAGES_BY": "smtp", "MESSAGES_FROM": "a@example.org"}, "SMTP_HOST"),
        ({"MESSAGES_BY": "notify"}, "NOTIFY_KEY"),
        ({"MESSAGES_BY": "notify", "NOTIFY_KEY": "k"}, "NOTIFY_EMAIL_TEMPLATE"),
    ],
)
def test_what_is_missing_for_sending_is_named(tmp_path, given, named):
    with pytest.raises(SettingsError, match=named):
        load_settings(production(tmp_path, **given))
