"""The window in Welsh, and the change of language within a conversation."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web_widget.fake_server import FakeServer
from tests.web_widget.widget import Widget

ROOT = Path(__file__).resolve().parents[2]
STYLES = [
    *sorted((ROOT / "web_widget").glob("**/*.css")),
    *sorted((ROOT / "backend" / "static").glob("*.css")),
]
STYLES = [path for path in STYLES if "dist" not in path.parts]
PHYSICAL = re.compile(
    r"(?<![\w-])(?:left|right|(?:margin|padding|border)-(?:left|right)(?:-\w+)?"
    r"|border-(?:top|bottom)-(?:left|right)-radius|float|clear)\s*:"
    r"|text-align:\s*(?:left|right)\b"
)
FOUR = re.compile(r"(?<![\w-])(?:margin|padding|inset|border-radius)\s*:\s*([^;}]+)")


def in_welsh(widget: Widget) -> None:
    widget.press("Options")
    widget.press("Cymraeg")
    expect(widget.dialog).to_have_attribute("lang", "cy")


def test_the_switch_is_among_the_options_and_named_in_its_own_language(widget: Widget):
    widget.press("Options")
    switch = widget.dialog.get_by_role("button", name="Cymraeg", exact=True)

    expect(switch).to_have_attribute("lang", "cy")
    assert switch.bounding_box()["height"] >= 44


def test_after_the_switch_every_fixed_text_is_welsh_and_nothing_said_is_lost(widget: Widget):
    widget.to_choices()
    in_welsh(widget)

    for name in ("Siarad â pherson", "Help mewn argyfwng", "Opsiynau", "Anfon"):
        expect(widget.dialog.get_by_role("button", name=name, exact=True)).to_be_visible()
    widget.expect_said("They lost my letter.")
    expect(widget.answers.get_by_role("button", name="Me", exact=True)).to_be_visible()
    for english in ("Send", "Options", "Close", "Assistant"):
        expect(widget.dialog.get_by_text(english, exact=True)).to_have_count(0)


def test_each_message_keeps_the_language_it_was_said_in(widget: Widget):
    widget.accept()
    in_welsh(widget)

    bodies = widget.log.locator(".message.bot .body")
    expect(bodies.first).to_have_attribute("lang", "en")
    expect(bodies.last).to_have_attribute("lang", "cy")


def test_the_open_question_is_asked_again_and_can_be_answered(widget: Widget, fake: FakeServer):
    widget.accept()
    in_welsh(widget)
    widget.box.fill("Collon nhw fy llythyr.")
    widget.press("Anfon")
    widget.expect_said("Who is the complaint about?")

    assert fake.answers["matter"] == "Collon nhw fy llythyr."
    expect(widget.own("Collon nhw fy llythyr.")).to_have_count(1)


def test_typing_cymraeg_does_the_same_and_focus_stays_in_the_box(widget: Widget):
    widget.accept()
    widget.box.fill("Cymraeg")
    widget.box.press("Enter")

    expect(widget.dialog).to_have_attribute("lang", "cy")
    expect(widget.box).to_be_focused()
    expect(widget.page.locator("dialog.chat")).to_have_count(1)


def test_the_language_changes_back(widget: Widget):
    widget.accept()
    in_welsh(widget)
    widget.press("Opsiynau")
    widget.press("English")

    expect(widget.dialog).to_have_attribute("lang", "en")
    expect(widget.dialog.get_by_role("button", name="Send", exact=True)).to_be_visible()


def test_a_reload_goes_on_in_welsh(widget: Widget):
    widget.accept()
    in_welsh(widget)
    widget.page.reload()

    expect(widget.dialog).to_have_attribute("lang", "cy")
    expect(widget.dialog.get_by_role("button", name="Anfon", exact=True)).to_be_visible()


def test_what_is_in_the_box_stays_there(widget: Widget):
    widget.accept()
    widget.box.fill("half an ans")
    in_welsh(widget)

    expect(widget.box).to_have_value("half an ans")


def test_the_new_question_is_announced_once_in_welsh(widget: Widget):
    widget.accept()
    heard: list[str] = []
    widget.page.expose_function("heard", lambda line: heard.append(line))
    in_welsh(widget)
    widget.page.evaluate(
        """() => {
          const host = document.querySelector('ombudsman-chat').shadowRoot;
          const region = host.querySelector('[aria-live=polite]');
          for (const line of region.children) heard(line.textContent);
          new MutationObserver((all) => {
            for (const each of all) for (const node of each.addedNodes) heard(node.textContent);
          }).observe(region, { childList: true });
        }"""
    )
    expect(widget.spoken).to_contain_text("Cynorthwyydd: What happened?")

    assert len([line for line in heard if "What happened?" in line]) == 1


def test_a_language_that_cannot_be_fetched_leaves_the_chat_usable(widget: Widget, page: Page):
    widget.accept()
    page.route("**/words.cy*", lambda route: route.abort())
    widget.press("Options")
    widget.press("Cymraeg")

    expect(widget.own("Cymraeg")).to_be_visible()
    expect(widget.dialog).to_have_attribute("lang", "en")
    widget.write("They lost my letter.")
    widget.expect_said("Who is the complaint about?")


def test_in_welsh_nothing_is_wrong_for_axe(widget: Widget):
    widget.to_choices()
    in_welsh(widget)

    assert widget.violations() == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_layout_is_ready_for_right_to_left(path: Path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)

    assert PHYSICAL.findall(text) == []
    for found in FOUR.findall(text):
        parts = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", "()", found).split()
        sided = len(parts) == 4 and (parts[1] != parts[3] or "border" in found)
        assert not sided, found


def test_right_to_left_turns_the_window_round(page: Page, widget: Widget):
    widget.to_choices()
    widget.dialog.evaluate("node => { node.dir = 'rtl'; }")
    own = widget.own("They lost my letter.").locator(".own").bounding_box()
    theirs = widget.log.locator(".message.bot .body").first.bounding_box()
    window = widget.dialog.bounding_box()

    assert own["x"] - window["x"] < theirs["x"] + theirs["width"] - window["x"]
    assert own["x"] - window["x"] < 40
    right = window["x"] + window["width"]
    assert right - (theirs["x"] + theirs["width"]) < 40
