"""The console in a real browser: how it is served, opened, looked at and walked by keyboard."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import make_server

from backend.config import ROOT
from tests.backend.staff.cases import EMAIL, PASSWORD

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
# Pages are the same on both databases; one worker has the browser and the server.
IN_BROWSER = [
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
    pytest.mark.xdist_group("console"),
]


@contextmanager
def served(app: Flask, name: str = "127.0.0.1") -> Iterator[str]:
    """The console on a free port; `name` is the host of its address (passkeys want a name)."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://{name}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def sign_in(page: Page) -> None:
    """Sign in as the test's own member of staff; a second factor may be asked for next."""
    page.goto("/staff/sign-in")
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def violations(page: Page) -> list[str]:
    """What axe finds wrong on the page, with the element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)["violations"]
    return [f"{each['id']}: {node['html'][:150]}" for each in found for node in each["nodes"]]


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def sound(page: Page, where: str = "") -> None:
    """No fault that axe finds, and nothing that needs two ways of scrolling."""
    assert violations(page) == [], where
    assert not scrolls_sideways(page), where


def check(page: Page, where: str) -> None:
    """Sound on a wide screen and on a phone."""
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        sound(page, where)


def refused(page: Page, button: str) -> None:
    """Press the button of a form that cannot be taken; the page says so."""
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_text("There is a problem").wait_for()


def focused(page: Page) -> str:
    """The name of what has the focus, or its id."""
    text = page.evaluate("document.activeElement.innerText || document.activeElement.id")
    return str(text).strip()


def tab_to(page: Page, name: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if focused(page).startswith(name):
            return
    raise AssertionError(f"{name} cannot be reached with the Tab key")
