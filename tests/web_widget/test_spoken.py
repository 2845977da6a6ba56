"""What assistive technology is told: Chromium's accessibility tree, and the live region."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import CDPSession, expect

from tests.web_widget.fake_server import FakeServer
from tests.web_widget.widget import Widget


class Tree:
    """The accessibility tree as it is now, without what is ignored."""

    def __init__(self, session: CDPSession) -> None:
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        self.nodes = {node["nodeId"]: node for node in nodes}

    def walk(self, node: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """A node and all within it, in the order of reading."""
        yield node
        for child in node.get("childIds", []):
            if child in self.nodes:
                yield from self.walk(self.nodes[child])

    def find(self, role: str, name: str | None = None) -> dict[str, Any]:
        """The only node with this role and name."""
        found = [
            node
            for node in self.nodes.values()
            if part(node, "role") == role and name in (None, part(node, "name"))
            if not node["ignored"]
        ]
        assert len(found) == 1, (role, name, len(found))
        return found[0]

    def read(self, node: dict[str, Any]) -> list[str]:
        """The text under a node, as it is read."""
        inside = [each for each in self.walk(node) if part(each, "role") == "StaticText"]
        return [part(each, "name").strip() for each in inside if not each["ignored"]]


def part(node: dict[str, Any], name: str) -> str:
    """The role, name or description of a node."""
    return str(node.get(name, {}).get("value", ""))


def state(node: dict[str, Any], name: str) -> Any:
    """A property of a node, such as live or expanded."""
    found = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
    return found.get(name)


@pytest.fixture
def session(widget: Widget) -> CDPSession:
    session = widget.page.context.new_cdp_session(widget.page)
    session.send("Accessibility.enable")
    return session


def test_the_tree_reads_title_help_transcript_choices_box_in_that_order(
    widget: Widget, session: CDPSession
):
    widget.to_choices()

    tree = Tree(session)
    window = tree.find("dialog", "The Ombudsman")
    told = [
        (part(node, "role"), part(node, "name"))
        for node in tree.walk(window)
        if part(node, "role") in ("heading", "button", "log", "textbox", "group", "region")
        and not node["ignored"]
    ]

    assert told == [
        ("heading", "The Ombudsman"),
        ("button", "Close chat"),
        ("group", "Help and options"),
        ("button", "Speak to a person"),
        ("button", "Help in a crisis"),
        ("button", "Your answers"),
        ("button", "Options"),
        ("button", "Exit now and leave this page"),
        ("region", "Conversation"),
        ("log", "The Ombudsman"),
        ("button", "Change “They lost my letter.”"),
        ("group", "Answers to choose from"),
        ("button", "Me"),
        ("button", "Someone who agrees"),
        ("button", "Not sure"),
        ("textbox", "Or answer in your own words"),
        ("button", "Send"),
    ]


def test_the_log_is_silent_and_one_polite_region_speaks(widget: Widget, session: CDPSession):
    widget.accept()

    tree = Tree(session)
    speaking = [
        node
        for node in tree.nodes.values()
        if state(node, "live") == "polite" and state(node, "containerLive") != "off"
        if part(node, "role") != "StaticText" and not node["ignored"]
    ]

    assert state(tree.find("log"), "live") in (None, "off")
    assert all(part(node, "role") in ("generic", "paragraph", "none") for node in speaking)
    expect(widget.dialog.locator("[aria-live=polite]")).to_have_count(1)
    expect(
        widget.dialog.locator("[aria-live=assertive], [role=alert], [role=status]")
    ).to_have_count(0)


def test_the_transcript_reads_in_order_with_its_speakers(widget: Widget, session: CDPSession):
    widget.to_choices()

    tree = Tree(session)

    assert tree.read(tree.find("log")) == [
        "Assistant",
        "Hello. I am an automated assistant. Is it all right to go on?",
        "You",
        "Yes",
        "Assistant",
        "What happened? Use your own words.",
        "You",
        "They lost my letter.",
        "Change",
        "“They lost my letter.”",
        "Assistant",
        "Who is the complaint about?",
    ]


def test_ten_lines_are_announced_in_order_once_each_as_plain_text(widget: Widget, fake: FakeServer):
    widget.accept()
    expect(widget.spoken).to_contain_text("What happened?")
    widget.record_speech()
    for number in range(9):
        fake.say_next("info", f"Line {number}.")
    fake.say_next("info", "You can:\n\n- call us\n- <b>write</b>")

    widget.write("They lost my letter.")

    widget.expect_spoken(
        *[f"Assistant: Line {number}." for number in range(9)],
        "Assistant: You can:\n\ncall us\n<b>write</b>",
        "Assistant: Who is the complaint about?",
        "3 answers to choose from, just before the text box.",
    )


def test_lines_are_added_to_the_region_one_at_a_time(widget: Widget, fake: FakeServer):
    widget.accept()
    expect(widget.spoken).to_contain_text("What happened?")
    widget.spoken.evaluate(
        """(region) => {
          window.most = 0;
          new MutationObserver((changes) => {
            const added = changes.reduce((sum, change) => sum + change.addedNodes.length, 0);
            window.most = Math.max(window.most, added);
          }).observe(region, { childList: true });
        }"""
    )
    widget.record_speech()
    fake.say_next("info", "Thank you.")
    widget.write("They lost my letter.")
    widget.page.wait_for_function("() => window.spoken.length >= 3")

    assert widget.page.evaluate("window.most") == 1


def test_ones_own_words_are_not_announced_and_a_failure_is_once(widget: Widget, fake: FakeServer):
    widget.accept()
    expect(widget.spoken).to_contain_text("What happened?")
    widget.record_speech()
    fake.fail(503, "We can’t save your answer just now.")

    widget.write("They lost my letter.")

    widget.expect_spoken("Not sent yet. We can’t save your answer just now.")


def test_what_is_announced_is_gone_from_the_tree_before_reading_on(
    widget: Widget, session: CDPSession
):
    widget.accept()
    expect(widget.spoken).to_contain_text("What happened?")

    expect(widget.spoken).to_be_empty(timeout=10_000)

    questions = [
        node
        for node in Tree(session).nodes.values()
        if part(node, "role") == "StaticText" and "What happened?" in part(node, "name")
    ]
    assert len(questions) == 1


def test_an_error_is_part_of_its_field(widget: Widget, session: CDPSession):
    widget.accept()
    widget.write("   ")

    box = Tree(session).find("textbox")

    assert part(box, "description").startswith("Write an answer first.")
    assert state(box, "invalid") == "true"
    assert state(box, "focused") is True


def test_an_open_panel_says_so_at_its_button(widget: Widget, session: CDPSession):
    widget.press("Help in a crisis")

    tree = Tree(session)

    assert state(tree.find("button", "Help in a crisis"), "expanded") is True
    assert state(tree.find("button", "Options"), "expanded") is False
    assert "region" in [part(each, "role") for each in tree.nodes.values()]
