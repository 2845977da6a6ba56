"""The widget on other people's pages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.web_widget.fake_server import FakeServer
from tests.web_widget.host_pages import OWN, Host, hosting
from tests.web_widget.widget import Widget

BLOCKED = """for (const name of ['sessionStorage', 'localStorage'])
  Object.defineProperty(window, name,
    { get() { throw new DOMException('no', 'SecurityError'); } });"""
OLD = "window.CSSStyleSheet = class { constructor() { throw new TypeError('Illegal'); } };"
LISTENING = '<script src="/host.js"></script>'
SHIFTS = """window.shifted = 0;
new PerformanceObserver((list) =>
  list.getEntries().forEach((each) => { window.shifted += each.value; }),
).observe({ type: 'layout-shift', buffered: true });"""


@pytest.fixture(scope="session")
def website(served: tuple[FakeServer, str]) -> Iterator[Host]:
    with hosting(served[1]) as found:
        yield found


@pytest.fixture
def host(website: Host, fake: FakeServer) -> Host:
    """The website, on the list of those that may use the chat."""
    fake.sites = {website.url}
    return website


@pytest.fixture
def console(page: Page) -> list[str]:
    """Every error that the page tells in the console."""
    told: list[str] = []
    page.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    return told


def launcher(page: Page, name: str = "Chat with us"):
    return page.get_by_role("button", name=name)


# What a page must allow, and what it pays


def test_under_the_strictest_policy_a_whole_complaint_can_be_sent(page, host, console):
    page.goto(host.page(""))
    chat = Widget(page)
    chat.open()
    chat.to_reference()

    expect(chat.dialog).to_be_visible()
    assert chat.dialog.bounding_box()["width"] == 430  # its own style, which no policy refused
    assert console == []


def test_until_it_is_opened_a_page_fetches_the_loader_alone_and_nothing_is_kept(page, host):
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))

    page.goto(host.page(""), wait_until="networkidle")

    assert fetched[1:] == [f"{host.service}/widget/embed.js"]
    assert Widget(page).stored() == {}
    launcher(page).click()
    expect(Widget(page).dialog).to_be_visible()
    assert all(url.startswith(host.service) for url in fetched[2:])
    parts = [url.rpartition("/")[2] for url in fetched[2:] if "/widget/" in url]
    assert sorted(name.partition("-")[0] for name in parts) == ["chat", "words.en"]


@pytest.mark.parametrize("place", ["right", "in-page"])
def test_opening_and_closing_moves_nothing_on_the_page(page, host, place):
    body = "<ombudsman-chat></ombudsman-chat>" if place == "in-page" else ""
    page.add_init_script(SHIFTS)
    style = '<link rel="stylesheet" href="/reserved.css">'
    page.goto(host.page(body, head=style, policy=OWN))
    after = page.locator("#after").bounding_box()

    launcher(page).click()
    Widget(page).expect_said("Is it all right to go on?")
    assert page.locator("#after").bounding_box() == after
    Widget(page).press("Close chat")

    assert page.locator("#after").bounding_box() == after
    assert page.evaluate("window.shifted") == 0


# Where it stands and how it looks


def test_attributes_choose_colour_place_label_language_and_greeting(page, host, console):
    page.goto(
        host.page(
            "",
            colour="#5b1a6e",
            position="left",
            label="Ask us",
            greeting="Hello from Leeds.",
            name="Leeds Ombudsman",
        )
    )
    button = launcher(page, "Ask us")
    expect(button).to_have_css("background-color", "rgb(91, 26, 110)")
    assert button.bounding_box()["x"] == 16

    button.click()

    chat = Widget(page)
    chat.expect_said("Hello from Leeds.")
    expect(chat.dialog).to_have_accessible_name("Leeds Ombudsman")
    expect(chat.dialog.locator(".head")).to_have_css("background-color", "rgb(91, 26, 110)")
    assert chat.dialog.bounding_box()["x"] == 16
    assert console == []


def test_the_language_is_that_of_the_page_unless_the_attribute_says_another(page, host):
    page.goto(host.page("", lang="cy"))
    expect(launcher(page, "Sgwrsio â ni")).to_have_attribute("lang", "cy")

    page.goto(host.page("", lang="cy", language="en"))
    expect(launcher(page)).to_have_attribute("lang", "en")


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("colour", "#ffcc00", "dark enough for white text"),
        ("colour", "red", "like #14505c"),
        ("position", "top", "must be right or left or in-page"),
        ("language", "fr", "must be en or cy"),
        ("phone", "<b>", "must be a phone number"),
        ("greeting", "x" * 201, "must be 1 to 200 characters"),
        ("label", " ", "must be 1 to 40 characters"),
        ("exit", "http://plain.example", "must be an https address"),
        ("page", "javascript:alert(1)", "must be an http address"),
        ("color", "#000000", "is not known. Use data-colour."),
    ],
)
def test_a_wrong_attribute_is_named_in_the_console_and_changes_nothing(
    page, host, console, name, value, told
):
    page.goto(host.page("", **{name: value}))

    expect(launcher(page)).to_have_css("background-color", "rgb(20, 80, 92)")
    assert len(console) == 1
    assert console[0].startswith(f"ombudsman-chat: data-{name} ")
    assert told in console[0]


def test_in_place_it_fills_the_place_that_the_page_gave_it(page, host, console):
    body = '<div><ombudsman-chat data-greeting="Tell us here."></ombudsman-chat></div>'
    page.goto(host.page(body))
    place = page.locator("ombudsman-chat").bounding_box()
    expect(page.get_by_text("Tell us here.")).to_be_visible()
    expect(page.get_by_role("link", name="Use the chat as plain pages")).to_be_visible()

    launcher(page).click()
    chat = Widget(page)
    chat.accept()

    assert chat.dialog.bounding_box() == place
    assert console == []


def test_in_place_on_a_phone_the_open_chat_takes_the_whole_screen(page, host):
    page.set_viewport_size({"width": 375, "height": 667})
    page.goto(host.page("<ombudsman-chat></ombudsman-chat>"))

    launcher(page).click()

    chat = Widget(page)
    chat.expect_said("Is it all right to go on?")
    assert chat.dialog.bounding_box() == {"x": 0, "y": 0, "width": 375, "height": 667}


def test_styles_of_a_hostile_page_do_not_reach_it(page, host):
    style = '<link rel="stylesheet" href="/hostile.css">'
    page.goto(host.page("", head=style, policy=OWN))
    expect(page.locator("h1")).not_to_be_visible()  # the page's style is at work
    box = launcher(page).bounding_box()
    assert (box["x"] + box["width"], box["y"] + box["height"]) == (1264, 784)
    expect(launcher(page)).to_have_css("background-color", "rgb(20, 80, 92)")

    launcher(page).click()
    chat = Widget(page)
    chat.accept()

    frame = chat.dialog.bounding_box()
    assert (frame["width"], frame["x"] + frame["width"]) == (430, 1264)
    text = chat.log.get_by_text("What happened?")
    for name, value in {
        "color": "rgb(27, 43, 48)",
        "letter-spacing": "normal",
        "direction": "ltr",
        "text-transform": "none",
        "font-style": "normal",
        "visibility": "visible",
    }.items():
        expect(text).to_have_css(name, value)


# Two of them, links, comings and goings


def test_two_on_one_page_share_one_conversation(page, host, fake, console):
    body = "<ombudsman-chat></ombudsman-chat><ombudsman-chat data-position=right></ombudsman-chat>"
    page.goto(host.page(body))
    first, second = launcher(page).nth(0), launcher(page).nth(1)

    second.click()
    chat = Widget(page)
    chat.accept()
    first.click()  # the other place leads to the window that is open

    expect(chat.dialog).to_have_count(1)
    expect(chat.log).to_contain_text("What happened?")
    chat.press("Close chat")
    expect(first).to_be_focused()
    assert fake.started == 1
    page.reload()
    expect(chat.dialog).to_have_count(0)
    assert console == []


def test_a_link_opens_the_chat_in_place_but_not_when_asked_for_in_a_new_tab(page, host):
    page.goto(host.page('<a href="/elsewhere" data-open-chat>Start now</a>'))
    with page.context.expect_page() as other:
        page.get_by_role("link", name="Start now").click(modifiers=["Control"])
    other.value.close()
    expect(Widget(page).dialog).to_have_count(0)

    page.get_by_role("link", name="Start now").click()

    expect(Widget(page).dialog).to_be_visible()
    Widget(page).press("Close chat")
    expect(page.get_by_role("link", name="Start now")).to_be_focused()


def test_a_page_that_takes_it_away_and_puts_it_back_loses_nothing(page, host, fake):
    page.goto(host.page(""))
    chat = Widget(page)
    chat.open()
    chat.accept()

    page.evaluate(
        """() => { const chat = document.querySelector('ombudsman-chat');
                   chat.remove(); document.body.append(chat); }"""
    )
    launcher(page).click()

    chat.expect_said("What happened?")
    assert fake.started == 1


# What it tells the page


def test_the_page_hears_of_opening_sending_ending_and_closing_and_of_nothing_said(page, host):
    page.goto(host.page("", head=LISTENING, policy=OWN))
    chat = Widget(page)
    chat.open()
    chat.to_reference()
    chat.press("Close chat")
    launcher(page).click()
    expect(chat.dialog).to_be_visible()

    told = page.evaluate("window.told")

    assert [name.removeprefix("ombudsman-chat:") for name, _, _ in told] == [
        "open",
        "sent",
        "close",
        "open",
    ]
    assert {(detail, tag) for _, detail, tag in told} == {(None, "OMBUDSMAN-CHAT")}


def test_the_page_hears_that_a_conversation_was_deleted(page, host):
    page.goto(host.page("", head=LISTENING, policy=OWN))
    chat = Widget(page)
    chat.open()
    chat.accept()
    chat.press("Options")
    chat.press("Stop and delete my answers")
    chat.press("Yes, delete my answers")
    chat.expect_said("deleted")

    assert page.evaluate("window.told.map(([name]) => name)") == [
        "ombudsman-chat:open",
        "ombudsman-chat:ended",
    ]


# When something is in the way


def test_a_site_that_is_not_listed_is_told_so_in_words_and_in_the_console(
    page, host, fake, console
):
    fake.sites.clear()
    page.goto(host.page("", phone="0345 015 4033"))

    launcher(page).click()

    Widget(page).expect_said("This chat can't be used on this website.")
    named = [line for line in console if line.startswith("ombudsman-chat:")]
    assert named == [
        f"ombudsman-chat: {host.url} is not in CHAT_ALLOWED_ORIGINS of {host.service}."
    ]


def test_with_storage_blocked_the_whole_conversation_works(page, host, console):
    page.add_init_script(BLOCKED)
    page.goto(host.page(""))
    chat = Widget(page)
    chat.open()

    chat.to_reference()

    assert console == []


def test_a_browser_too_old_for_it_gets_a_link_to_the_plain_pages(page, host, console):
    page.add_init_script(OLD)
    page.goto(host.page(""))

    link = page.get_by_role("link", name="Use the chat as plain pages")

    expect(link).to_have_attribute("href", f"{host.service}/chat")
    expect(link).to_be_in_viewport()
    assert console == []


def test_a_page_hears_when_the_chat_cannot_be_loaded(page, host):
    page.route("**/widget/chat-*.js", lambda route: route.abort())
    page.goto(host.page("", head=LISTENING, policy=OWN, phone="0345 015 4033"))

    launcher(page).click()

    expect(page.get_by_role("alert")).to_contain_text("call us on 0345 015 4033")
    assert page.evaluate("window.told.map(([name]) => name)") == ["ombudsman-chat:failed"]
