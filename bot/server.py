"""Starts Rasa: our own model, one private channel, on the loopback address, with telemetry off.

Run by the interpreter of `.venv-rasa` as `python -m bot.server`.
"""

from __future__ import annotations

import logging
import os
import sys
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.environment import ROOT, read_env_file


def var_folder() -> Path:
    """The folder for what is written at run time."""
    return Path(os.environ.get("INTAKE_VAR", ROOT / "var")).resolve()


def set_defaults() -> None:
    """Fills in the settings that endpoints.yml names and that nobody has set."""
    var = var_folder()
    var.mkdir(parents=True, exist_ok=True)
    port = os.environ.get("ACTIONS_PORT", "5055")
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("ACTIONS_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("TRACKER_STORE_URL", f"sqlite:///{var / 'tracker.db'}")
    # One turn is one action; a failing action server must not be asked ten times.
    os.environ.setdefault("MAX_NUMBER_OF_PREDICTIONS", "1")


def redis_lock_store(url: str | None) -> object:
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


def model_file() -> Path:
    """The model that is served: our own, made by training."""
    return Path(os.environ.get("RASA_MODEL", var_folder() / "models" / "intake.tar.gz"))


async def stop_without_a_model(app: Any, _: object) -> None:
    """Rasa goes on without a model that it could not load; this server does not."""
    if not app.ctx.agent.is_ready():
        sys.exit(f"The language model {model_file().name} could not be loaded.")


def serve() -> None:
    """Serves until stopped."""
    import rasa.core.run
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.common import configure_logging_and_warnings

    configure_logging_and_warnings(log_level=logging.WARNING)
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "bot" / "endpoints.yml"))
    endpoints.lock_store = redis_lock_store(os.environ.get("REDIS_URL"))
    rasa.core.run.serve_application(
        model_path=str(model_file()),
        interface=os.environ.get("RASA_HOST", "127.0.0.1"),
        port=int(os.environ.get("RASA_PORT", "5005")),
        credentials=str(ROOT / "bot" / "credentials.yml"),
        enable_api=False,
        endpoints=endpoints,
        server_listeners=[(stop_without_a_model, "after_server_start")],
    )


def show_warning(message: Any, category: type[Warning], *_: object, **__: object) -> None:
    """Shows warnings in one line, but not the many about what libraries are going to drop."""
    if not issubclass(category, (DeprecationWarning, PendingDeprecationWarning, SyntaxWarning)):
        logging.getLogger("rasa").warning("%s: %s", category.__name__, str(message).split("\n")[0])


def main() -> None:
    """Starts, or says in one sentence what is missing."""
    warnings.showwarning = show_warning
    read_env_file()
    set_defaults()
    if not os.environ.get("RASA_CHANNEL_SECRET"):
        sys.exit("RASA_CHANNEL_SECRET must be set.")
    if not model_file().exists():
        sys.exit(f"There is no language model at {model_file()}: train it first.")
    serve()


if __name__ == "__main__":
    main()
