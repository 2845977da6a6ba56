"""Screen reader, keyboard, small screens: what everyone can rely on."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web_widget.browser import visiting
from tests.web_widget.fake_server import FakeServer
from tests.web_widget.widget import AXE, STILL, Widget


def closed(widget: Widget) -> None:
    widget.press("Close chat")


def failed(widget: Widget) -> None:
    widget.accept()
    widget.page.route("**/api/chat/messages", lambda route: route.abort(), times=1)
    widget.write("They lost my letter.")
    expect(widget.log).to_contain_text("Not sent yet.")


def refused(widget: Widget) -> None:
    widget.accept()
    widget.write(" ")


def unchosen(widget: Widget) -> None:
    widget.to_checkboxes()
    widget.press("Continue")


def person(widget: Widget) -> None:
    widget.press("Speak to a person")


def crisis(widget: Widget) -> None:
    widget.press("Help in a crisis")


def options(widget: Widget) -> None:
    widget.press("Options")


def confirming(widget: Widget) -> None:
    widget.press("Options")
    widget.press("Start again")


def stopped(widget: Widget) -> None:
    confirming(widget)
    widget.press("No, keep going")
    widget.press("Options")
    widget.press("Stop and delete my answers")
    widget.press("Yes, delete my answers")
    widget.expect_said("deleted")


def answers(widget: Widget) -> None:
    widget.to_date()
    widget.press("Your answers")
    expect(widget.dialog.get_by_role("region", name="Your answers")).to_be_visible()


def no_answers(widget: Widget) -> None:
    widget.press("Your answers")
    expect(widget.dialog.get_by_role("region", name="Your answers")).to_be_visible()


def sent_answers(widget: Widget) -> None:
    widget.to_reference()
    no_answers(widget)


def changing(widget: Widget) -> None:
    widget.to_date()
    widget.own("They lost my letter.").get_by_role("button", name="Change").click()
    widget.expect_said("Change: They lost")


def sending(widget: Widget) -> None:
    widget.to_choices()
    widget.page.route("**/api/chat/messages", lambda route: None)  # never answered
    widget.choose("Me")
    expect(widget.own("Me")).to_contain_text("Sending")


def expired(widget: Widget) -> None:
    widget.to_choices()
    widget.page.route(
        "**/api/chat/messages",
        lambda route: route.fulfill(status=401, json={"detail": "Over."}),
    )
    widget.write("Words")
    expect(widget.error).to_contain_text("This chat has ended")


def too_long(widget: Widget) -> None:
    widget.accept()
    widget.write("a " * 2_100)
    expect(widget.error).to_be_visible()


def not_begun(widget: Widget) -> None:
    widget.page.route("**/api/chat/**", lambda route: route.abort())
    widget.page.reload()
    widget.page.get_by_role("button", name="Chat with us").click()
    widget.expect_said("The chat can’t be reached just now.")


STATES = {
    "closed": closed,
    "answers": answers,
    "no answers": no_answers,
    "sent answers": sent_answers,
    "changing": changing,
    "sending": sending,
    "expired": expired,
    "too long": too_long,
    "not begun": not_begun,
    "privacy": lambda widget: None,
    "words": Widget.accept,
    "choices": Widget.to_choices,
    "checkboxes": Widget.to_checkboxes,
    "no choice made": unchosen,
    "date": Widget.to_date,
    "summary": Widget.to_summary,
    "reference": Widget.to_reference,
    "not sent": failed,
    "empty": refused,
    "person": person,
    "crisis": crisis,
    "options": options,
    "confirming": confirming,
    "stopped": stopped,
}


WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 320, "height": 568}


def place_of_help(widget: Widget, size: dict[str, int]) -> list[tuple[int, int]]:
    """Where the buttons stand that lead to a person, to help and away."""
    widget.page.set_viewport_size(size)
    widget.page.evaluate(STILL)
    row = widget.dialog.get_by_role("group", name="Help and options")
    boxes = [button.bounding_box() for button in row.get_by_role("button").all()]
    return [(round(box["x"]), round(box["y"])) for box in boxes if box]


@pytest.fixture(scope="module")
def places(browser: Browser, served: tuple[FakeServer, str]) -> dict[str, Any]:
    """Where they stand before the first answer: wide, and on a phone."""
    with visiting(browser, viewport=WIDE) as context:
        widget = Widget(context.new_page())
        widget.page.goto(f"{served[1]}/demo")
        widget.open()
        return {"wide": place_of_help(widget, WIDE), "phone": place_of_help(widget, PHONE)}


@pytest.mark.parametrize("state", STATES)
def test_each_state_is_clean_and_help_stands_where_it_stood(
    widget: Widget, state: str, places: dict[str, Any]
):
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run npm ci")
    STATES[state](widget)
    assert widget.violations() == []
    wide = place_of_help(widget, WIDE)

    phone = place_of_help(widget, PHONE)
    widget.page.emulate_media(forced_colors="active")
    assert widget.violations() == []
    if state != "closed":
        assert {"wide": wide, "phone": phone} == places


def test_axe_finds_nothing_wrong_with_a_risk_box_or_an_error(widget: Widget, fake: FakeServer):
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run npm ci")
    widget.accept()
    fake.say_next("risk", "Call 999, or Samaritans on 116 123.")
    fake.say_next("outcome", "We can probably look at this.\n\n- One\n- Two")
    fake.say_next("error", "We could not do that.")
    fake.say_next("info", "See https://www.example.org.", author="staff")
    widget.write("Words")
    widget.expect_said("Who is")

    assert widget.violations() == []


def test_each_message_is_announced_once_in_order_with_its_sender(widget: Widget, fake: FakeServer):
    widget.accept()
    expect(widget.spoken).to_contain_text("What happened?")
    widget.record_speech()
    fake.say_next("info", "Thank you.")

    widget.write("They lost my letter.")

    widget.expect_spoken(
        "Assistant: Thank you.",
        "Assistant: Who is the complaint about?",
        "3 answers to choose from, just before the text box.",
    )
    expect(widget.log).to_have_attribute("aria-live", "off")


def test_an_arrival_never_moves_focus(widget: Widget):
    widget.accept()
    widget.box.fill("They lost my letter.")
    widget.box.press("Enter")

    widget.expect_said("Who is the complaint about?")

    expect(widget.box).to_be_focused()


def test_after_a_choice_the_next_tab_stop_is_the_new_choice(widget: Widget):
    widget.to_choices()
    widget.choose("Me")
    widget.expect_said("How did it affect you?")

    widget.page.keyboard.press("Tab")

    expect(widget.answers.get_by_role("checkbox").first).to_be_focused()


def test_order_in_the_page_is_help_transcript_choices_box(widget: Widget):
    widget.to_choices()
    stops = []
    widget.dialog.get_by_role("button", name="Close chat").focus()

    for _ in range(12):
        widget.page.keyboard.press("Tab")
        stops.append(widget.focused())

    assert [stop.replace("\n", " ") for stop in stops] == [
        "Speak to a person",
        "Help in a crisis",
        "Your answers",
        "Options",
        "Exit now and leave this page",
        "Conversation",
        "Change “They lost my letter.”",
        "Me",
        "Someone who agrees",
        "Not sure",
        "words",
        "Send",
    ]


BOX = re.compile("Your answer|Or answer in your own words")


def tab_to(page: Page, name: str | re.Pattern[str]) -> None:
    """Press Tab until the element with this name has focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
              let node = document.activeElement;
              while (node.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
              return node.labels?.[0]?.textContent || node.textContent;
            }"""
        )
        if re.fullmatch(name, found.strip()):
            return
    raise AssertionError(f"no tab stop named {name!r}")


def test_the_whole_conversation_by_keyboard_alone(
    page: Page, fake: FakeServer, served: tuple[FakeServer, str]
):
    widget = Widget(page)
    keys = page.keyboard
    page.goto(f"{served[1]}/demo")
    tab_to(page, "Start now")
    keys.press("Enter")
    widget.expect_said("Is it all right to go on?")

    tab_to(page, "Yes")
    keys.press("Enter")
    widget.expect_said("What happened?")
    tab_to(page, BOX)
    keys.type("They lost my letter.")
    keys.press("Enter")
    widget.expect_said("Who is the complaint about?")
    keys.press("Shift+Tab")
    keys.press("Enter")  # Not sure
    widget.expect_said("How did it affect you?")
    tab_to(page, "I lost money")
    keys.press("Space")
    tab_to(page, "Continue")
    keys.press("Enter")
    widget.expect_said("When did it happen?")
    tab_to(page, BOX)
    keys.type("March 2026")
    keys.press("Enter")
    widget.expect_said("Please check your answers.")
    keys.press("Shift+Tab")
    keys.press("Shift+Tab")  # past "Not yet"
    keys.press("Enter")
    widget.expect_said("ABC-1234")

    keys.press("Escape")
    expect(page.get_by_role("link", name="Start now")).to_be_focused()


def test_escape_closes_an_open_panel_first(widget: Widget):
    widget.press("Help in a crisis")
    widget.dialog.get_by_role("link", name="116 123").focus()

    widget.page.keyboard.press("Escape")

    expect(widget.dialog.get_by_role("button", name="Help in a crisis")).to_be_focused()
    expect(widget.dialog.get_by_role("link", name="116 123")).to_be_hidden()


SMALL = """() => {
  const root = document.querySelector('ombudsman-chat').shadowRoot;
  return [...root.querySelectorAll('button, input, textarea, label, summary')]
    .filter((node) => node.checkVisibility())
    .map((node) => [node.textContent || node.id, node.getBoundingClientRect()])
    .filter(([, box]) => box.height > 1)
    .filter(([, box]) => box.height < 43.5 || box.right > innerWidth || box.left < 0)
    .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)
    .filter((line) => !/^(pick-|Your answer|Or answer)/.test(line));
}"""


@pytest.mark.parametrize("state", [name for name in STATES if name != "closed"])
def test_at_320_pixels_everything_fits_and_can_be_hit(
    browser: Browser, fake: FakeServer, served: tuple[FakeServer, str], state: str
):
    with visiting(browser, viewport={"width": 320, "height": 560}, has_touch=True) as context:
        page = context.new_page()
        page.goto(f"{served[1]}/demo")
        widget = Widget(page)
        widget.open()
        STATES[state](widget)

        assert page.locator(".scroller").evaluate("node => node.scrollWidth") <= 320
        assert page.evaluate(SMALL) == []


def test_at_400_percent_zoom_what_has_focus_can_be_seen(
    browser: Browser, fake: FakeServer, served: tuple[FakeServer, str]
):
    with visiting(browser, viewport={"width": 320, "height": 256}) as context:
        page = context.new_page()
        page.goto(f"{served[1]}/demo")
        widget = Widget(page)
        widget.open()
        widget.to_choices()
        for _ in range(12):
            page.keyboard.press("Shift+Tab")
            box = page.evaluate(
                """() => {
                  const root = document.querySelector('ombudsman-chat').shadowRoot;
                  return root.activeElement?.getBoundingClientRect().toJSON() ?? null;
                }"""
            )
            assert box is None or (box["top"] < 256 and box["bottom"] > 0)


def test_the_page_behind_cannot_be_reached_on_a_phone(
    browser: Browser, fake: FakeServer, served: tuple[FakeServer, str]
):
    with visiting(browser, viewport={"width": 375, "height": 667}) as context:
        page = context.new_page()
        page.goto(f"{served[1]}/demo")
        widget = Widget(page)
        widget.open()

        assert widget.dialog.evaluate("node => node.matches(':modal')")
