"""A browser test gets a second look where the browser was late, and only there."""

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from tests.conftest import not_in_time


def test_what_a_browser_did_not_show_in_time_is_looked_at_again(page: Page):
    with pytest.raises(AssertionError) as late:
        expect(page.get_by_role("heading")).to_be_visible(timeout=1)

    assert not_in_time(late.value)
    assert not_in_time(TimeoutError("Timeout 15000ms exceeded."))


def test_what_a_test_finds_wrong_by_itself_fails_at_once():
    assert not not_in_time(AssertionError("assert 2 == 1"))
    assert not not_in_time(TypeError("missing 1 required positional argument"))
    assert not not_in_time(None)


def test_every_browser_test_is_marked_for_it(request: pytest.FixtureRequest):
    marker = request.node.get_closest_marker("flaky")

    assert marker.kwargs == {"reruns": 2, "condition": not_in_time}
