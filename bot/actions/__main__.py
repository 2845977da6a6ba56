"""`python -m bot.actions`: starts the action server."""

from __future__ import annotations

import logging
import os
import sys
from datetime import date

import structlog

import intake
from bot.actions.server import serve
from bot.actions.settings import SettingMissing, Settings
from bot.environment import read_env_file
from bot.reading.stories import extract


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
    warm_up()
    serve(settings)


def warm_up() -> None:
    """Reads the register and the patterns before the first message needs them."""
    today = date(2026, 1, 1)
    extract("I complained to the hospital in May", today, {})
    intake.next_question({"privacy_ack": "yes"}, today)


if __name__ == "__main__":
    main()
