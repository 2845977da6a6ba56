"""Rasa logs messages, slots and whole replies at DEBUG: nothing below WARNING is kept here."""

from __future__ import annotations

import logging

import structlog

NOISY = ("rasa", "sanic", "sanic.access", "apscheduler", "tensorflow", "matplotlib")


def keep_words_out() -> None:
    """Sets every log of the Rasa process so that a person's words cannot reach it."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_values,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
    )
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)


def without_values(_: object, __: str, event: dict) -> dict:
    """Keeps the name of an event; Rasa's own events carry texts and slot values in their fields."""
    kept = ("event", "level", "timestamp", "action_name", "exc_info")
    return {key: value for key, value in event.items() if key in kept}
