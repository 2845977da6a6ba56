"""The action server's settings, read from the environment once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class SettingMissing(Exception):
    """A setting is missing or wrong; the message is the sentence that is shown."""


@dataclass(frozen=True)
class Settings:
    """Where the action server listens and where the backend is."""

    port: int
    host: str
    backend_url: str
    token: str
    register_seconds: float = 0.0

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """The settings; raises SettingMissing where the service token is not set."""
        token = environment.get("BACKEND_SERVICE_TOKEN", "")
        if not token:
            raise SettingMissing("BACKEND_SERVICE_TOKEN must be set.")
        backend_port = environment.get("BACKEND_PORT", "8000")
        return cls(
            port=int(environment.get("ACTIONS_PORT", "5055")),
            host=environment.get("ACTIONS_HOST", "127.0.0.1"),
            backend_url=environment.get("BACKEND_URL", f"http://127.0.0.1:{backend_port}"),
            token=token,
            register_seconds=60 * _minutes(environment.get("REGISTER_REFRESH_MINUTES") or "10"),
        )


def _minutes(given: str) -> float:
    try:
        return float(given)
    except ValueError:
        raise SettingMissing("REGISTER_REFRESH_MINUTES must be a number of minutes.") from None
