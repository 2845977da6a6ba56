"""The same complaint in a text browser, from the first page to the reference."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.complaint import ANSWERS, MOST_TURNS, OTHERWISE
from tests.e2e.stack import Service
from tests.e2e.test_pages_whole import ASKED, CHOSEN
from tests.e2e.text_browser import TextBrowser, lynx

REFERENCE = re.compile(r"OMB-\w{4}-\w{4}")


@pytest.fixture
def text_browser(tmp_path: Path, service: Service) -> Iterator[TextBrowser]:
    browser = TextBrowser(lynx(), tmp_path, f"{service.url}/chat")
    yield browser
    browser.close()


def open_question(browser: TextBrowser) -> str:
    """The question that stands last on the page: those before it were answered."""
    words = browser.words()
    found = [(words.rfind(text), name) for text, name in ASKED.items() if text in words]
    return max(found, default=(0, ""))[1]


def answer_the_page(browser: TextBrowser) -> None:
    """Answer the one question of this page, by a choice or in words."""
    question = open_question(browser)
    chosen = CHOSEN.get(question, "-")
    if browser.offers("Yes, send it"):
        browser.choose("Yes, send it")
    elif browser.offers(chosen):
        browser.choose(chosen)
    else:
        browser.write(ANSWERS.get(question, OTHERWISE))
    browser.follow("Continue")


def test_a_complaint_in_a_text_browser(text_browser: TextBrowser):
    browser = text_browser
    browser.follow("Start")

    for _ in range(MOST_TURNS):
        if REFERENCE.search(browser.page):
            break
        answer_the_page(browser)

    assert REFERENCE.search(browser.page)
    assert "Your complaint has been sent" in browser.words()
