"""What all tests share: no skips in CI, and a second look where a browser was too slow."""

import os
import re

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Turn a skip into a failure where everything must run (CI sets INTAKE_NO_SKIPS)."""
    report = yield
    if report.skipped and os.environ.get("INTAKE_NO_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and here it must run: {report.longrepr}"
    return report


# The tests that drive a real browser, wherever they stand.
BROWSER = re.compile(r"tests/(web_widget|e2e)/|_in_(browser|chromium)\.py")
# How Playwright begins what it raises where something was not there in time.
NOT_SEEN = ("Locator expected", "Page expected")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Look again, twice at most, where a browser did not get there in time; the summary says so.

    On a loaded machine a browser may stand still for longer than any time-out that still tells a
    broken page from a slow one. What a test finds wrong by its own `assert` fails at once.
    """
    for item in items:
        if BROWSER.search(item.nodeid):
            item.add_marker(pytest.mark.flaky(reruns=2, condition=not_in_time))


def not_in_time(error: BaseException | None) -> bool:
    """True for what Playwright raises: a time-out, or an expectation that did not come true."""
    named = type(error).__module__.startswith("playwright")
    return named or (isinstance(error, AssertionError) and str(error).startswith(NOT_SEEN))
