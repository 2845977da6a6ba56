"""`python -m bot.actions`: starts the action server."""

from __future__ import annotations

import logging
import os
import sys

import structlog

from bot.actions.server import serve
from bot.actions.settings import SettingMissing, Settings
from bot.environment import read_env_file


def main() -> None:
    """Reads the settings and serves; says in one sentence what is missing."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    read_env_file()
    try:
        settings = Settings.read(os.environ)
    except SettingMissing as missing:
        sys.exit(str(missing))
    serve(settings)


if __name__ == "__main__":
    main()
