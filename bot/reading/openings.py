"""First words that only say that somebody wants to complain, and not what went wrong."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.reading.clauses import cut
from bot.reading.control import bare
from bot.reading.patterns import any_of
from bot.reading.plain import load, plain
from intake import organisations

NAMED = " hospital "


@lru_cache(maxsize=2)
def _words(key: str) -> re.Pattern[str]:
    return any_of([load("openings")[key]])


def only_wants(text: str) -> bool:
    """Whether a text says that one wants to complain, at most about whom and for whom."""
    named = _without_names(text)
    clauses = [bare(plain(clause.said)) for clause in cut(named)]
    wanted = any(_words("wants").search(clause) for clause in clauses)
    return wanted and not any(_left(clause) for clause in clauses)


def _left(clause: str) -> str:
    """The words that are neither the wish nor whom it is about."""
    said = _words("wants").sub(" ", clause, count=1)
    return _words("empty").sub(" ", said).strip()


def _without_names(text: str) -> str:
    for mention in sorted(organisations.find_all(text), key=lambda m: m.start, reverse=True):
        text = text[: mention.start] + NAMED + text[mention.end :]
    return text
