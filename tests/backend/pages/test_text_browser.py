"""The pages in a text browser: what it shows of them, and what it sends."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.text_browser import TextBrowser, lynx

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def browser(address: str, tmp_path: Path) -> Iterator[TextBrowser]:
    """Somebody at a text browser, on the first page."""
    browser = TextBrowser(lynx(), tmp_path, f"{address}/chat")
    yield browser
    browser.close()


def told(browser: TextBrowser) -> TextBrowser:
    browser.follow("Start")
    browser.write("They lost my notes.")
    browser.follow("Continue")
    return browser


def to_summary(browser: TextBrowser) -> TextBrowser:
    told(browser).choose("Yes")
    browser.follow("Continue")
    browser.choose("It upset me")
    browser.choose("It cost me money")
    browser.follow("Continue")
    browser.write("Keep them.")
    browser.follow("Continue")
    return browser


def test_a_whole_conversation_ends_in_a_reference(browser: TextBrowser):
    to_summary(browser).choose("Yes, send it")
    browser.follow("Continue")

    assert re.search(r"OMB-\w{4}-\w{4}", browser.page)


def test_several_answers_are_ticked_and_all_of_them_are_understood(browser: TextBrowser):
    assert "Upset or worry, Money lost" in to_summary(browser).words()


def test_an_empty_answer_is_told_at_the_top_and_at_its_field(browser: TextBrowser):
    browser.follow("Start")

    browser.follow("Continue")

    error = "There is a problem"
    words = browser.words()
    assert words.index(error) < words.index("Tell us about your complaint") < words.index("Error:")


def test_words_that_were_refused_are_still_in_the_box(browser: TextBrowser):
    told(browser).choose("Yes")
    browser.write("Both at once")

    browser.follow("Continue")

    assert "There is a problem" in browser.page
    assert "Both at once" in browser.page
    assert "(*) Yes" in browser.page


def test_an_answer_is_changed_by_a_button_that_says_which(browser: TextBrowser):
    to_summary(browser).follow("Change What went wrong")
    browser.write("They lost my scans.")

    browser.follow("Continue")

    assert "They lost my scans." in browser.words().partition("Here is what you told us.")[2]


def test_no_button_shows_what_is_only_for_the_machine(browser: TextBrowser):
    buttons = re.findall(r"\(\[\d+\](\w+)\)", to_summary(browser).page)

    assert set(buttons) == {"BUTTON"}


def test_the_language_changes_by_its_name(browser: TextBrowser):
    told(browser).follow("Cymraeg")

    assert "English" in browser.page
    assert browser.offers("Parhau")
