"""The bot keeps its register of organisations like the backend's, and does without it."""

import asyncio
import json

import httpx
import pytest
import structlog

from bot.actions.settings import SettingMissing, Settings
from bot.clients.register import Register
from intake import organisations

ROWS = [
    ["A81001", "gp", "The Densham Surgery", "Stockton-on-Tees", "TS18 1HU", "england", None, False],
    ["A81002", "gp", "Brackenridge Medical Centre", "Hull", "HU5 1AA", "england", None, True],
]
NAMED = "Brackenridge Medical Centre"


@pytest.fixture(autouse=True)
def built_in_only():
    organisations.extend([])
    yield
    organisations.extend([])


@pytest.fixture
def events():
    with structlog.testing.capture_logs() as logs:
        yield logs


class Backend:
    """Answers with the register, or as it is told to."""

    def __init__(self, *rows, status=200):
        self.rows, self.status, self.asked = list(rows), status, []

    def __call__(self, request):
        self.asked.append(request)
        if self.status != 200:
            return httpx.Response(self.status, text="a secret of the backend")
        if request.headers.get("If-None-Match") == 'W/"1"':
            return httpx.Response(304)
        body = "".join(json.dumps(row) + "\n" for row in self.rows)
        return httpx.Response(200, text=body, headers={"ETag": 'W/"1"'})


def fetch(backend, times=1):
    async def run():
        register = Register("http://backend", "t", 60, httpx.MockTransport(backend))
        try:
            return [await register.fetch() for _ in range(times)]
        finally:
            await register.close()

    return asyncio.run(run())


def test_what_the_backend_knows_is_found_afterwards(events):
    before = organisations.match(NAMED)[0].id
    fetched = fetch(Backend(*ROWS))

    assert fetched == [True]
    assert before != "ods:gp:A81002"
    assert organisations.match(NAMED)[0].id == "ods:gp:A81002"
    assert [e["event"] for e in events] == ["register_fetched"]


def test_it_shows_its_token_and_asks_only_for_what_is_new():
    backend = Backend(*ROWS)
    fetch(backend, times=2)

    assert [r.headers["Authorization"] for r in backend.asked] == ["Bearer t"] * 2
    assert "If-None-Match" not in backend.asked[0].headers
    assert backend.asked[1].headers["If-None-Match"] == 'W/"1"'


@pytest.mark.parametrize("status", [401, 404, 500, 503])
def test_a_backend_that_fails_leaves_the_register_as_it_is(events, status):
    fetch(Backend(*ROWS))
    fetched = fetch(Backend(status=status))

    assert fetched == [False]
    assert organisations.match(NAMED)[0].id == "ods:gp:A81002"
    assert events[-1]["why"] == f"status_{status}"
    assert "secret" not in str(events)


def test_a_backend_that_is_not_there_is_no_reason_to_stop(events):
    def gone(request):
        raise httpx.ConnectError("refused")

    assert fetch(gone) == [False]
    assert events[-1] == {
        "event": "register_not_fetched",
        "log_level": "warning",
        "why": "ConnectError",
    }


@pytest.mark.parametrize("odd", ["no json", "{}", "[1,2]", '["A1","ship","X","","","",null,0]'])
def test_a_line_that_is_not_understood_is_left_out(odd):
    def answer(request):
        return httpx.Response(200, text=f"{odd}\n{json.dumps(ROWS[1])}\n")

    assert fetch(answer) == [True]
    assert organisations.match(NAMED)[0].id == "ods:gp:A81002"


def test_it_fetches_in_the_background_and_stops_when_told_to():
    backend = Backend(*ROWS)

    async def run():
        register = Register("http://backend", "t", 60, httpx.MockTransport(backend))
        register.start()
        while not backend.asked:
            await asyncio.sleep(0)
        await register.close()

    asyncio.run(run())
    assert len(backend.asked) == 1


def test_with_no_minutes_nothing_is_fetched():
    backend = Backend(*ROWS)

    async def run():
        register = Register("http://backend", "t", 0, httpx.MockTransport(backend))
        register.start()
        await asyncio.sleep(0)
        await register.close()

    asyncio.run(run())
    assert backend.asked == []


@pytest.mark.parametrize(("given", "seconds"), [(None, 600), ("", 600), ("5", 300), ("0", 0)])
def test_how_often_is_a_setting(given, seconds):
    environment = {"BACKEND_SERVICE_TOKEN": "t"}
    if given is not None:
        environment["REGISTER_REFRESH_MINUTES"] = given

    assert Settings.read(environment).register_seconds == seconds


def test_a_setting_that_is_no_number_is_said_in_one_sentence():
    environment = {"BACKEND_SERVICE_TOKEN": "t", "REGISTER_REFRESH_MINUTES": "often"}

    with pytest.raises(SettingMissing, match=r"^REGISTER_REFRESH_MINUTES must be a number"):
        Settings.read(environment)
