"""Every page on the ways in and out in a real browser: no axe violation, nothing wider than it."""

from dataclasses import replace

import pytest

from backend.app import create_app
from backend.config import SignOn
from backend.data.session import db
from tests.backend.conftest import Client
from tests.backend.staff.cases import EMAIL
from tests.backend.staff.in_browser import IN_BROWSER, WIDE, check, refused, served, sign_in
from tests.backend.staff.provider import CLIENT_ID, CLIENT_SECRET, Served
from tests.backend.staff.test_second_factor import code
from tests.web_widget.browser import visiting

pytestmark = IN_BROWSER
PASSKEYS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


def with_both(app, page):
    """Set up an app and a passkey, as a person does."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEYS})
    page.goto("/staff/account")
    page.get_by_role("button", name="Set up an app").click()
    key = page.get_by_text("enter this key in the app").locator("code").inner_text()
    page.get_by_label("Code that the app shows").fill(code(app, key))
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of the passkey").fill("Work phone")
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("Work phone, added on").wait_for()


def test_whoever_has_an_app_and_a_passkey_chooses_on_a_page_without_faults(app, accounts):
    page = accounts
    sign_in(page)
    page.wait_for_url("**/staff/")
    with_both(app, page)
    page.goto("/staff/account/recovery-codes")
    page.get_by_role("button", name="Make new recovery codes").click()
    page.get_by_text("Each works once").wait_for()
    check(page, "recovery codes")
    page.get_by_role("button", name="Sign out").click()

    sign_in(page)
    page.get_by_role("heading", name="How do you want to go on?").wait_for()
    check(page, "choice of the factor")
    refused(page, "Continue")
    check(page, "nothing chosen")
    page.get_by_label("A code from my app").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Enter the code from your app").wait_for()
    check(page, "code of the app")
    page.get_by_role("link", name="use a recovery code").click()
    page.get_by_role("heading", name="Enter a recovery code").wait_for()
    check(page, "recovery code")
    refused(page, "Continue")
    check(page, "no recovery code")


@pytest.fixture
def sso_page(chromium, settings, clock, bot, add_user, monkeypatch):
    """A browser at the console with single sign-on, and the provider beside it."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # no TLS on this machine's loopback
    add_user()
    with Served() as provider:
        provider.person = {"sub": "casey-1", "email": EMAIL, "email_verified": True}
        sign_on = SignOn(provider.issuer, CLIENT_ID, CLIENT_SECRET)
        app = create_app(replace(settings, sign_on=sign_on), clock, bot)
        app.test_client_class = Client
        with served(app) as address, visiting(chromium, base_url=address, viewport=WIDE) as one:
            yield one.new_page()
        with app.app_context():
            db.engine.dispose()


def test_signing_in_and_out_by_single_sign_on_shows_pages_without_faults(sso_page):
    page = sso_page
    page.goto("/staff/sign-in")
    check(page, "sign in with single sign-on")
    page.get_by_role("link", name="single sign-on").click()
    page.get_by_role("button", name="Sign out").click()

    page.get_by_role("heading", name="You are signed out").wait_for()
    check(page, "signed out")
    page.get_by_role("link", name="Sign out there too").click()

    page.get_by_text("and of your office’s single sign-on").wait_for()
    check(page, "signed out there too")
