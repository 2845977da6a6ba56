"""The environment that processes start with: caller, .env, and development secrets."""

import os
from pathlib import Path

from dotenv import dotenv_values

from backend.config import local_secrets

ROOT = Path(__file__).resolve().parent.parent
PORTS = {"BACKEND_PORT": "8000", "RASA_PORT": "5005", "ACTIONS_PORT": "5055"}


def environment(**given: str) -> dict[str, str]:
    """Settings for every process: defaults, then .env, then the caller's, then `given`."""
    settings = {
        "INTAKE_ENV": "development",
        "INTAKE_VAR": str(ROOT / "var"),
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore",
        **PORTS,
        **{key: value for key, value in dotenv_values(ROOT / ".env").items() if value},
        **os.environ,
        **given,
    }
    settings["INTAKE_VAR"] = str(Path(settings["INTAKE_VAR"]).resolve())
    settings["PYTHONPATH"] = str(ROOT)
    settings.setdefault("BACKEND_URL", f"http://127.0.0.1:{settings['BACKEND_PORT']}")
    settings.setdefault("RASA_URL", f"http://127.0.0.1:{settings['RASA_PORT']}")
    settings.setdefault("ACTIONS_URL", f"http://127.0.0.1:{settings['ACTIONS_PORT']}")
    if settings["INTAKE_ENV"] != "production":
        settings = {**local_secrets(Path(settings["INTAKE_VAR"]), settings), **settings}
    return settings
