"""Save and come back in the widget: what is asked, told and announced, and where focus goes."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web_widget.browser import PATIENCE_MS
from tests.web_widget.fake_server import FakeServer
from tests.web_widget.widget import Widget

ELSEWHERE = "https://www.bbc.co.uk/weather"
REFERENCE = "SAVE-7K3M-9QX2"
CODE = "123456"
SAVED = {"reference": REFERENCE, "way": "email", "minutes": 15, "days": 90}
WRONG = "That reference and code do not open a saved draft."


class Keeping:
    """Stands in for the server's part of save and come back."""

    def __init__(self, page: Page, fake: FakeServer) -> None:
        self.fake = fake
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.refuse: tuple[int, str] | None = None
        for path in ("kept", "return-codes", "returns"):
            page.route(f"**/api/chat/{path}", self.answer)

    def answer(self, route: Route) -> None:
        path, body = route.request.url.rpartition("/")[2], route.request.post_data_json
        self.asked.append((path, body))
        if self.refuse:
            (status, detail), self.refuse = self.refuse, None
            self.problem(route, status, detail)
        elif path == "kept":
            route.fulfill(status=201, json={**SAVED, "address": body["address"]})
        elif path == "return-codes":
            route.fulfill(status=202, json={"minutes": 15})
        elif body["code"] != CODE:
            self.problem(route, 422, WRONG)
        else:
            route.fulfill(json=self.saved())

    def problem(self, route: Route, status: int, detail: str) -> None:
        route.fulfill(
            status=status, json={"detail": detail}, content_type="application/problem+json"
        )

    def saved(self) -> dict[str, Any]:
        """The conversation that comes back, as its transcript and state."""
        fake = FakeServer()
        fake.begin()
        fake.answer("Yes", "t-yes")
        fake.answer("They lost my letter.", None)
        fake.messages[1:1] = [
            {**fake.messages[0], "id": 50, "from": "person", "kind": "info", "choices": [],
             "text": "They lost my letter.", "question": None, "input": None}
        ]  # fmt: skip
        return {
            "conversation": "d", "token": "token-2", "messages": fake.messages,
            "state": fake.state(),
        }  # fmt: skip


@pytest.fixture
def keeping(page: Page, fake: FakeServer) -> Keeping:
    return Keeping(page, fake)


def open_saving(widget: Widget) -> None:
    widget.press("Options")
    widget.press("Save and come back later")
    expect(heading(widget, "Save and come back later")).to_be_focused()


def save(widget: Widget, address: str) -> None:
    widget.dialog.get_by_label("E-mail address or UK mobile number").fill(address)
    widget.press("Save")


def heading(widget: Widget, name: str) -> Any:
    return widget.dialog.get_by_role("heading", name=name, exact=True)


def to_code(widget: Widget) -> Any:
    widget.dialog.get_by_role("button", name="I have a reference").click()
    expect(heading(widget, "Come back to what you saved or sent")).to_be_focused()
    widget.dialog.get_by_label("Your reference").fill(REFERENCE)
    widget.press("Send me a code")
    expect(heading(widget, "Enter your code")).to_be_focused()
    return widget.dialog.get_by_label("Your code")


def test_saving_shows_the_reference_and_tells_where_the_code_went(widget, keeping):
    widget.to_choices()
    open_saving(widget)
    widget.record_speech()

    save(widget, "jo@example.org")

    expect(heading(widget, "Your answers are saved")).to_be_focused()
    expect(widget.dialog.get_by_text(REFERENCE)).to_be_visible()
    sent = "We have sent the reference and a code to jo@example.org. It can take a few minutes."
    expect(widget.dialog.get_by_text(sent)).to_be_visible()
    once = "line => window.spoken.filter((each) => each === line).length === 1"
    widget.page.wait_for_function(once, arg=f"Your answers are saved. {sent}")
    assert keeping.asked == [("kept", {"address": "jo@example.org"})]


@pytest.mark.parametrize("said", ["save", "Save.", "save and come back", "SAVE MY ANSWERS"])
def test_the_word_alone_opens_the_form_and_is_no_answer(widget, keeping, fake, said):
    widget.to_choices()
    answered = len(fake.ids)

    widget.write(said)

    expect(heading(widget, "Save and come back later")).to_be_focused()
    assert len(fake.ids) == answered


def test_a_sentence_with_the_word_is_an_answer(widget, keeping, fake):
    widget.accept()

    widget.write("They could not save my leg.")

    widget.expect_said("Who is the complaint about?")


