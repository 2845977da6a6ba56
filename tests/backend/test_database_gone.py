"""The database really goes away in the middle of a conversation, and comes back."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.backend.people import Person

TOLD_WITHIN = 10.0
Away = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def away(database_url: str) -> Away:
    """Takes the database of this test away for as long as a block lasts."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return lambda: locked(str(url.database))
    return lambda: refusing(database_url)


@contextmanager
def locked(path: str) -> Iterator[None]:
    """A database file that nobody can write to."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    yield
    other.execute("ROLLBACK")
    other.close()


@contextmanager
def refusing(address: str) -> Iterator[None]:
    """A server that has cut every connection and lets nobody in again."""
    name = make_url(address).database
    admin = create_engine(make_url(address).set(database="postgres"), isolation_level="AUTOCOMMIT")
    cut = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
    with admin.connect() as server:
        server.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        server.execute(cut, {"name": name})
        yield
        server.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
    admin.dispose()


def test_the_person_is_told_in_time_and_every_answer_is_there_afterwards(person, away: Away):
    person.go_to("complained_locally")
    before = person.draft()["facts"]
    assert before

    with away():
        started = time.monotonic()
        person.say("I did, in May", id="one")
        took = time.monotonic() - started

    assert (person.status, person.answer["code"]) == (503, "database_down")
    assert "not working" in person.told and "0345" in person.told
    assert took < TOLD_WITHIN
    assert person.draft()["facts"] == before
    person.say("I did, in May", id="one")
    assert person.status == 200
    assert person.draft()["facts"] == {**before, "complained_locally": "I did, in May"}


def test_a_turn_during_which_it_goes_is_told_in_time_and_kept(person, bot, clock, away: Away):
    person.go_to("complained_locally")
    before = person.draft()["facts"]
    gone = away()

    def go(_body: dict) -> None:
        bot.before = None
        gone.__enter__()

    bot.before = go
    started = time.monotonic()
    person.say("I did, in May")
    took = time.monotonic() - started
    gone.__exit__(None, None, None)
    clock.pass_time(seconds=20)  # until then the turn that was cut off counts as still running

    assert person.status == 503
    assert took < TOLD_WITHIN
    person.read()
    assert person.messages[-1]["text"] == "I did, in May"
    assert person.draft()["facts"] == before
    person.say("I did, in May")
    assert person.draft()["facts"] == {**before, "complained_locally": "I did, in May"}


def test_nobody_can_begin_while_it_is_away_and_each_is_told_so(client, away: Away):
    with away():
        answer = client.post("/api/chat/conversations", json={})

    assert answer.status_code == 503
    assert "not working" in answer.get_json()["detail"]
    assert Person(client).begin().status == 201
