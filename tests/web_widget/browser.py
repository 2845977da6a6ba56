"""A browser for tests: the system's Chromium, or a plain reason why there is none."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

# How long anything may take to be seen or done. Long enough for a machine with other work to do;
# nothing waits that long where all is well.
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str:
    """The path of Chromium; skips the test where the machine has none."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.skip("no Chromium on this machine: install the package chromium")
    return found


# Playwright can be started once in a process; whoever asks later shares the browser of the first.
# It keeps a loop running, in which no other can be started: no browser outlives its module.
OPEN: list[Browser] = []


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser with nothing in it."""
    if OPEN:
        yield OPEN[0]
        return
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        OPEN.append(browser)
        try:
            yield browser
        finally:
            OPEN.clear()
            browser.close()


@contextmanager
def visiting(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """A visitor with nothing in store, who has patience."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE_MS)
    try:
        yield context
    finally:
        context.close()
