"""A new member of staff decides their first case unaided, by what stands on the pages alone."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from backend.app import create_app
from backend.data.models import Draft
from backend.data.session import db
from backend.staff.access import RoleName
from tests.backend.conftest import Client
from tests.backend.staff.cases import EMAIL, PASSWORD, make_case
from tests.backend.staff.in_browser import IN_BROWSER, WIDE, served
from tests.backend.staff.test_second_factor import code
from tests.web_widget.browser import visiting

pytestmark = IN_BROWSER


@pytest.fixture
def strict(settings, clock, bot, add_user, session):
    """The console as production has it, with one complaint and one new account."""
    add_user(EMAIL, RoleName.CASEWORKER)
    make_case(session)
    app = create_app(replace(settings, ask_second_factor=True), clock, bot)
    app.test_client_class = Client
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def page(chromium, strict):
    with served(strict) as address, visiting(chromium, base_url=address, viewport=WIDE) as context:
        yield context.new_page()


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def link(page, name):
    return page.get_by_role("link", name=name)


def test_the_first_case_is_decided_by_following_the_labels(page, strict, session):
    page.goto("/staff/")  # the one address that they were given
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    button(page, "Sign in").click()

    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    button(page, "Set up an app").click()
    told = page.get_by_text("Without a camera, enter this key in the app").inner_text()
    page.get_by_label("Code that the app shows").fill(code(strict, told.rpartition(":")[2].strip()))
    button(page, "Continue").click()
    link(page, "Go to the complaints").click()

    link(page, re.compile("^OMB-ONE")).click()
    expect(page.get_by_text("Assign it to yourself and start looking at it")).to_be_visible()
    button(page, "Assign to me").click()
    expect(page.get_by_text("The complaint was assigned.")).to_be_visible()
    page.get_by_label("Start looking at it").check()
    page.get_by_role("textbox", name="Reason").first.fill("It is new")
    button(page, "Move it on").click()

    expect(page.get_by_text("The complaint was moved on.")).to_be_visible()
    link(page, "At a glance").click()
    glance = page.get_by_role("region", name="At a glance")
    expect(glance).to_contain_text("Leeds Teaching Hospitals")
    expect(glance).to_contain_text("nine hours in pain")

    link(page, "Change Court or tribunal").click()
    page.get_by_label("I'm thinking about it").check()
    page.get_by_label("Reason").fill("They told me on the telephone")
    button(page, "Save and apply the rules again").click()
    expect(page.get_by_text("The answer was changed")).to_be_visible()

    page.get_by_label("Accept for check").check()
    page.get_by_role("textbox", name="Reason").first.fill("In time, and for us")
    button(page, "Move it on").click()

    expect(page.get_by_text("The complaint was moved on.")).to_be_visible()
    session.expire_all()
    case = session.get(Draft, "conversation-one")
    assert case.case_status == "accepted_for_check" and case.facts["legal_action"] == "thinking"