def test_an_empty_field_and_a_refusal_are_told_at_the_field(widget, keeping):
    open_saving(widget)
    widget.press("Save")
    box = widget.dialog.get_by_label("E-mail address or UK mobile number")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_accessible_description(
        "Enter an e-mail address or a UK mobile number. We send a code there each time you come "
        "back. Choose one that only you can see. We use it for nothing else."
    )

    keeping.refuse = (422, "Enter an e-mail address, such as name@example.org.")
    save(widget, "jo")

    expect(widget.dialog.locator("#keep-address-error")).to_have_text(
        "Enter an e-mail address, such as name@example.org."
    )
    expect(box).to_be_focused()
    expect(box).to_have_value("jo")


def test_with_no_connection_the_address_stays_to_be_sent_again(widget, keeping, page):
    open_saving(widget)
    page.unroute("**/api/chat/kept")
    page.route("**/api/chat/kept", lambda route: route.abort())

    save(widget, "jo@example.org")

    expect(widget.dialog.locator("#keep-address-error")).to_contain_text("can’t reach the service")
    expect(widget.dialog.locator("#keep-address")).to_have_value("jo@example.org")


def test_the_start_offers_a_way_back_until_the_first_answer(widget, keeping):
    back = widget.log.get_by_role("button", name="I have a reference")
    expect(back).to_be_visible()

    widget.accept()

    expect(back).to_have_count(0)
    widget.press("Options")
    expect(widget.dialog.get_by_role("button", name="I have a reference")).to_be_visible()


def test_with_reference_and_code_they_go_on_where_they_were(widget, keeping, fake):
    code = to_code(widget)
    expect(code).to_have_attribute("autocomplete", "one-time-code")
    expect(code).to_have_attribute("inputmode", "numeric")

    code.fill(CODE)
    widget.press("Go on")

    widget.expect_said("They lost my letter.")
    expect(widget.answers.get_by_role("button", name="Me", exact=True)).to_be_visible()
    expect(widget.dialog.locator("#panel")).to_be_hidden()
    assert keeping.asked == [
        ("return-codes", {"reference": REFERENCE}),
        ("returns", {"reference": REFERENCE, "code": CODE}),
    ]
    assert json.loads(widget.stored()["ombudsman-chat"])["token"] == "token-2"
    assert fake.left == 1  # the chat that was open until then


def test_a_wrong_code_is_told_at_its_field_and_can_be_mended(widget, keeping):
    code = to_code(widget)

    code.fill("999999")
    widget.press("Go on")

    expect(code).to_be_focused()
    expect(widget.dialog.locator("#keep-code-error")).to_have_text(WRONG)
    code.fill(CODE)
    widget.press("Go on")
    widget.expect_said("They lost my letter.")


def test_a_new_code_can_be_asked_for(widget, keeping):
    to_code(widget)

    widget.press("Send a new code")

    expect(heading(widget, "Enter your code")).to_be_focused()
    expect(widget.dialog.get_by_label("Your code")).to_have_value("")
    assert [path for path, _ in keeping.asked] == ["return-codes", "return-codes"]


def test_somebody_with_answers_in_this_chat_is_told_that_they_go(widget, keeping):
    widget.to_choices()
    widget.press("Options")
    widget.press("I have a reference")

    expect(widget.dialog.locator("#panel")).to_contain_text("are deleted when you come back")


def test_nothing_but_the_token_is_kept_in_the_browser(widget, keeping):
    widget.to_choices()
    open_saving(widget)
    save(widget, "jo@example.org")
    expect(heading(widget, "Your answers are saved")).to_be_focused()

    assert list(widget.stored()) == ["ombudsman-chat"]
    assert set(json.loads(widget.stored()["ombudsman-chat"])) == {"token", "open"}


def test_leaving_after_saving_ends_the_session_and_goes_elsewhere(widget, keeping, fake, page):
    page.route(ELSEWHERE, lambda route: route.fulfill(body="<title>Weather</title>"))
    widget.to_choices()
    open_saving(widget)
    save(widget, "jo@example.org")

    widget.press("Leave now")

    page.wait_for_url(ELSEWHERE)
    assert fake.gone.wait(PATIENCE_MS / 1000) or fake.left == 1
    assert fake.erased == 0


def test_every_step_is_clean_in_axe(widget, keeping):
    open_saving(widget)
    widget.press("Save")
    assert widget.violations() == []
    save(widget, "jo@example.org")
    expect(heading(widget, "Your answers are saved")).to_be_focused()
    assert widget.violations() == []
    widget.press("Go on with the chat")
    to_code(widget)
    assert widget.violations() == []
