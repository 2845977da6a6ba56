"""Case systems in the console: tokens and webhooks that administrators make and end."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from backend import webhook_jobs
from backend.data.case_api import ApiToken, WebhookDelivery, WebhookEndpoint
from backend.data.models import CaseEvent
from backend.data.session import db
from backend.services.case_tokens import Scope
from backend.services.events import record
from backend.staff import webhook_views
from backend.staff.access import RoleName
from backend.staff.case_system_views import LONG_NAME, NO_DAYS, NO_NAME, NO_SCOPE
from tests.backend.case_systems.systems import System, make_token, make_webhook
from tests.backend.staff.cases import EMAIL, make_case
from tests.backend.staff.working import words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SECRET = re.compile(r'<code class="console-secret">([^<]+)</code>')
URL = "http://127.0.0.1:9/hooks"
PAGE = "/staff/case-systems"


@pytest.fixture
def admin(app, browser, add_user):
    app.extensions[webhook_jobs.TASK] = lambda: None
    add_user(EMAIL, RoleName.ADMINISTRATOR)
    browser.sign_in()
    return browser


@pytest.fixture
def webhook(app, admin, session):
    """A webhook with one message that was given up and one that waits."""
    draft = make_case(session)
    make_webhook(app, URL)
    with app.app_context():
        now = app.extensions["intake"].clock.now()
        for kind in ("risk_noticed", "moved"):
            record(db.session, draft.conversation_id, kind, at=now, actor="staff:1")
        db.session.commit()
        first = db.session.get(WebhookDelivery, 1)
        first.state, first.tries, first.status, first.why = "dead", 14, 500, "answer"
        db.session.commit()
    return f"{PAGE}/webhooks/1"


def post(browser, path, **form):
    data = {"csrf_token": browser.token(PAGE), **form}
    return browser.client.post(path, data=data, follow_redirects=True)


def kinds(session):
    session.rollback()
    return list(session.scalars(select(CaseEvent.kind).order_by(CaseEvent.id)))


def one(session, model):
    session.rollback()
    session.expire_all()
    return session.scalars(select(model)).one()


def test_a_token_is_made_shown_once_and_opens_what_it_may(app, admin, session):
    make_case(session)
    form = {"name": " Case  book ", "scopes": ["cases:read"], "days": "30"}
    made = post(admin, f"{PAGE}/tokens/new", **form)

    text = unescape(SECRET.search(made.text)[1])
    caller = System(app.test_client(), text)
    assert caller.get().status_code == 200 and caller.get("/api/webhooks").status_code == 403
    page = admin.open(PAGE).text
    assert text not in page and text[:17] in page and "Case book" in page
    assert "token_made" in kinds(session)

    revoked = post(admin, f"{PAGE}/tokens/1/revocation")
    assert "The token was revoked" in revoked.text and "Revoked" in revoked.text
    assert caller.get().status_code == 401 and "token_revoked" in kinds(session)


def test_the_record_names_the_case_system(app, admin, session):
    make_case(session)
    _row, text = make_token(app, Scope.CASES_READ)
    System(app.test_client(), text).get()

    assert "Casebook (case system)" in admin.open("/staff/audit").text
    assert "Casebook (case system)" in admin.open("/staff/cases/OMB-ONE").text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"scopes": "cases:read", "days": "30"}, NO_NAME),
        ({"name": "x" * 81, "scopes": "cases:read", "days": "30"}, LONG_NAME),
        ({"name": "x", "days": "30"}, NO_SCOPE),
        ({"name": "x", "scopes": "everything", "days": "30"}, NO_SCOPE),
        ({"name": "x", "scopes": "cases:read", "days": "31"}, NO_DAYS),
        ({"name": "x", "scopes": "cases:read"}, NO_DAYS),
    ],
)
def test_a_token_that_is_not_whole_is_not_made(admin, session, form, said):
    page = post(admin, f"{PAGE}/tokens/new", **form)

    assert said in unescape(page.text) and "There is a problem" in page.text
    assert session.scalars(select(ApiToken)).all() == []


def test_a_webhook_is_made_and_its_secret_shown_once(app, admin, session):
    form = {"name": "Casebook", "url": URL, "types": ["case.moved", "case.assigned"]}
    made = post(admin, f"{PAGE}/webhooks/new", **form)

    secret = unescape(SECRET.search(made.text)[1])
    row = one(session, WebhookEndpoint)
    assert secret.startswith("whsec_") and secret not in row.secret
    assert (row.url, row.types) == (URL, ["case.assigned", "case.moved"])
    assert secret not in admin.open(f"{PAGE}/webhooks/1").text
    assert "webhook_made" in kinds(session)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"url": URL, "types": "case.moved"}, NO_NAME),
        ({"name": "x", "url": "nothing", "types": "case.moved"}, "Enter an address, like https"),
        ({"name": "x", "url": "ftp://a.example/", "types": "case.moved"}, "must begin with https"),
        ({"name": "x", "url": URL, "types": "case.erased"}, webhook_views.NO_TYPE),
    ],
)
def test_a_webhook_that_is_not_right_is_not_made(admin, session, form, said):
    page = post(admin, f"{PAGE}/webhooks/new", **form)

    assert said in unescape(page.text)
    assert session.scalars(select(WebhookEndpoint)).all() == []


def test_its_page_tells_what_was_given_up_and_why_and_sends_it_again(admin, webhook, session):
    page = words(admin.open(webhook).text)
    assert "0 arrived, 1 waiting, 1 given up" in page
    assert "OMB-ONE Changed" in page and "It answered with 500" in page

    sent = post(admin, f"{webhook}/again", delivery="1")

    assert "The message is sent again." in sent.text
    assert "0 arrived, 2 waiting, 0 given up" in words(sent.text)
    assert "There is no such message." in post(admin, f"{webhook}/again", delivery="99").text


def test_all_since_a_day_is_sent_again(admin, webhook):
    for since in ("", "yesterday", "1999-01-01"):
        assert webhook_views.NO_DAY in post(admin, f"{webhook}/again", since=since).text
    assert "2 messages are sent again." in post(admin, f"{webhook}/again", since="2026-11-22").text
    assert "0 messages are sent again." in post(admin, f"{webhook}/again", since="2026-11-23").text


def test_a_new_secret_leaves_the_old_one_a_day(admin, webhook, session):
    old = one(session, WebhookEndpoint).secret
    shown = post(admin, f"{webhook}/secret")

    assert "Until 23 November 2026" in shown.text and SECRET.search(shown.text)
    assert one(session, WebhookEndpoint).old_secret == old
    ended = post(admin, f"{webhook}/old-secret")
    assert "Only the new secret signs" in ended.text
    assert one(session, WebhookEndpoint).old_secret is None
    assert kinds(session)[-2:] == ["webhook_secret_changed", "webhook_secret_dropped"]


def test_it_is_turned_off_and_on_and_removed_by_somebody_who_is_sure(admin, webhook, session):
    assert "Turned off" in post(admin, f"{webhook}/off").text
    assert "The webhook is on." in post(admin, f"{webhook}/on").text
    assert webhook_views.NOT_SURE in post(admin, f"{webhook}/removal").text
    assert "No webhook has been made yet" in post(admin, f"{webhook}/removal", sure="yes").text
    assert session.scalars(select(WebhookDelivery)).all() == []


def test_what_is_not_there_is_said(admin):
    for path in ("webhooks/9", "webhooks/99999999999"):
        assert admin.client.get(f"{PAGE}/{path}").status_code == 404
    assert post(admin, f"{PAGE}/tokens/9/revocation").status_code == 404


def test_who_is_no_administrator_makes_no_token(signed_in):
    assert signed_in.client.get(PAGE).status_code == 403
    assert signed_in.client.get(f"{PAGE}/tokens/new").status_code == 403
