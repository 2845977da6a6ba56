"""The environment that processes start with: caller, .env, and development secrets."""

import os
from pathlib import Path

from dotenv import dotenv_values

from backend.config import local_secrets
from ops.ports import PORTS

ROOT = Path(__file__).resolve().parent.parent


def model_file() -> Path:
    """The language model: RASA_MODEL, or the one that set-up trains into INTAKE_VAR."""
    settings = _chosen()
    default = Path(settings["INTAKE_VAR"]) / "models" / "intake.tar.gz"
    return Path(settings.get("RASA_MODEL") or default)


def environment(**given: str) -> dict[str, str]:
    """Settings for every process: defaults, then .env, then the caller's, then `given`."""
    settings = {**_chosen(**given), "PYTHONPATH": str(ROOT)}
    for name in ("BACKEND", "RASA", "ACTIONS"):
        settings.setdefault(f"{name}_URL", f"http://127.0.0.1:{settings[f'{name}_PORT']}")
    if settings["INTAKE_ENV"] != "production":
        settings = {**local_secrets(Path(settings["INTAKE_VAR"]), settings), **settings}
    return settings


def _chosen(**given: str) -> dict[str, str]:
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
    return settings
