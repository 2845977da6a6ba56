"""Which channels are on: each made from its settings when the service starts."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app

from backend.channels.base import Adapter
from backend.channels.generic import Generic
from backend.channels.mail import Mail
from backend.channels.providers import PROVIDERS

if TYPE_CHECKING:
    from backend.config import Settings

KEY = "intake_channels"
# How each is made; `settings.channels.given[name]` holds what it was told.
MAKERS: "dict[str, Callable[[Settings], Adapter]]" = {
    "generic": lambda settings: Generic(settings.channels.given["generic"]),
    "email": lambda settings: Mail(settings.channels.given["email"], settings.messages),
    **PROVIDERS,
}


def init_app(app: Flask, settings: "Settings") -> None:
    """Make the channels that are on."""
    app.extensions[KEY] = {name: MAKERS[name](settings) for name in settings.channels.given}


def adapters() -> dict[str, Adapter]:
    """The channels of this application, by name."""
    return cast(dict[str, Adapter], current_app.extensions[KEY])


def find(name: str) -> Adapter | None:
    """A channel that is on; None for any other."""
    return adapters().get(name)
