"""The database of the whole service goes away in the middle of a conversation, and comes back."""

import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from bench.chat import Chat
from tests.e2e.complaint import MOST_TURNS, STORY, answer
from tests.e2e.stack import Service

TOLD_WITHIN = 10.0


@contextmanager
def without_database(service: Service) -> Iterator[None]:
    """Nobody but us can write to the service's database file for as long as the block lasts."""
    if service.stack is None:
        pytest.skip("the service is not ours to stop: unset E2E_BACKEND_URL")
    path = service.stack.settings["DATABASE_URL"].removeprefix("sqlite:///")
    other = sqlite3.connect(path, isolation_level=None, timeout=5)
    other.execute("BEGIN EXCLUSIVE")
    yield
    other.execute("ROLLBACK")
    other.close()


def send(chat: Chat, text: str, id: str) -> httpx.Response:
    """A message with an id of our own, so that it can be sent again."""
    return chat.client.post(
        "/api/chat/messages", json={"id": id, "text": text}, headers=chat.headers
    )


def facts(chat: Chat) -> dict:
    return chat.draft()["facts"]


def test_without_its_database_it_says_so_and_goes_on_with_every_answer(service: Service):
    chat = Chat(service.url)
    for text in ("yes", STORY):
        chat.say(text)
    asked, before, id = str(chat.question), facts(chat), str(uuid.uuid4())
    assert before["matter"] == STORY

    with without_database(service):
        started = time.monotonic()
        told = send(chat, answer(asked), id)
        took = time.monotonic() - started

    assert took < TOLD_WITHIN
    assert told.status_code == 503
    assert "not working" in told.json()["detail"]
    assert facts(chat) == before

    again = send(chat, answer(asked), id)
    chat.messages, chat.state = again.json()["messages"], again.json()["state"]
    assert again.status_code == 200
    after = facts(chat)
    assert asked in after
    assert {name: after[name] for name in before} == before
    for _ in range(MOST_TURNS):
        if chat.state["reference"]:
            break
        chat.say(answer(str(chat.question)))
    assert chat.state["reference"]
    sent = facts(chat)
    assert {name: sent[name] for name in after} == after
