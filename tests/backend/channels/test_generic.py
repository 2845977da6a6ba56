"""The generic channel: Standard Webhooks both ways, and the example client in docs."""

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from standardwebhooks import Webhook

from backend.channels import registry
from backend.channels.base import Button, Call, Forged, Media, Out, Unreadable
from backend.channels.generic import Generic
from backend.config import SettingsError, load_settings
from backend.services.posting import SendingFailed
from tests.backend.channels.desk import work

SECRET = "whsec_" + base64.b64encode(b"a secret of the generic one").decode()
OLDER = "whsec_" + base64.b64encode(b"the secret that was before it").decode()


def adapter(url: str = "http://127.0.0.1:9/in", secret: str = SECRET) -> Generic:
    return Generic({"GENERIC_CHANNEL_SECRET": secret, "GENERIC_CHANNEL_URL": url})


def call(body: Any, secret: str = SECRET, at: datetime | None = None, **headers: str) -> Call:
    text = body if isinstance(body, str) else json.dumps(body)
    at = at or datetime.now(UTC)
    signed = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign("msg_1", at, text),
    }
    return Call("POST", "https://x.example/channels/generic", {**signed, **headers}, text.encode())


def message(**more: Any) -> dict[str, Any]:
    return {"type": "message.received", "data": {"id": "m1", "from": "jo", "text": "hi", **more}}


def test_the_published_example_of_standard_webhooks_is_taken():
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    at = datetime.fromtimestamp(1614265330, UTC)
    signed = Webhook(secret).sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, '{"test": 2432232314}')

    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert (
        adapter(secret=secret).secrets.headers(
            "msg_p5jXN8AQM9LWM0D4loKWxJek", at, '{"test": 2432232314}'
        )["webhook-signature"]
        == signed
    )


def test_what_is_signed_with_any_of_its_secrets_is_taken():
    for secret in (SECRET, OLDER):
        adapter(secret=f"{SECRET},{OLDER}").verify(call(message(), secret))


@pytest.mark.parametrize(
    "forged",
    [
        call(message(), OLDER),
        call(message(), at=datetime.now(UTC) - timedelta(days=1)),
        call(message(), at=datetime.now(UTC) + timedelta(days=1)),
        replace(call(message()), body=b"{}"),
        replace(call(message()), headers={}),
        call(message(), **{"webhook-signature": "v1,!!!"}),
        call(message(), **{"webhook-signature": "nonsense"}),
        call(message(), **{"webhook-timestamp": "soon"}),
        replace(call(message()), body=b"\xff\xfe"),
    ],
    ids=["secret", "old", "future", "changed", "bare", "odd", "odd too", "time", "bytes"],
)
def test_anything_else_is_forged(forged):
    with pytest.raises(Forged):
        adapter().verify(forged)


def test_a_message_is_read_whole():
    file = {"name": "a.txt", "kind": "text/plain", "content": base64.b64encode(b"abc").decode()}
    told = message(choice="t1", at="2026-11-22T10:00:00+00:00", order=3, thread={"t": "1"})
    told["data"]["media"] = [file]
    (found,) = adapter().read(call(told)).messages

    assert (found.provider_id, found.sender, found.text, found.choice) == ("m1", "jo", "hi", "t1")
    assert found.order == 3 and found.at == datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert found.media == (Media("a.txt", "text/plain", "a.txt", b"abc"),)
    assert found.thread == {"t": "1"}


def test_a_receipt_is_read():
    body = {"type": "message.receipt", "data": {"id": "o1", "state": "delivered"}}

    assert adapter().read(call(body)).receipts[0].state == "delivered"


@pytest.mark.parametrize(
    "body",
    ["nonsense", [], {}, {"type": "other"}, message(id=""), {"type": "message.received"},
     message(at="yesterday"), message(media=[{"content": "!!!"}]), message(**{"from": "x" * 201}),
     {"type": "message.receipt", "data": {"id": "1", "state": "lost"}}],
)  # fmt: skip
def test_what_makes_no_sense_is_unreadable(body):
    with pytest.raises(Unreadable):
        adapter().read(call(body))


class Listener(BaseHTTPRequestHandler):
    """The other system: keeps what it is sent."""

    got: list[tuple[dict[str, str], str]] = []  # noqa: RUF012
    status = 200

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        self.got.append(({k.lower(): v for k, v in self.headers.items()}, body))
        answer = b'{"id": "theirs-1"}'
        self.send_response(self.status)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_about: Any) -> None:
        """Nothing on the screen of a test."""


