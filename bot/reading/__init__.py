"""Reading: from what a person typed to the answer it holds, or what it is instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.reading.model import Reading

if TYPE_CHECKING:
    from bot.reading.reader import read

__all__ = ["Reading", "read"]


def __getattr__(name: str) -> Any:
    """Reading is loaded when it is asked for: the language model uses the plain form alone."""
    if name != "read":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from bot.reading.reader import read

    return read
