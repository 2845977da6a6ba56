"""How the gateway calls Rasa, and what it takes for a failure."""

import json

import httpx
import pytest

from backend.chat.rasa import HttpRasa, RasaFailed

OUT = {"kind": "question", "text": "What happened?", "question": "matter", "input": "text"}


def rasa(answer) -> tuple[HttpRasa, list[httpx.Request]]:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answer(request) if callable(answer) else answer

    return HttpRasa("http://rasa:5005", "a-secret", httpx.MockTransport(handle)), seen


def test_a_turn_is_posted_with_the_secret_and_its_messages_come_back():
    client, seen = rasa(httpx.Response(200, json={"messages": [OUT]}))

    assert client.turn({"sender": "c1"}, 5) == [OUT]
    assert str(seen[0].url) == "http://rasa:5005/webhooks/intake/turn"
    assert seen[0].headers["Authorization"] == "Bearer a-secret"
    assert json.loads(seen[0].content) == {"sender": "c1"}


def test_each_call_has_a_time_out():
    client, seen = rasa(httpx.Response(200, json={"messages": [OUT]}))

    client.turn({}, 5)

    assert seen[0].extensions["timeout"] == {"connect": 1.0, "read": 5, "write": 5, "pool": 5}


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (httpx.Response(503, json={"status": 503}), "status_503"),
        (httpx.Response(401), "status_401"),
        (httpx.Response(200, json=[]), "malformed"),
        (httpx.Response(200, json={"messages": []}), "silent"),
        (httpx.Response(200, text="hello"), "malformed"),
        (httpx.Response(200, json={"messages": ["hello"]}), "malformed"),
        (httpx.Response(200, json={"messages": [{**OUT, "kind": "joke"}]}), "malformed"),
        (httpx.Response(200, json={"messages": [{**OUT, "choices": [{}]}]}), "malformed"),
        (httpx.Response(200, json={"messages": [{**OUT, "text": None}]}), "malformed"),
    ],
)
def test_anything_but_messages_is_a_failure(answer, why):
    client, _ = rasa(answer)

    with pytest.raises(RasaFailed) as failure:
        client.turn({}, 5)

    assert failure.value.why == why


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (httpx.ReadTimeout("slow"), "timeout"),
        (httpx.ConnectTimeout("slow"), "timeout"),
        (httpx.ConnectError("refused"), "unreachable"),
        (httpx.RemoteProtocolError("cut off"), "unreachable"),
    ],
)
def test_no_answer_is_a_failure_with_its_reason(error, why):
    def fail(_request: httpx.Request) -> httpx.Response:
        raise error

    client, _ = rasa(fail)

    with pytest.raises(RasaFailed) as failure:
        client.turn({}, 5)

    assert failure.value.why == why
    assert not client.alive()


def test_a_conversation_is_erased_by_its_address():
    client, seen = rasa(httpx.Response(204))

    client.erase("c1")

    assert (seen[0].method, seen[0].url.path) == ("DELETE", "/webhooks/intake/conversations/c1")
