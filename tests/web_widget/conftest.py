"""The widget in a real browser against the fake server."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.web_widget.browser import browsing, visiting
from tests.web_widget.fake_server import FakeServer, serving
from tests.web_widget.widget import Widget


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as found:
        yield found


@pytest.fixture(scope="session")
def served() -> Iterator[tuple[FakeServer, str]]:
    fake = FakeServer()
    with serving(fake) as address:
        yield fake, address


@pytest.fixture
def fake(served: tuple[FakeServer, str]) -> FakeServer:
    served[0].reset()
    return served[0]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    window = {"width": 1280, "height": 800}
    with visiting(browser, viewport=window, reduced_motion="reduce") as found:
        yield found


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def widget(page: Page, fake: FakeServer, served: tuple[FakeServer, str]) -> Iterator[Widget]:
    """The chat, open, with the privacy question asked; no script error may happen."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{served[1]}/demo")
    chat = Widget(page)
    chat.open()
    yield chat
    assert errors == []
