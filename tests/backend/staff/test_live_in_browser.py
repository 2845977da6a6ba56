"""Live chats in a real browser: no axe violation in any state, by keyboard, heard as they come."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from backend.config import Live
from backend.staff.access import RoleName
from tests.backend.people import Person
from tests.backend.staff.cases import EMAIL
from tests.backend.staff.in_browser import IN_BROWSER, check, refused, served, tab_to

OPEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)

pytestmark = IN_BROWSER


@pytest.fixture
def settings(settings):
    return replace(settings, live=Live(on=True))


@pytest.fixture
def waiting(client, clock) -> Person:
    """Somebody who asked for a person in opening hours, and somebody who wants to be rung."""
    clock.moment = OPEN
    person = Person(client).begin().go_to("complained_locally")
    person.say("I want a person")
    return person


@pytest.fixture
def address(app, add_user, waiting):
    add_user(EMAIL, RoleName.CASEWORKER)
    with served(app) as found:
        yield found


def test_no_state_of_a_live_chat_has_an_accessibility_fault(staff, waiting):
    staff.get_by_role("link", name="Live chats").click()
    staff.get_by_role("link", name="Name not given yet").wait_for()
    check(staff, "list")
    staff.get_by_role("link", name="Name not given yet").click()
    staff.get_by_text("This person waits for somebody.").wait_for()
    check(staff, "waits")
    refused(staff, "Send")
    check(staff, "nothing said")
    staff.get_by_role("button", name="Take this chat").click()
    staff.get_by_text("You have this chat.").wait_for()
    check(staff, "taken")
    staff.get_by_role("button", name="Give it back to the assistant").click()
    staff.get_by_text("The assistant has the chat again.").wait_for()
    check(staff, "given back")


def test_a_chat_is_taken_and_answered_by_keyboard_alone(staff, waiting):
    staff.goto(f"/staff/live/{waiting.conversation}")
    tab_to(staff, "Take this chat")
    staff.keyboard.press("Enter")
    staff.get_by_text("You have this chat.").wait_for()
    tab_to(staff, "words")
    staff.keyboard.type("Hello, I am Sam.")
    staff.keyboard.press("Tab")
    staff.keyboard.press("Enter")

    staff.locator("#lines").get_by_text("Hello, I am Sam.").wait_for()


def test_what_the_person_writes_appears_by_itself_once_and_as_text(staff, waiting):
    staff.goto(f"/staff/live/{waiting.conversation}")
    staff.get_by_role("button", name="Take this chat").click()
    staff.get_by_text("You have this chat.").wait_for()

    waiting.say("Are you there <b>now</b>?")

    said = staff.locator("#lines").get_by_text("Are you there <b>now</b>?")
    said.wait_for()
    assert said.count() == 1


def test_that_somebody_types_is_told_once_in_a_while(staff, waiting):
    staff.goto(f"/staff/live/{waiting.conversation}")
    staff.get_by_role("button", name="Take this chat").click()
    staff.get_by_text("You have this chat.").wait_for()
    told = []
    staff.on("request", lambda asked: told.append(asked.url))
    with staff.expect_response("**/typing") as answer:
        staff.get_by_label("What do you want to say?").press_sequentially("Hello")

    assert answer.value.status == 204
    assert len([url for url in told if url.endswith("/typing")]) == 1
