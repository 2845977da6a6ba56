"""How often the public may call, counted in memory or in Redis."""

import os
import re
import secrets

import pytest
import redis

from backend.app import create_app
from backend.config import Limits
from tests.backend.given import MANY, make_settings
from tests.backend.people import Person

REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")


@pytest.fixture(params=["memory", "redis"])
def limited(request, tmp_path, sqlite_copy, bot):
    """Makes a client of a service with these limits."""
    url = ""
    if request.param == "redis":
        url = REDIS
        store = redis.Redis.from_url(url)
        try:
            store.ping()
        except redis.ConnectionError:
            pytest.skip(f"no Redis answers at {url}")

    def make(**limits: str):
        given = Limits(**{**vars(MANY), **limits})
        settings = make_settings(tmp_path, sqlite_copy, limits=given, redis_url=url)
        app = create_app(settings, rasa=bot)
        bot.app = app
        client = app.test_client()
        # An address of its own, since what Redis counted before is still there.
        client.environ_base["REMOTE_ADDR"] = f"2001:db8::{secrets.token_hex(2)}"
        return client

    return make


def test_a_token_that_sends_too_much_is_told_when_to_come_back(limited):
    person = Person(limited(per_token="3 per minute")).begin().choose("Yes")
    person.say("one").say("two")

    refused = person.client.post(
        "/api/chat/messages", json={"id": "x", "text": "three"}, headers=person.headers
    )

    assert (refused.status_code, refused.content_type) == (429, "application/problem+json")
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    left = int(re.search(r"Wait (\d+) seconds", refused.get_json()["detail"])[1])
    assert left - int(refused.headers["Retry-After"]) in (0, 1)


def test_a_wait_of_an_hour_is_told_in_minutes(limited):
    client = limited(start_per_address="1 per hour")
    Person(client).begin()

    refused = client.post("/api/chat/conversations", json={})
    left = int(re.search(r"Wait (\d+) minutes", refused.get_json()["detail"])[1])
    assert left in (59, 60)


def test_another_token_at_the_same_address_goes_on(limited):
    client = limited(per_token="1 per minute")
    first, second = Person(client).begin(), Person(client).begin()
    first.choose("Yes")

    assert first.say("again").status == 429
    assert second.choose("Yes").status == 200


def test_an_address_that_sends_too_much_is_told_so_whatever_its_token(limited):
    client = limited(per_address="2 per minute")
    first, second = Person(client).begin(), Person(client).begin()
    first.choose("Yes")
    first.read()

    assert second.choose("Yes").status == 429


def test_an_address_can_begin_so_many_conversations_only(limited):
    client = limited(start_per_address="1 per hour")
    Person(client).begin()

    assert client.post("/api/chat/conversations", json={}).status_code == 429


def test_what_was_said_before_is_still_there_when_the_time_is_over(limited):
    person = Person(limited(per_token="2 per minute")).begin().choose("Yes")
    person.say("They lost my notes.")
    assert person.say("more").status == 429

    assert person.draft()["facts"]["matter"] == "They lost my notes."


def test_when_redis_is_gone_people_are_still_served(tmp_path, sqlite_copy, bot):
    settings = make_settings(tmp_path, sqlite_copy, redis_url="redis://127.0.0.1:1/0")
    app = create_app(settings, rasa=bot)
    bot.app = app

    assert Person(app.test_client()).begin().status == 201
