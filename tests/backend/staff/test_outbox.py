"""The page of messages that development shows instead of sending them."""

from datetime import UTC, datetime

import pytest

from backend.app import create_app
from backend.data.models import OutboxMessage
from backend.staff.access import RoleName
from tests.backend.given import make_settings

TEXT = "Your code is 123456\n\n<b>It</b> works once."


@pytest.fixture
def written(session):
    at = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
    row = {"address": "jo@example.org", "subject": "Your reference and code", "at": at}
    session.add(OutboxMessage(way="email", text=TEXT, **row))
    session.commit()


@pytest.mark.parametrize("role", [RoleName.MANAGER, RoleName.ADMINISTRATOR])
def test_managers_and_administrators_read_what_was_not_sent(browser, add_user, written, role):
    add_user("casey@example.org", role)
    browser.sign_in()

    page = browser.open("/staff/outbox").text

    assert "jo@example.org" in page and "123456" in page and "&lt;b&gt;" in page
    assert 'href="/staff/outbox" aria-current="true"' in page


def test_caseworkers_do_not(signed_in, written):
    assert signed_in.open("/staff/outbox").status_code == 403
    assert "/staff/outbox" not in signed_in.open("/staff/").text


def test_an_empty_page_says_so(browser, add_user):
    add_user("casey@example.org", RoleName.MANAGER)
    browser.sign_in()

    assert "No message has been written" in browser.open("/staff/outbox").text


def test_production_has_no_such_page(tmp_path, sqlite_copy):
    app = create_app(make_settings(tmp_path, sqlite_copy, env="production"))

    assert "staff_outbox" not in app.blueprints
    assert not [rule for rule in app.url_map.iter_rules() if rule.rule == "/staff/outbox"]
