"""The environment that processes start with: caller, .env, and development secrets."""

import os
import secrets
from pathlib import Path

from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parent.parent
PORTS = {"BACKEND_PORT": "8000", "RASA_PORT": "5005", "ACTIONS_PORT": "5055"}
SECRETS = ("SECRET_KEY", "SECURITY_PASSWORD_SALT", "BACKEND_SERVICE_TOKEN", "RASA_CHANNEL_SECRET")


def environment(**given: str) -> dict[str, str]:
    """Settings for every process: defaults, then .env, then the caller's, then `given`."""
    settings = {
        "INTAKE_ENV": "development",
        "INTAKE_VAR": str(ROOT / "var"),
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONUNBUFFERED": "1",
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
        settings = {**development_secrets(Path(settings["INTAKE_VAR"])), **settings}
    return settings


def development_secrets(var: Path) -> dict[str, str]:
    """Secrets for development, made once and kept under var/ for the owner alone."""
    file = var / "development.env"
    known = {key: value for key, value in dotenv_values(file).items() if value}
    missing = [key for key in SECRETS if key not in known]
    if missing:
        known |= {key: secrets.token_urlsafe(32) for key in missing}
        var.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text("".join(f"{key}={value}\n" for key, value in known.items()))
    return known
