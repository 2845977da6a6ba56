"""Every page and state in Chromium: axe, a narrow window, and room for a finger."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, Route

from backend.config import ROOT
from tests.backend.pages.reader import Reader
from tests.backend.pages.states import STATES, World
from tests.web_widget.browser import browsing
from tests.web_widget.widget import AXE, LEVELS

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
SITE = "http://pages.example"
VIOLATIONS = """async (levels) => (await axe.run({runOnly: levels})).violations.flatMap((each) =>
  each.nodes.map((node) => `${each.id}: ${node.html} ${node.failureSummary}`))"""
# Links within a sentence may be as small as its letters (2.5.8).
SMALL = """() => [...document.querySelectorAll('a, button, input, textarea, summary')]
  .filter((each) => !each.closest('p:not(.language, .safety p), ul.words, .skip'))
  .filter((each) => each.type !== 'hidden')
  .filter((each) => Math.min(...['width', 'height'].map((side) =>
    each.getBoundingClientRect()[side])) < 44)
  .map((each) => each.outerHTML)"""

pytestmark = [
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
    pytest.mark.xdist_group("pages"),
]


@dataclass
class Window:
    """A window of Chromium that shows what a reader got, headers and all."""

    page: Page
    reader: Reader | None = None
    reported: list[str] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        """The reader's page, or one of our own styles and scripts."""
        path = route.request.url.removeprefix(SITE)
        if path.startswith("/static/"):
            route.fulfill(path=ROOT / "backend" / path.removeprefix("/"))
        elif self.reader is not None:
            headers = {**self.reader.headers, "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(headers=headers, body=self.reader.page)

    def show(self, reader: Reader) -> Page:
        """Open the reader's page."""
        self.reader = reader
        self.reported.clear()
        self.page.set_viewport_size(WIDE)
        self.page.goto(f"{SITE}/chat")
        return self.page


@pytest.fixture(scope="module")
def window() -> Iterator[Window]:
    with browsing() as browser:
        context = browser.new_context()
        context.add_init_script(path=AXE)
        window = Window(context.new_page())
        window.page.on("console", lambda line: window.reported.append(line.text))
        window.page.on("pageerror", lambda error: window.reported.append(str(error)))
        context.route("**", window.answer)
        yield window
        context.close()


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_no_state_has_an_accessibility_fault_a_sideways_scroll_or_a_small_target(
    state, world: World, window: Window
):
    page = window.show(state(world))

    assert page.evaluate(VIOLATIONS, LEVELS) == []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert page.evaluate(SMALL) == [], size
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert window.reported == []  # such as a style that the page's policy refuses
