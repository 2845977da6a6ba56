"""The console in a real browser: no axe violation, by keyboard alone, on a narrow screen."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from backend.config import ROOT
from backend.staff.access import RoleName
from tests.backend.staff.cases import (
    BEGAN,
    EMAIL,
    FACTS,
    LINES,
    PASSWORD,
    make_case,
    make_unclear,
    make_unsent,
)
from tests.web_widget.browser import browsing

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DANGER = ("person", "I can't go on", {"level": "R4", "flags": [], "words": "can't go on"})
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
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
NUMBER = "943 476 5919"

pytestmark = [
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
    pytest.mark.xdist_group("console"),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsing() as found:
        yield found


@pytest.fixture
def address(app: Flask, session: Any, add_user: Any) -> Iterator[str]:
    """The console with a few cases and one account, served on a free port."""
    add_user(EMAIL, RoleName.MANAGER)
    risk = {"risk_line": True, "risk_level": "R4", "risk_at": BEGAN, "flags": ["ADULT_AT_RISK"]}
    make_case(session, "risk", lines=[*LINES, DANGER], **risk)
    make_case(session, "plain", signposts=["S02"], at=BEGAN - timedelta(days=1))
    make_unsent(session, facts={"matter": "Nobody called back."}, result=None)
    make_unsent(session, "danger", lines=[*LINES, DANGER], **risk)
    make_case(session, "number", facts={**FACTS, "matter": f"They lost it. It is {NUMBER}."})
    make_unclear(session, "well they did and they did not, sort of", read="yes", confidence=0.4)
    make_unclear(session, "our mum", question="acting_for", label="acting_for.adult_agrees")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A page that fails the test when the browser reports anything, such as a blocked style."""
    reported: list[str] = []
    context = chromium.new_context(base_url=address, viewport=WIDE)
    page = context.new_page()
    page.on("console", lambda line: reported.append(line.text))
    page.on("pageerror", lambda error: reported.append(str(error)))
    yield page
    context.close()
    refused = ("404 (NOT FOUND)", "409 (CONFLICT)")  # pages of their own, as they should be
    assert [line for line in reported if not any(each in line for each in refused)] == []


@pytest.fixture
def staff(page: Page) -> Page:
    page.goto("/staff/")
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/staff/")
    return page


def violations(page: Page) -> list[str]:
    """What axe finds wrong on the page, with the element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)["violations"]
    return [f"{each['id']}: {node['html'][:150]}" for each in found for node in each["nodes"]]


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_no_page_has_an_accessibility_fault_or_scrolls_sideways(staff, size):
    staff.set_viewport_size(size)

    for path in PAGES:
        staff.goto(path)
        assert violations(staff) == [], path
        assert not scrolls_sideways(staff), path
        assert "–" in staff.title(), path


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_signing_in_has_no_accessibility_fault_even_after_a_mistake(page, size):
    page.set_viewport_size(size)
    page.goto("/staff/sign-in")
    before = violations(page)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("There is a problem").wait_for()

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


def focused(page: Page) -> str:
    """The name of what has the focus, or its id."""
    text = page.evaluate("document.activeElement.innerText || document.activeElement.id")
    return str(text).strip()


def tab_to(page: Page, name: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if focused(page).startswith(name):
            return
    raise AssertionError(f"{name} cannot be reached with the Tab key")


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
