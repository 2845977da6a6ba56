"""Database access: `db.session` inside a request, one engine per process."""

from typing import Any

from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import event, make_url
from sqlalchemy.engine import Engine

# A turn may wait for a locked database twice (the bot's saving, then our own) and the person must
# still be told within 10 s.
WAIT_SECONDS = 3
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    f"busy_timeout={WAIT_SECONDS * 1000}",
)
SPARE = 4
POOL = 32  # as many as gunicorn threads, so that no request waits for a connection

# Parameters are what people wrote: they stay out of error texts, and so out of logs.
db = SQLAlchemy(
    engine_options={"hide_parameters": True}, session_options={"expire_on_commit": False}
)


def engine_options(url: str) -> dict[str, Any]:
    """Options of the engine for this address."""
    options: dict[str, Any] = {"url": url, "pool_size": POOL, "max_overflow": SPARE}
    if make_url(url).get_backend_name() == "sqlite":
        return options | {"connect_args": {"timeout": WAIT_SECONDS, "check_same_thread": False}}
    milliseconds = WAIT_SECONDS * 1000
    limits = f"-c statement_timeout={milliseconds + 1000} -c lock_timeout={milliseconds}"
    wait = {"connect_timeout": WAIT_SECONDS, "options": limits}
    return options | {"pool_pre_ping": True, "pool_timeout": WAIT_SECONDS, "connect_args": wait}


def prepare(engine: Engine) -> None:
    """Make SQLite keep foreign keys, wait for locks and read while another writes."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _pragmas)


def _pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
