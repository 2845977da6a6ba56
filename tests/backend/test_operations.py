"""What operators rely on: health, numbers, logs without words, headers, files of the widget."""

import io
import json
import logging

import httpx
import pytest
import respx
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from backend import logs
from backend.app import create_app
from backend.chat.rasa import HttpRasa
from tests.backend.given import make_settings
from tests.backend.people import Person

PLANTED = "purple elephants ate my discharge letter"


@pytest.fixture
def actions():
    with respx.mock(assert_all_called=False) as router:
        yield router.get("http://127.0.0.1:5055/health").respond(200)


def test_a_process_that_answers_is_alive(client):
    assert client.get("/health/live").get_json() == {"status": "ok"}


@pytest.mark.usefixtures("actions")
def test_it_is_ready_when_every_part_is(client):
    ready = client.get("/health/ready")

    assert (ready.status_code, ready.get_json()["status"]) == (200, "ok")


@pytest.mark.usefixtures("actions")
def test_the_part_that_is_down_is_named(client, bot):
    bot.down = "unreachable"

    ready = client.get("/health/ready")

    assert ready.status_code == 503
    assert ready.get_json()["parts"] == {"database": "ok", "rasa": "down", "actions": "ok"}


def test_actions_that_do_not_answer_are_named(client, actions):
    actions.mock(side_effect=httpx.ConnectError("refused"))

    assert client.get("/health/ready").get_json()["parts"]["actions"] == "down"


@pytest.mark.usefixtures("actions")
def test_a_database_that_does_not_answer_is_named(client, monkeypatch):
    def fail(*_args, **_more):
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr("sqlalchemy.orm.Session.execute", fail)

    assert client.get("/health/ready").get_json()["parts"]["database"] == "down"


def test_numbers_count_turns_failures_fallbacks_risk_and_submissions(client, person, bot):
    person.choose("Yes").say("blah")
    person.go_to("confirm").choose("Yes, send it")
    bot.down = "timeout"
    person.say("hello")

    page = client.get("/metrics").text

    for line in (
        "intake_conversations_total 1.0",
        'intake_turns_total{outcome="failed"} 1.0',
        'intake_rasa_failures_total{why="timeout"} 1.0',
        "intake_fallbacks_total 1.0",
        'intake_risk_total{level="R0"}',
        "intake_submissions_total{result=",
        "intake_erasures_due 0.0",
        "intake_turn_seconds_bucket",
    ):
        assert line in page
    assert person.conversation not in page


def test_numbers_are_behind_a_token_where_one_is_set(tmp_path, sqlite_copy, bot):
    app = create_app(make_settings(tmp_path, sqlite_copy, metrics_token="let-me-see"), rasa=bot)
    client = app.test_client()

    assert client.get("/metrics").status_code == 401
    shown = {"Authorization": "Bearer let-me-see"}
    assert client.get("/metrics", headers=shown).status_code == 200


@pytest.fixture
def log(app):
    """All that is logged from here on, at the finest level."""
    stream = io.StringIO()
    logs.configure("DEBUG", stream)
    yield stream
    logs.configure()


def test_no_log_holds_what_a_person_wrote(log, person, bot, monkeypatch):
    person.go_to("matter").say(PLANTED)
    bot.down = "timeout"
    person.say(f"{PLANTED} again and I want to kill myself")
    bot.down = ""
    person.choose("Try again")
    person.say(PLANTED * 200)
    person.post(choice=PLANTED[:60])

    def fail(*_args, **_more):
        raise RuntimeError(PLANTED)

    monkeypatch.setattr("backend.chat.transcript.store", fail)
    assert person.say(PLANTED).status == 500

    def broken(*_args, **_more):
        raise OperationalError(PLANTED, {"text": PLANTED}, Exception(PLANTED))

    monkeypatch.setattr("sqlalchemy.orm.Session.execute", broken)
    assert person.say(PLANTED).status == 503

    written = log.getvalue()
    assert "turn_failed" in written
    assert "unexpected_error" in written
    assert "elephants" not in written
    assert person.token not in written


