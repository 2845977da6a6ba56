"""Whatever page or state a person is in: valid HTML, help in danger, a person, and a way out."""

import re

import pytest

from tests.backend.pages.states import STATES, World
from tests.backend.pages.structure import parsed, problems, words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
every_state = pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)


@every_state
def test_the_page_is_valid_and_its_parts_are_named_and_tied_together(state, world: World):
    assert problems(state(world).page) == []


@every_state
def test_help_in_danger_a_person_and_the_way_out_stand_in_the_same_place(state, world: World):
    root = parsed(state(world).page)

    parts = [e.tag for e in root.find("body") if e.tag in ("header", "nav", "div", "aside")]
    assert parts == ["header", "nav", "div", "aside"]
    row = root.find("body/nav")
    assert [words(link) for link in row.iter("a")] == ["Talk to a person", "Help in a crisis"]
    assert [link.get("href") for link in row.iter("a")] == ["#person", "#crisis"]
    assert [words(button) for button in row.iter("button")] == ["Exit this page"]
    assert row.find(".//form").get("action") == "/chat/exit"
    told = words(root.find("body/aside"))
    for number in ("999", "111", "116 123", "85258", "0345 015 4033", "18001"):
        assert number in told
    rung = {link.get("href") for link in root.find("body/aside").iter("a")}
    assert {"tel:999", "tel:111", "tel:116123", "tel:03450154033"} <= rung


@every_state
def test_nothing_is_kept_framed_or_run_from_elsewhere(state, world: World):
    reader = state(world)

    assert reader.headers["Cache-Control"] == "no-store"
    policy = reader.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert re.search(r"form-action 'self' https://www\.bbc\.co\.uk(;|$)", policy)
    page = parsed(reader.page)
    scripts = [(e.get("src"), words(e)) for e in page.iter("script")]
    assert scripts == [("/static/chat.js", "")]
    assert not list(page.iter("style"))
    named = {name for element in page.iter() for name in element.attrib}
    assert not {name for name in named if name == "style" or name.startswith("on")}


@every_state
def test_a_page_with_an_error_says_so_first_in_its_title_and_leads_to_the_field(
    state, world: World
):
    reader = state(world)
    page = parsed(reader.page)
    wrong = [e for e in page.iter() if e.get("aria-invalid") == "true"]
    box = page.find(".//div[@class='error-summary']")

    assert reader.title.startswith("Error: ") == (reader.status >= 400 and reader.status != 410)
    if box is None:
        assert not wrong
        return
    assert (box.get("role"), box.get("tabindex")) == ("alert", "-1")
    target = box.find(".//a").get("href").removeprefix("#")
    field = page.find(f".//*[@id='{target}']")
    about = field if field in wrong else page.find(".//fieldset")
    told = [page.find(f".//*[@id='{name}']") for name in about.get("aria-describedby").split()]
    assert words(box.find(".//a")) in " ".join(words(each) for each in told)
