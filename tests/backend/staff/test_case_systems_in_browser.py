"""The pages of case systems in a real browser: no axe violation, and by the keyboard alone."""

import pytest
from playwright.sync_api import expect

from backend import webhook_jobs
from backend.data.case_api import WebhookDelivery
from backend.data.session import db
from backend.services.events import record
from backend.staff.access import RoleName
from tests.backend.case_systems.systems import make_webhook
from tests.backend.staff.cases import EMAIL, make_case
from tests.backend.staff.in_browser import IN_BROWSER, WIDE, check, refused, served, sign_in
from tests.web_widget.browser import visiting

pytestmark = IN_BROWSER


@pytest.fixture
def page(app, session, add_user, chromium):
    """An administrator's browser; one webhook has a message that was given up."""
    app.extensions[webhook_jobs.TASK] = lambda: None
    add_user(EMAIL, RoleName.ADMINISTRATOR, RoleName.CASEWORKER)
    draft = make_case(session)
    make_webhook(app, "https://cases.example.org/a/rather/long/address/of/some/webhook/receiver")
    with app.app_context():
        now = app.extensions["intake"].clock.now()
        for kind in ("risk_noticed", "moved"):
            record(db.session, draft.conversation_id, kind, at=now, actor="staff:1")
        db.session.commit()
        db.session.get(WebhookDelivery, 1).state = "dead"
        db.session.commit()
    with (
        served(app, "localhost") as address,
        visiting(chromium, base_url=address, viewport=WIDE) as context,
    ):
        made = context.new_page()
        sign_in(made)
        made.wait_for_url("**/staff/")
        yield made


def test_no_page_of_case_systems_has_an_accessibility_fault_or_scrolls_sideways(page):
    page.get_by_role("link", name="Case systems").click()
    check(page, "empty")
    page.get_by_role("button", name="Make a token").click()
    check(page, "new token")
    refused(page, "Make the token")
    check(page, "mistakes")
    page.get_by_label("Name").fill("Casebook")
    page.get_by_label("Read cases").check()
    page.get_by_role("button", name="Make the token").press("Enter")
    expect(page.get_by_text("It is shown this once")).to_be_visible()
    check(page, "token")
    for path in ("", "/webhooks/new", "/webhooks/1"):
        page.goto(f"/staff/case-systems{path}")
        check(page, path)
    page.get_by_role("button", name="Make a new secret").click()
    check(page, "secret")
    page.goto("/staff/case-systems/webhooks/1")
    refused(page, "Remove the webhook")
    check(page, "not sure")
    page.get_by_role("button", name="Turn it off").click()
    expect(page.get_by_text("The webhook is off. Nothing is sent to it.")).to_be_visible()
    check(page, "off")
