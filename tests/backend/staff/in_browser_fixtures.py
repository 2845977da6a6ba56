"""Browsers at the console: with a few cases, or with two accounts."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from backend.staff.access import RoleName
from tests.backend.staff.cases import (
    BEGAN,
    EMAIL,
    FACTS,
    LINES,
    make_case,
    make_unclear,
    make_unsent,
)
from tests.backend.staff.in_browser import WIDE, served, sign_in
from tests.web_widget.browser import browsing, visiting

DANGER = ("person", "I can't go on", {"level": "R4", "flags": [], "words": "can't go on"})
NUMBER = "943 476 5919"
# Answers that bring a page of their own, as they should.
REFUSED = ("400 (BAD", "404 (NOT", "409 (CONFLICT", "422 (UNPROCESSABLE")


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
    with served(app) as found:
        yield found


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A page that fails the test when the browser reports anything, such as a blocked style."""
    reported: list[str] = []
    with visiting(chromium, base_url=address, viewport=WIDE) as context:
        page = context.new_page()
        page.on("console", lambda line: reported.append(line.text))
        page.on("pageerror", lambda error: reported.append(str(error)))
        yield page
    faults = [line for line in reported if not any(each in line for each in REFUSED)]
    assert not faults, faults


@pytest.fixture
def staff(page: Page) -> Page:
    """Signed in, at the list of complaints."""
    sign_in(page)
    page.wait_for_url("**/staff/")
    return page


@pytest.fixture
def accounts(app: Flask, session: Any, add_user: Any, chromium: Browser) -> Iterator[Page]:
    """An administrator's browser, at a name that passkeys accept; there are two accounts."""
    add_user(EMAIL, RoleName.ADMINISTRATOR, RoleName.CASEWORKER)
    add_user("ann@example.org", RoleName.AUDITOR)
    make_case(session)
    with (
        served(app, "localhost") as address,
        visiting(chromium, base_url=address, viewport=WIDE) as context,
    ):
        yield context.new_page()
