"""Starts Rasa: our own model, one private channel, on the loopback address, with telemetry off.

Run by the interpreter of `.venv-rasa` as `python -m bot.server`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Optional
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent


def set_defaults() -> None:
    """Fills in the settings that endpoints.yml names and that nobody has set."""
    var = Path(os.environ.get("INTAKE_VAR", "var")).resolve()
    var.mkdir(parents=True, exist_ok=True)
    port = os.environ.get("ACTIONS_PORT", "5055")
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("ACTIONS_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("TRACKER_STORE_URL", f"sqlite:///{var / 'tracker.db'}")
    # One turn is one action; a failing action server must not be asked ten times.
    os.environ.setdefault("MAX_NUMBER_OF_PREDICTIONS", "1")


def redis_lock_store(url: Optional[str]) -> object:
    """Rasa's lock store on Redis where REDIS_URL is set; None means in memory."""
    if not url:
        return None
    from rasa.core.lock_store import RedisLockStore

    parts = urlsplit(url)
    return RedisLockStore(
        host=parts.hostname or "localhost",
        port=parts.port or 6379,
        db=int(parts.path.strip("/") or 0),
        username=parts.username,
        password=parts.password,
        use_ssl=parts.scheme == "rediss",
        key_prefix="intake",
    )


def main() -> None:
    """Serves until stopped."""
    set_defaults()
    import rasa.core.run
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.common import configure_logging_and_warnings

    # Rasa writes messages and slots at DEBUG: that level is never used.
    configure_logging_and_warnings(log_level=30, warn_only_once=True, filter_repeated_logs=True)
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "bot" / "endpoints.yml"))
    endpoints.lock_store = redis_lock_store(os.environ.get("REDIS_URL"))
    model = Path(os.environ.get("INTAKE_VAR", "var")).resolve() / "models"
    rasa.core.run.serve_application(
        model_path=os.environ.get("RASA_MODEL", str(model)),
        interface=os.environ.get("RASA_HOST", "127.0.0.1"),
        port=int(os.environ.get("RASA_PORT", "5005")),
        credentials=str(ROOT / "bot" / "credentials.yml"),
        enable_api=False,
        endpoints=endpoints,
    )


if __name__ == "__main__":
    main()
