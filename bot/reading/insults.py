"""What is left of a message without insults, addresses and code."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.reading.plain import load

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_CODE = re.compile(r"<[^<>]{0,300}>|\{\{.*?\}\}|\w+\([^()]*\);?")
_WORD = re.compile(r"[^\W\d_]{2,}")


@lru_cache(maxsize=1)
def _insults() -> re.Pattern[str]:
    return re.compile(rf"\b{load('abuse')['insults']}(?!\w)", re.IGNORECASE)


def without_insults(text: str) -> str:
    """The words beside the insults, with what tied them together left out."""
    left = _insults().sub(" ", text)
    return re.sub(r"^[\s,.!;:]+|[\s,;:]+$", "", re.sub(r"\s+", " ", left))


def holds_no_words(text: str) -> bool:
    """True for a link or a piece of code alone: nothing in it was said to us."""
    left = _CODE.sub(" ", _ADDRESS.sub(" ", text))
    return left != text and not _WORD.search(left)
