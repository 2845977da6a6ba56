"""How the bot's processes start, and how long each part of a turn may take."""

import asyncio
import os

import httpx
import pytest

from backend.config import Settings as BackendSettings
from bot import timing
from bot.actions import __main__ as actions
from bot.actions.intake_form import ValidateIntakeForm
from bot.clients.drafts import Drafts, Unavailable


@pytest.fixture
def env_file(tmp_path, monkeypatch):
    monkeypatch.setattr("os.environ", {"ACTIONS_HOST": "127.0.0.2"})
    monkeypatch.setattr("bot.environment.ENV_FILE", tmp_path / ".env")
    return tmp_path / ".env"


def test_the_action_server_reads_the_settings_file(env_file, monkeypatch):
    env_file.write_text(
        "BACKEND_SERVICE_TOKEN=a-token\nACTIONS_PORT=5155\nACTIONS_HOST=127.0.0.3\nBACKEND_URL=\n"
        "INTAKE_CONFIG=own.yml\n"
    )
    started = []
    monkeypatch.setattr(actions, "serve", started.append)
    monkeypatch.setattr(actions.structlog, "configure", lambda **_: None)

    actions.main()

    assert (started[0].token, started[0].port) == ("a-token", 5155)
    assert started[0].host == "127.0.0.2"
    assert started[0].backend_url == "http://127.0.0.1:8000"
    assert os.environ["INTAKE_CONFIG"] == "own.yml"


def test_without_a_token_it_says_so_in_one_sentence(env_file):
    with pytest.raises(SystemExit, match=r"^BACKEND_SERVICE_TOKEN must be set\.$"):
        actions.main()


def test_each_part_gives_up_before_the_one_that_waits_for_it():
    gateway = BackendSettings.__dataclass_fields__["turn_seconds"].default

    assert (
        timing.SECONDS_TO_SAVE
        < timing.SECONDS_FOR_AN_ACTION
        < timing.SECONDS_FOR_A_TURN
        < gateway
        < 10
    )


def test_a_draft_that_takes_too_long_to_save_is_given_up(monkeypatch):
    async def never(_request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr("bot.actions.intake_form.SECONDS_TO_SAVE", 0.05)
    action = ValidateIntakeForm(Drafts("http://backend", "t", httpx.MockTransport(never)))

    with pytest.raises(Unavailable, match="too_slow"):
        asyncio.run(action._save_in_time("c1", *a_turn()))


def a_turn():
    from bot.actions.dialogue import Turn, take

    metadata = {"turn": 1, "text": "hello", "payload": None, "today": "2026-11-22"}
    turn = Turn.read(metadata, {"intent": {"name": None}, "intent_ranking": []})
    return turn, take(turn)
