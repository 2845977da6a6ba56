"""Accounts in a real browser: no axe violation, a passkey made and used, the time-out warned of."""

import re

import pytest
from playwright.sync_api import expect

from backend.data.models import User
from tests.backend.staff.in_browser import IN_BROWSER, check, refused, sign_in, violations

PAGES = (
    "/staff/account",
    "/staff/account/password",
    "/staff/account/app",
    "/staff/account/recovery-codes",
    "/staff/account/passkey",
    "/staff/people",
    "/staff/people/new",
    "/staff/people/1",
    "/staff/people/2",
    "/staff/audit",
    "/staff/audit?kind=viewed&since=never",
)

pytestmark = IN_BROWSER


@pytest.fixture
def page(accounts):
    return accounts


def test_no_page_of_accounts_has_an_accessibility_fault_or_scrolls_sideways(staff):
    for path in PAGES:
        staff.goto(path)
        check(staff, path)


def test_no_state_on_the_way_has_one_either(staff):
    staff.goto("/staff/people/new")
    refused(staff, "Make the account")
    check(staff, "mistakes")
    staff.get_by_label("Email address").fill("new@example.org")
    staff.get_by_label("Caseworker").check()
    staff.get_by_role("button", name="Make the account").click()
    staff.get_by_text("It is shown this once").wait_for()
    check(staff, "password")
    staff.goto("/staff/account")
    staff.get_by_role("button", name="Set up an app").click()
    staff.get_by_alt_text("A picture for the camera").wait_for()
    check(staff, "picture")
    staff.get_by_label("Code that the app shows").fill("000000")
    refused(staff, "Continue")
    check(staff, "wrong code")
    staff.goto("/staff/account/recovery-codes")
    staff.get_by_role("button", name="Make new recovery codes").click()
    staff.get_by_text("Each works once").wait_for()
    check(staff, "codes")


def test_a_passkey_is_added_and_then_asked_for_after_the_password(staff, session):
    tools = staff.context.new_cdp_session(staff)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    staff.goto("/staff/account")
    staff.get_by_role("link", name="Add a passkey").click()
    staff.get_by_label("Name of the passkey").fill("Work phone")
    staff.get_by_role("button", name="Continue").click()
    staff.wait_for_url("**/staff/account")
    expect(staff.get_by_text("Work phone, added on")).to_be_visible()
    check(staff, "with a passkey")
    assert [each.name for each in session.get(User, 1).webauthn] == ["Work phone"]

    staff.get_by_role("button", name="Sign out").click()
    sign_in(staff)
    check(staff, "use the passkey")
    staff.get_by_role("button", name="Use the passkey").click()

    staff.wait_for_url("**/staff/")
    staff.goto("/staff/account")
    staff.get_by_role("button", name="Remove the passkey Work phone").click()
    expect(staff.get_by_text("Work phone, added on")).to_have_count(0)


def test_the_time_out_is_warned_of_and_put_off_by_a_button(page, clock):
    page.clock.install()
    sign_in(page)
    page.wait_for_url("**/staff/")
    warning = page.get_by_role("dialog", name="You will be signed out soon")
    expect(warning).to_have_count(0)

    clock.pass_time(minutes=56)
    page.clock.run_for(61_000)
    expect(warning).to_be_visible()
    expect(warning).to_contain_text("4 minutes")
    assert violations(page) == []
    assert page.evaluate("document.activeElement.textContent") == "Stay signed in"
    page.keyboard.press("Enter")

    expect(warning).to_be_hidden()
    clock.pass_time(minutes=30)
    page.reload()
    expect(page.get_by_role("heading", name="Complaints")).to_be_visible()


def test_after_the_time_out_the_page_is_hidden_and_kept_until_signed_in_again(page, clock):
    page.clock.install()
    sign_in(page)
    page.wait_for_url("**/staff/")
    page.goto("/staff/people/new")
    page.get_by_label("Email address").fill("half-written@exam")

    clock.pass_time(minutes=61)
    page.clock.run_for(61_000)
    over = page.get_by_role("dialog", name="You were signed out")
    expect(over).to_be_visible()
    assert violations(page) == []
    expect(page.locator("#email")).to_be_hidden()
    page.get_by_role("button", name="I have signed in again").click()
    expect(over).to_contain_text("You are not signed in yet.")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=re.compile("Sign in")).click()
    sign_in(opened.value)
    opened.value.wait_for_url("**/staff/")
    page.get_by_role("button", name="I have signed in again").click()

    expect(over).to_be_hidden()
    expect(page.get_by_label("Email address")).to_have_value("half-written@exam")
    page.get_by_label("Caseworker").check()
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_text("Enter an email address")).to_have_count(2)
