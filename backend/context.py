"""The services that every request can reach, kept on the application."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from backend.chat.rasa import Rasa
from backend.clock import Clock
from backend.config import Settings
from backend.metrics import Metrics


@dataclass(frozen=True)
class Services:
    """What requests need besides the database."""

    settings: Settings
    clock: Clock
    rasa: Rasa
    metrics: Metrics


def services() -> Services:
    """The services of the application that handles this request."""
    return cast(Services, current_app.extensions["intake"])
