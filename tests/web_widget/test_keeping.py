"""What the browser keeps, coming back after a reload, starting again and leaving."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web_widget.browser import PATIENCE_MS
from tests.web_widget.fake_server import FakeServer
from tests.web_widget.widget import Widget

ELSEWHERE = "https://www.bbc.co.uk/weather"


@pytest.fixture
def elsewhere(page: Page) -> None:
    """Stands in for the page that people are sent to, so that no test goes out."""
    page.route(ELSEWHERE, lambda route: route.fulfill(body="<title>Weather</title>"))


def test_nothing_is_kept_before_the_privacy_notice_is_accepted(widget: Widget):
    widget.choose("No")

    expect(widget.log.get_by_text("Is it all right to go on?")).to_have_count(2)
    assert widget.stored() == {}


def test_only_the_token_is_kept_after_it(widget: Widget):
    assert widget.stored() == {}

    widget.to_choices()

    assert widget.stored() == {"ombudsman-chat": '{"token":"token","open":true}'}


def test_a_reload_goes_on_where_the_chat_was(widget: Widget, fake: FakeServer):
    widget.to_choices()

    widget.page.reload()

    widget.expect_said("Who is the complaint about?")
    expect(widget.own("They lost my letter.")).to_have_count(1)
    widget.choose("Me")
    widget.expect_said("How did it affect you?")
    assert fake.started == 1


def test_a_reload_before_the_notice_is_accepted_begins_anew(widget: Widget, fake: FakeServer):
    widget.page.reload()
    widget.open()

    assert fake.started == 2


def test_a_chat_that_ended_meanwhile_begins_anew_and_says_so(widget: Widget, fake: FakeServer):
    widget.accept()
    fake.alive = False

    widget.page.reload()

    widget.expect_said("Your earlier chat has ended, so this is a new one.")
    widget.expect_said("Is it all right to go on?")


def test_closing_keeps_the_chat_and_gives_focus_back(widget: Widget):
    widget.to_choices()

    widget.press("Close chat")

    expect(widget.dialog).to_be_hidden()
    launcher = widget.page.get_by_role("button", name="Chat with us")
    expect(launcher).to_be_focused()
    launcher.click()
    expect(widget.answers.get_by_role("button", name="Me", exact=True)).to_be_visible()


def test_a_chat_closed_by_its_owner_stays_closed_after_a_reload(widget: Widget):
    widget.to_choices()
    widget.press("Close chat")

    widget.page.reload()

    expect(widget.page.get_by_role("button", name="Chat with us")).to_be_visible()
    expect(widget.dialog).to_have_count(0)


def test_without_storage_the_chat_still_works(
    browser: Browser, fake: FakeServer, served: tuple[FakeServer, str]
):
    context = browser.new_context()
    context.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new DOMException('no'); }})"
    )
    page = context.new_page()
    page.goto(f"{served[1]}/demo")
    widget = Widget(page)
    widget.open()
    widget.to_choices()
    context.close()


def test_start_again_asks_first_then_erases_and_begins(widget: Widget, fake: FakeServer):
    widget.to_choices()
    widget.press("Options")
    widget.press("Start again")
    expect(widget.dialog.get_by_role("heading", name="Start again?")).to_be_focused()

    widget.press("Yes, start again")

    expect(widget.own("They lost my letter.")).to_have_count(0)
    widget.expect_said("Is it all right to go on?")
    assert (fake.erased, fake.started) == (1, 2)
    assert widget.stored() == {}


def test_keep_going_erases_nothing(widget: Widget, fake: FakeServer):
    widget.to_choices()
    widget.press("Options")
    widget.press("Stop and delete my answers")

    widget.press("No, keep going")

    expect(widget.own("They lost my letter.")).to_have_count(1)
    assert fake.erased == 0


def test_stop_erases_here_and_on_the_server(widget: Widget, fake: FakeServer):
    widget.to_choices()
    widget.press("Options")
    widget.press("Stop and delete my answers")

    widget.press("Yes, delete my answers")

    widget.expect_said("Your answers have been deleted. Nothing was sent.")
    expect(widget.own("They lost my letter.")).to_have_count(0)
    assert fake.erased == 1
    assert widget.stored() == {}


def test_exit_leaves_at_once_and_erases(widget: Widget, fake: FakeServer, elsewhere: None):
    widget.to_choices()

    widget.press("Exit now and leave this page")

    widget.page.wait_for_url(ELSEWHERE)
    assert fake.gone.wait(PATIENCE_MS / 1000)
    widget.page.go_back()
    assert "/demo" not in widget.page.url


def test_three_presses_of_shift_leave(widget: Widget, elsewhere: None):
    widget.to_choices()

    for _ in range(3):
        widget.page.keyboard.press("Shift")

    widget.page.wait_for_url(ELSEWHERE)


def test_capital_letters_do_not_leave(widget: Widget):
    widget.accept()

    widget.box.press_sequentially("NHS Trust IN London")
    for letter in "ABC":
        widget.page.keyboard.press(f"Shift+{letter}")

    expect(widget.box).to_have_value("NHS Trust IN LondonABC")


def test_leaving_ends_the_session_on_the_server_and_empties_the_browser(
    widget: Widget, fake: FakeServer, elsewhere: None, served: tuple[FakeServer, str]
):
    widget.to_choices()
    widget.box.fill("Half a sentence")

    widget.press("Exit now and leave this page")

    widget.page.wait_for_url(ELSEWHERE)  # and no question about unsent words held it back
    assert fake.gone.wait(PATIENCE_MS / 1000)
    assert (fake.left, fake.erased) == (1, 0)
    widget.page.goto(f"{served[1]}/demo")
    assert widget.stored() == {}
    expect(widget.page.get_by_role("button", name="Chat with us")).to_be_visible()


def test_leaving_works_at_once_when_the_server_cannot_be_reached(
    widget: Widget, elsewhere: None, served: tuple[FakeServer, str]
):
    widget.to_choices()
    widget.page.route("**/api/chat/session", lambda route: None)  # never answered

    for _ in range(3):
        widget.page.keyboard.press("Shift")

    widget.page.wait_for_url(ELSEWHERE)
    widget.page.goto(f"{served[1]}/demo")
    assert widget.stored() == {}


def test_leaving_after_sending_ends_the_session_too(
    widget: Widget, fake: FakeServer, elsewhere: None
):
    widget.to_reference()

    widget.press("Exit now and leave this page")

    widget.page.wait_for_url(ELSEWHERE)
    assert fake.gone.wait(PATIENCE_MS / 1000)
    assert fake.left == 1


def second_tab(widget: Widget) -> Widget:
    """The same site in another tab, with the chat opened there."""
    other = Widget(widget.page.context.new_page())
    other.page.goto(widget.page.url)
    other.page.get_by_role("button", name="Chat with us").click()
    return other


def test_a_second_tab_goes_on_with_the_same_chat(widget: Widget, fake: FakeServer):
    widget.to_choices()

    other = second_tab(widget)
    other.expect_said("Who is the complaint about?")
    other.choose("Me")
    other.expect_said("How did it affect you?")

    widget.page.bring_to_front()
    widget.expect_said("How did it affect you?")
    expect(widget.own("Me")).to_have_count(1)
    expect(widget.answers.get_by_role("checkbox")).to_have_count(4)
    assert fake.started == 1
    assert fake.answers == {
        "privacy_ack": "Yes",
        "matter": "They lost my letter.",
        "acting_for": "Me",
    }


def test_a_second_tab_learns_nothing_before_the_notice_is_accepted(
    widget: Widget, fake: FakeServer
):
    other = second_tab(widget)

    other.expect_said("Is it all right to go on?")
    assert fake.started == 2
    assert other.stored() == {}


def test_leaving_in_one_tab_empties_the_other(widget: Widget, elsewhere: None):
    widget.to_choices()
    other = second_tab(widget)
    other.expect_said("Who is the complaint about?")

    widget.press("Exit now and leave this page")

    expect(other.dialog).to_be_hidden()
    expect(other.own("They lost my letter.")).to_have_count(0)
    assert other.stored() == {}


def test_the_back_button_brings_the_chat_back_as_it_was(
    widget: Widget, fake: FakeServer, served: tuple[FakeServer, str]
):
    widget.to_choices()
    widget.page.goto(f"{served[1]}/chat")

    widget.page.go_back()

    widget.expect_said("Who is the complaint about?")
    expect(widget.own("They lost my letter.")).to_have_count(1)
    widget.choose("Me")
    widget.expect_said("How did it affect you?")
    assert [m["text"] for m in fake.messages if m["from"] == "person"] == [
        "Yes",
        "They lost my letter.",
        "Me",
    ]


def test_a_new_chat_after_sending_leaves_the_sent_one_alone(widget: Widget, fake: FakeServer):
    widget.to_reference()
    widget.page.route(
        "**/api/chat/conversation",
        lambda route: route.fulfill(status=409, json={"detail": "Sent."}),
    )
    widget.press("Options")
    widget.press("Start again")
    widget.press("Yes, start again")

    expect(widget.log).not_to_contain_text("ABC-1234")
    widget.expect_said("Is it all right to go on?")
    assert fake.started == 2
