"""A bare yes or no told apart from one that comes with something of substance."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.reading.control import bare
from bot.reading.plain import load, plain


@lru_cache(maxsize=4)
def _words(key: str) -> re.Pattern[str]:
    return re.compile(load("yesno")[key])


def after_yes_no(text: str) -> str:
    """What is told beside the yes or no; empty where there is nothing else."""
    words = bare(plain(text))
    if _words("bare").fullmatch(words):
        return ""
    left = _words("lead").sub("", words, count=1).strip()
    return "" if _words("bare").fullmatch(left) else left
