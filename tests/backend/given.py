"""The settings that tests are given; apart, so that a process of a test need not load the rest."""

from pathlib import Path
from typing import Any

from backend.config import Limits, Settings

MANY = Limits("10000 per minute", "10000 per minute", "10000 per minute")


def make_settings(var: Path, database_url: str, **more: Any) -> Settings:
    """Settings for a test; secrets are plain so that logs can be searched for them."""
    given: dict[str, Any] = {
        "secret_key": "test-secret-key-0123456789",
        "password_salt": "test-salt-0123456789",
        "service_token": "test-service-token-0123456789",
        "rasa_secret": "test-rasa-secret-0123456789",
        "address_keys": ("test-address-key-0123456789",),
        "files_keys": ("test-files-key-0123456789",),
        "sign_in_keys": ("test-sign-in-key-0123456789",),
        "files_folder": var / "files",
        "env": "test",
        "limits": MANY,
    }
    return Settings(**{**given, "var": var, "database_url": database_url, **more})
