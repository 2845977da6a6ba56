"""Rasa checks each answer of the action server with a JSON schema it compiles anew on every call.

In Rasa 3.6.21 `RemoteAction._validate_action_result` calls `jsonschema.validate`, which first
checks the (constant) schema against the meta-schema: about three quarters of the time of a form
turn. Here the validator is built once. What is accepted and what is rejected stays the same (a test
holds it). Two more faults of the same call are mended: it waits five minutes for an answer, and
opens a connection each time.
"""

from __future__ import annotations

import asyncio
from functools import lru_cache
from typing import Any

import aiohttp
import rasa
import rasa.core.actions.action as rasa_action
from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig

from bot.timing import SECONDS_FOR_AN_ACTION

MENDED_VERSION = "3.6.21"


class OtherVersion(RasaException):
    """The patch was written for one version of Rasa and must be looked at again for another."""


@lru_cache(maxsize=1)
def _validator() -> Any:
    schema = rasa_action.RemoteAction.action_response_format_spec()
    cls = validator_for(schema)
    cls.check_schema(schema)
    return cls(schema)


def validate_action_result(self: Any, result: dict[str, Any]) -> bool:
    """True where the action server's answer fits Rasa's schema; ValidationError where not."""
    error = next(_validator().iter_errors(result), None)
    if error is None:
        return True
    # Rasa's own message quotes the answer, which may hold a person's words, and is then logged.
    path = "/".join(str(part) for part in error.absolute_path)
    raise ValidationError(f"The action server's answer does not fit the schema at '{path}'.")


class _LentSession:
    """Lends one open session to Rasa's `async with`, and leaves it open for the next call."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def __aenter__(self) -> aiohttp.ClientSession:
        return self._session

    async def __aexit__(self, *_: object) -> None:
        return None


def lent_session(self: EndpointConfig) -> Any:
    """One kept-alive session for each endpoint and event loop."""
    loop = asyncio.get_event_loop()
    held = self.__dict__.get("_held_session")
    if held is None or held[0] is not loop or held[1].closed:
        timeout = aiohttp.ClientTimeout(total=SECONDS_FOR_AN_ACTION, connect=2)
        held = (loop, aiohttp.ClientSession(headers=self.headers, timeout=timeout))
        self.__dict__["_held_session"] = held
    return _LentSession(held[1])


def install() -> None:
    """Mends the running Rasa process. Safe to call more than once; refuses any other version."""
    if rasa.__version__ != MENDED_VERSION:
        raise OtherVersion(f"bot/components/action_validation.py mends Rasa {MENDED_VERSION} only.")
    rasa_action.RemoteAction._validate_action_result = validate_action_result
    rasa_action.DEFAULT_REQUEST_TIMEOUT = SECONDS_FOR_AN_ACTION
    EndpointConfig.session = lent_session
