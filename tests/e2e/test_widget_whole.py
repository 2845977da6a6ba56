"""A complaint through the widget and the whole service, to its reference and to staff."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, Response, expect

from tests.e2e.complaint import MOST_TIMES, MOST_TURNS, STORY, answer
from tests.e2e.stack import Service

TOLD_WITHIN_MS = 10_000
# What waits is sent again at the latest after a minute.
GONE_WITHIN_MS = 70_000


class Talk:
    """The widget on the demo page; knows the open question from the service's own answers."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.state: dict[str, object] = {}
        self.turns = 0
        page.on("response", self.note)
        page.goto(f"{url}/demo")

    def note(self, response: Response) -> None:
        """Keep the state that an answer of the chat API shows."""
        if "/api/chat/" in response.url and response.request.method == "POST" and response.ok:
            self.state = response.json()["state"]
            self.turns += 1

    def settled(self, turns: int) -> None:
        """Wait until this many answers have come and are shown."""
        while self.turns < turns:
            self.page.wait_for_event("response")
            self.page.wait_for_load_state()
        expect(self.page.locator(".writing")).to_be_hidden()

    @property
    def question(self) -> str:
        """The id of the question that is open."""
        return str(self.state.get("question"))

    @property
    def reference(self) -> str | None:
        """The reference, once there is one."""
        found = self.state.get("reference")
        return str(found) if found else None


def write(talk: Talk, text: str) -> None:
    """Write an answer, send it and wait for what comes back."""
    turns = talk.turns
    with talk.page.expect_response("**/api/chat/messages"):
        talk.page.locator("#words").fill(text)
        talk.page.get_by_role("button", name="Send", exact=True).click()
    talk.settled(turns + 1)


def type_alone(talk: Talk, text: str) -> None:
    """The same by keyboard: the text box keeps focus from turn to turn."""
    turns = talk.turns
    with talk.page.expect_response("**/api/chat/messages"):
        talk.page.keyboard.type(text)
        talk.page.keyboard.press("Enter")
    talk.settled(turns + 1)


def tell_all(talk: Talk, say=write) -> str:
    """Answer every question until there is a reference."""
    asked: list[str] = []
    while not talk.reference:
        asked.append(talk.question)
        assert asked.count(talk.question) <= MOST_TIMES, f"stuck at {talk.question}: {asked}"
        say(talk, answer(talk.question))
    return talk.reference


def open_chat(talk: Talk) -> None:
    """Open the window and wait for the greeting."""
    with talk.page.expect_response("**/api/chat/conversations"):
        talk.page.get_by_role("button", name="Chat with us").click()
    talk.settled(1)


def test_a_complaint_is_told_sent_and_opened_by_staff(page: Page, service: Service):
    talk = Talk(page, service.url)
    open_chat(talk)

    reference = tell_all(talk)

    expect(page.locator(".reference .number")).to_have_text(reference)
    page.goto(f"{service.url}/staff/")
    page.get_by_label("Email address").fill(service.email)
    page.get_by_label("Password", exact=True).fill(service.password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name=reference).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(reference)
    expect(page.get_by_text(STORY).first).to_be_attached()
    expect(page.get_by_text("Jo Smith").first).to_be_attached()


def test_a_complaint_by_keyboard_alone(page: Page, service: Service):
    talk = Talk(page, service.url)
    page.keyboard.press("Tab")  # skip link
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Tab")  # how to put it on one's own site
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Start now")).to_be_focused()
    with page.expect_response("**/api/chat/conversations"):
        page.keyboard.press("Enter")  # Start now
    talk.settled(1)
    for _ in range(15):
        page.keyboard.press("Tab")
        if page.locator("#words").evaluate("node => node.getRootNode().activeElement === node"):
            break
    expect(page.locator("#words")).to_be_focused()

    reference = tell_all(talk, type_alone)

    expect(page.locator(".reference .number")).to_have_text(reference)
    expect(page.locator("#words")).to_be_focused()


def test_on_a_phone_by_touch_with_the_choices_offered(phone: Page, service: Service):
    talk = Talk(phone, service.url)
    open_chat(talk)
    for _ in range(MOST_TURNS):
        if talk.reference:
            break
        tap_or_write(talk)

    expect(phone.locator(".reference .number")).to_have_text(re.compile(r"\w{3,}"))


def tap_or_write(talk: Talk) -> None:
    """Take the first answer on offer; write where none is."""
    turns = talk.turns
    area = talk.page.locator(".answers")
    boxes = area.get_by_role("checkbox")
    buttons = area.locator(".choice")
    if boxes.count():
        boxes.first.tap()
        with talk.page.expect_response("**/api/chat/messages"):
            area.get_by_role("button", name="Continue").tap()
        talk.settled(turns + 1)
    elif buttons.count() and talk.question not in ("email", "name", "matter", "organisation"):
        with talk.page.expect_response("**/api/chat/messages"):
            buttons.first.tap()
        talk.settled(turns + 1)
    else:
        write(talk, answer(talk.question))


def test_a_reload_in_the_middle_loses_nothing(page: Page, service: Service):
    talk = Talk(page, service.url)
    open_chat(talk)
    write(talk, "yes")
    write(talk, STORY)
    open_question = talk.question

    with page.expect_response("**/api/chat/messages?after=0"):
        page.reload()

    expect(page.locator(".message.person").filter(has_text=STORY)).to_have_count(1)
    talk.turns = 0
    write(talk, answer(open_question))
    assert talk.question != open_question


def test_help_comes_first_when_somebody_is_in_danger(page: Page, service: Service):
    talk = Talk(page, service.url)
    open_chat(talk)
    write(talk, "yes")

    write(talk, "I can't do this any more, I want to end my life tonight")

    box = page.locator(".message.risk").first
    expect(box.get_by_role("link", name="999").first).to_be_visible()
    expect(box.get_by_role("link", name="116 123").first).to_be_visible()


@pytest.mark.parametrize("part", ["actions", "rasa", "backend"])
def test_a_part_that_stops_is_told_and_nothing_said_is_lost(
    page: Page, service: Service, part: str
):
    if service.stack is None:
        pytest.skip("the service is not ours to stop: unset E2E_BACKEND_URL")
    talk = Talk(page, service.url)
    open_chat(talk)
    write(talk, "yes")
    service.stack.kill(part)

    page.locator("#words").fill(STORY)
    page.get_by_role("button", name="Send", exact=True).click()
    again = page.get_by_role("button", name="Try again")
    expect(again).to_be_visible(timeout=TOLD_WITHIN_MS)
    expect(page.locator(".message.person").filter(has_text=STORY)).to_have_count(1)
    service.stack.start(part)
    service.stack.wait()
    with suppress(Error):  # the message also goes by itself, and the button with it
        again.click(timeout=2_000)

    asked = page.locator(".message.question").last
    expect(asked).to_contain_text("Leeds Teaching Hospitals", timeout=GONE_WITHIN_MS)
    assert page.locator(".message.person").filter(has_text=STORY).count() == 1