def test_a_statement_that_fails_does_not_show_its_values(log, app, session):
    with pytest.raises(SQLAlchemyError) as failure:
        session.execute(text("INSERT INTO nothing VALUES (:words)"), {"words": PLANTED})

    assert "elephants" not in str(failure.value)


def test_each_line_of_the_log_is_json_with_an_event(log, person, bot):
    bot.down = "timeout"
    person.say("hello")

    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    failed = next(line for line in lines if line["event"] == "turn_failed")
    assert failed["conversation"] == person.conversation
    assert failed["why"] == "timeout"


def test_a_log_by_another_library_keeps_the_kind_of_an_error_and_not_its_words(log):

    try:
        raise ValueError(PLANTED)
    except ValueError:
        logging.getLogger("another").exception("it_failed")

    line = json.loads(log.getvalue().splitlines()[-1])
    assert (line["event"], line["error"]) == ("it_failed", "ValueError")
    assert "elephants" not in log.getvalue()


@pytest.mark.parametrize(
    "path", ["/chat", "/demo", "/api/openapi.json", "/nothing", "/staff/sign-in"]
)
def test_every_answer_says_what_a_browser_may_load(client, path):
    headers = client.get(path).headers

    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


def test_in_production_cookies_and_transport_are_secure(tmp_path, sqlite_copy, bot):
    app = create_app(
        make_settings(tmp_path, sqlite_copy, env="production", trusted_proxies=1), rasa=bot
    )
    bot.app = app
    client = app.test_client()

    answer = client.post("/chat/start", headers={"X-Forwarded-Proto": "https"})

    assert "max-age" in answer.headers["Strict-Transport-Security"]
    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    assert all("Secure" in cookie and "HttpOnly" in cookie for cookie in cookies)


def test_only_sites_on_the_list_may_call(tmp_path, sqlite_copy, bot):
    settings = make_settings(tmp_path, sqlite_copy, allowed_origins=("https://good.example",))
    client = create_app(settings, rasa=bot).test_client()

    def preflight(origin: str):
        asks = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        return client.options("/api/chat/messages", headers=asks)

    good = preflight("https://good.example")
    assert good.status_code == 204
    assert good.headers["Access-Control-Allow-Origin"] == "https://good.example"
    assert "Authorization" in good.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Origin" not in preflight("https://bad.example").headers
    begun = client.post(
        "/api/chat/conversations", json={}, headers={"Origin": "https://good.example"}
    )
    assert begun.headers["Access-Control-Allow-Origin"] == "https://good.example"
    assert "Origin" in begun.headers["Vary"]


def test_files_of_the_widget_are_served_to_any_site(client):
    script = client.get("/widget/embed.js", headers={"Origin": "https://any.example"})

    assert script.status_code == 200
    assert script.headers["Access-Control-Allow-Origin"] == "*"
    assert "max-age=300" in script.headers["Cache-Control"]
    assert client.get("/demo").status_code == 200


@pytest.mark.parametrize(
    "path", ["../backend/config.py", "demo.html", "..%2F.env", "src/x.test.js"]
)
def test_nothing_else_is_served_from_there(client, path):
    assert client.get(f"/widget/{path}").status_code == 404


def test_an_address_that_does_not_exist_is_a_page_for_people(client):
    page = client.get("/nothing")

    assert page.status_code == 404
    assert "<title>Error: " in page.text
    assert "0345" in page.text


def test_nothing_is_asked_of_rasa_or_the_network_while_the_application_is_made(tmp_path):
    app = create_app(make_settings(tmp_path, f"sqlite:///{tmp_path}/none.db"))

    assert isinstance(app.extensions["intake"].rasa, HttpRasa)
    assert not (tmp_path / "none.db").exists()


def test_a_request_for_a_page_leaves_the_database_alone(client, person):
    before = person.read().answer
    client.get("/chat")

    assert Person(client, person.token).read().answer == before
