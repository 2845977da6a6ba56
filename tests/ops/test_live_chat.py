"""Chats are answered by staff where somebody tries the service out, and nowhere unasked."""

import pytest

from ops.run import with_live_chat


@pytest.mark.parametrize(
    ("settings", "live"),
    [
        ({"INTAKE_ENV": "development"}, "on"),
        ({"INTAKE_ENV": "development", "LIVE_CHAT": "off"}, "off"),
        ({"INTAKE_ENV": "development", "INTAKE_TODAY": "2026-11-22"}, None),
        ({"INTAKE_ENV": "production"}, None),
    ],
)
def test_live_chat_is_on_for_somebody_who_tries_it(settings: dict[str, str], live: str | None):
    assert with_live_chat(settings).get("LIVE_CHAT") == live
