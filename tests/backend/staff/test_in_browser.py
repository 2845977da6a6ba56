"""The console in a real browser: no axe violation, by keyboard alone, on a narrow screen."""

import pytest

from tests.backend.staff.cases import EMAIL, PASSWORD
from tests.backend.staff.in_browser import (
    IN_BROWSER,
    NARROW,
    WIDE,
    focused,
    refused,
    scrolls_sideways,
    sound,
    tab_to,
    violations,
)
from tests.backend.staff.in_browser_fixtures import NUMBER

PAGES = (
    "/staff/",
    "/staff/?list=flagged",
    "/staff/?list=in-progress",
    "/staff/?result=NOT_YET&flag=LEGAL",
    "/staff/?reference=nothing",
    "/staff/?list=due&branch=NHS&sort=oldest",
    "/staff/?words=nine+hours",
    "/staff/cases/OMB-RISK",
    "/staff/cases/OMB-PLAIN",
    "/staff/cases/conversation-unsent",
    "/staff/cases/OMB-NUMBER",
    "/staff/cases/OMB-NOPE",
    "/staff/unclear",
    "/staff/unclear?list=labelled",
    "/staff/unclear?question=acting_for",
    "/staff/unclear/1",
    "/staff/unclear/2",
)

pytestmark = IN_BROWSER


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_no_page_has_an_accessibility_fault_or_scrolls_sideways(staff, size):
    staff.set_viewport_size(size)

    for path in PAGES:
        staff.goto(path)
        sound(staff, path)
        assert "–" in staff.title(), path


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_signing_in_has_no_accessibility_fault_even_after_a_mistake(page, size):
    page.set_viewport_size(size)
    page.goto("/staff/sign-in")
    before = violations(page)
    refused(page, "Sign in")

    assert before == [] and violations(page) == []
    assert not scrolls_sideways(page)
    assert page.title().startswith("Error: Sign in")
    assert page.evaluate("document.activeElement.className").startswith("govuk-error-summary")


def test_a_case_is_found_and_read_by_keyboard_alone(page):
    page.goto("/staff/")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to main content"
    page.keyboard.press("Enter")
    tab_to(page, "email")
    page.keyboard.type(EMAIL)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/")
    tab_to(page, "OMB-RISK")
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/cases/OMB-RISK")
    tab_to(page, "Show in the conversation")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id").startswith("message-")


def test_hidden_numbers_are_shown_by_keyboard_and_without_scripts(chromium, address):
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/staff/cases/OMB-NUMBER")
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    hidden = page.get_by_text("Private numbers are hidden")
    hidden.wait_for()
    assert NUMBER not in page.content()

    page.get_by_role("button", name="Show the numbers").press("Enter")
    page.get_by_text("Private numbers are shown").wait_for()

    assert NUMBER in page.content()
    page.get_by_role("link", name="Hide them now").click()
    hidden.wait_for()
    assert NUMBER not in page.content()
    context.close()


def test_a_message_is_labelled_by_keyboard_and_a_mistake_is_said(staff):
    staff.goto("/staff/unclear/1")
    staff.get_by_role("button", name="Save").press("Enter")
    staff.get_by_text("There is a problem").wait_for()
    assert violations(staff) == []
    assert staff.evaluate("document.activeElement.className").startswith("govuk-error-summary")

    staff.locator("[value='complained_locally.no']").press("Space")
    staff.get_by_role("button", name="Save").press("Enter")

    staff.get_by_text("Saved: ").wait_for()
    assert violations(staff) == []


def test_only_our_typeface_is_loaded(staff):
    fonts = staff.evaluate("document.fonts.ready.then(all => [...all].map(f => f.family))")

    assert set(fonts) == {'"Atkinson Hyperlegible Next"'} or set(fonts) == {
        "Atkinson Hyperlegible Next"
    }


def test_the_password_can_be_shown(page):
    page.goto("/staff/sign-in")
    page.get_by_label("Password", exact=True).fill(PASSWORD)

    page.get_by_role("button", name="Show password").click()

    assert page.locator("#password").get_attribute("type") == "text"