@pytest.fixture
def other() -> Iterator[tuple[str, type[Listener]]]:
    kind = type("Other", (Listener,), {"got": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/in", kind
        server.shutdown()
        thread.join()


def test_what_we_send_is_signed_and_named_by_its_key(other):
    url, listener = other
    out = Out("jo", "Is it OK?", (Button("Yes", "t1"),), key="line:7:0", thread={"t": "1"})

    assert adapter(url).send(out) == "theirs-1"
    headers, body = listener.got[0]
    told = Webhook(SECRET).verify(body, headers)
    assert headers["webhook-id"] == "line:7:0" and told["type"] == "message.sent"
    assert told["data"]["buttons"] == [{"label": "Yes", "value": "t1"}]


@pytest.mark.parametrize(("status", "passing"), [(500, True), (429, True), (404, False)])
def test_a_refusal_says_whether_another_try_may_help(other, status, passing):
    url, listener = other
    listener.status = status

    with pytest.raises(SendingFailed) as failure:
        adapter(url).send(Out("jo", "Hello", key="k"))
    assert failure.value.passing is passing


def test_a_system_that_does_not_answer_is_tried_again():
    with pytest.raises(SendingFailed) as failure:
        adapter().send(Out("jo", "Hello", key="k"))
    assert failure.value.passing


def test_the_example_client_of_the_documents_holds_a_conversation(app, other):
    from docs.generic_channel_client import Client

    url, listener = other
    app.extensions[registry.KEY]["generic"] = adapter(url)
    posted = app.test_client()
    client = Client("https://x.example/channels/generic", SECRET, lambda *a: send(posted, *a))
    assert client.say("jo", "They lost my notes.") == 204
    work(app)
    heard = [client.hear(headers, body) for headers, body in listener.got]

    assert "What happened?" in heard[-1]["text"] or "That is all." in heard[-1]["text"]
    assert client.hear(*listener.got[-1]) is None  # the same once more


def send(client: Any, url: str, headers: dict[str, str], body: bytes) -> int:
    return client.post(
        url.removeprefix("https://x.example"), data=body, headers=headers
    ).status_code


GIVEN = {"CHANNELS": "generic", "PUBLIC_ADDRESS": "https://x.example"}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "GENERIC_CHANNEL_SECRET must be set where CHANNELS has generic"),
        ({"GENERIC_CHANNEL_SECRET": SECRET}, "GENERIC_CHANNEL_URL must be set"),
        ({"GENERIC_CHANNEL_SECRET": "short", "GENERIC_CHANNEL_URL": "https://y.example"},
         "GENERIC_CHANNEL_SECRET must be whsec_"),
        ({"GENERIC_CHANNEL_SECRET": SECRET, "GENERIC_CHANNEL_URL": "y.example"},
         "GENERIC_CHANNEL_URL must begin"),
        ({"PUBLIC_ADDRESS": ""}, "PUBLIC_ADDRESS must be set where CHANNELS is"),
        ({"CHANNELS": "pigeon"}, "CHANNELS must be among"),
        ({"CHANNEL_GAP_DAYS": "long"}, "CHANNEL_GAP_DAYS must be a whole number"),
        ({"CHANNELS": "email", "SMTP_HOST": "h", "EMAIL_CHANNEL_ADDRESS": "a@x.example"},
         "One of EMAIL_CHANNEL_SECRET and EMAIL_IMAP_HOST"),
    ],
)  # fmt: skip
def test_a_channel_without_its_secret_stops_the_start_with_one_sentence(tmp_path, given, told):
    whole = {"INTAKE_VAR": str(tmp_path), **GIVEN, **given}
    if given.get("CHANNEL_GAP_DAYS"):
        whole |= {"GENERIC_CHANNEL_SECRET": SECRET, "GENERIC_CHANNEL_URL": "https://y.example"}
    with pytest.raises(SettingsError, match=f"^{told}"):
        load_settings(whole)


def test_no_channel_is_on_until_it_is_named(tmp_path):
    given = {"INTAKE_VAR": str(tmp_path), "GENERIC_CHANNEL_SECRET": SECRET}

    assert load_settings(given).channels.given == {}


def test_the_commands_name_the_channels_and_tell_the_provider(app, desk):
    run = app.test_cli_runner().invoke

    assert (
        "desk\thttps://complaints.example.org/channels/desk"
        in run(args=["channels", "list"]).output
    )
    told = run(args=["channels", "set-webhook", "desk"])
    assert told.output == "Told the desk: https://complaints.example.org/channels/desk\n"
    assert run(args=["channels", "set-webhook", "pigeon"]).exit_code == 1
