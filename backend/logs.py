"""JSON logs that hold ids and names of events, never what somebody wrote."""

import logging
import sys
import traceback
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.types import EventDict, Processor

Failure = tuple[type[BaseException], BaseException, TracebackType | None]


class _JsonLines(logging.StreamHandler[TextIO]):
    """Our one handler, told apart from those that others add."""


def place(error: BaseException) -> str:
    """Where an error arose. Its message is left out: it may quote a person."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else ""


def _error_without_words(_logger: Any, _method: str, event: EventDict) -> EventDict:
    failure = event.pop("exc_info", None)
    if failure is True:
        failure = sys.exc_info()
    error = failure[1] if isinstance(failure, tuple) else failure
    if isinstance(error, BaseException):
        event["error"], event["where"] = type(error).__name__, place(error)
    return event


def _chain() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _error_without_words,
    ]


def configure(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send our logs and those of libraries through the same chain, as JSON lines."""
    handler = _JsonLines(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_chain(),
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    for old in [each for each in root.handlers if isinstance(each, _JsonLines)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    # These two log addresses of every call; ours holds an id of a conversation.
    for noisy in ("httpx", "httpcore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # Its warnings quote the answer to a refused message, and so the address.
    logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[*_chain(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
