"""A channel that is on, and somebody who writes by it."""

from dataclasses import replace

import pytest
from flask import Flask

from backend.channels.base import Abilities
from backend.chat import risk
from backend.config import Settings
from tests.backend.channels.desk import Desk, Texter, use


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The public address is what signatures are checked against."""
    channels = replace(settings.channels, address="https://complaints.example.org")
    return replace(settings, channels=channels)


@pytest.fixture
def desk(app: Flask) -> Desk:
    return use(app)


@pytest.fixture
def texter(app: Flask, desk: Desk) -> Texter:
    return Texter(app, desk)


@pytest.fixture
def sms(app: Flask) -> Texter:
    """Somebody who sends texts."""
    return Texter(app, use(app, abilities=Abilities(segments=True, longest=1600)))


@pytest.fixture(scope="session", autouse=True)
def warm() -> None:
    """The reader of danger loads with its first words; a turn has no time for it here."""
    risk.screen("hello", None)
