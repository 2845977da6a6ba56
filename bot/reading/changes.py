"""Wishes to change an earlier answer: which one, and to what when it says so."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bot.reading import bodies, closed, lists, when
from bot.reading.model import Reading, no_answer
from bot.reading.patterns import Rule, rules
from bot.reading.plain import load

if TYPE_CHECKING:
    from bot.reading.spoken import Spoken


@lru_cache(maxsize=1)
def _targets() -> tuple[Rule, ...]:
    return rules(load("changes")["targets"])


@lru_cache(maxsize=1)
def _opener() -> re.Pattern[str]:
    return re.compile(load("changes")["opener"])


@lru_cache(maxsize=1)
def _takes_back() -> re.Pattern[str]:
    return re.compile(load("changes")["takes_back"])


def target(text: str, asked: str, facts: Any) -> str | None:
    """The question that plain text says was wrong; for "the date" the last date told."""
    for rule in _targets():
        if not rule.pattern.search(text):
            continue
        if rule.value != "any_date":
            return rule.value
        known = [question for question in facts if question in when.QUESTIONS]
        return known[-1] if known else asked if asked in when.QUESTIONS else "happened_on"
    return None


def reading(turn: Spoken, target_id: str | None) -> Reading:
    """A wish to change something, with the new value where the same words hold it."""
    question = target_id or _guess(turn)
    extra = {}
    if question:
        value = _value(question, turn)
        if value is not None and value != turn.facts.get(question):
            extra = {question: value}
    return no_answer("change", turn.text, target=question, extra=extra)


def correction(turn: Spoken) -> Reading | None:
    """`Actually it was Bradford`: a change that doesn't call itself one."""
    if not _opener().match(turn.plain):
        return None
    question = target(turn.plain, turn.question, turn.facts) or _guess(turn)
    if question == turn.question:
        return None
    return reading(turn, question) if question or _takes_back().match(turn.plain) else None


def taken_back(turn: Spoken) -> Reading | None:
    """A correction that surely is one and brings its new value, whatever else it sounds like."""
    if not _takes_back().match(turn.plain):
        return None
    found = correction(turn)
    return found if found and found.extra else None


def _guess(turn: Spoken) -> str | None:
    for question in reversed(list(turn.facts)):
        value = _value(question, turn, firm=True)
        if value is not None and value != turn.facts[question]:
            return str(question)
    return None


def _value(question: str, turn: Spoken, firm: bool = False) -> Any:
    if question == "organisation":
        found = bodies.mentioned(turn.text)
        return found.value if found else None
    if question in when.QUESTIONS:
        told = when.read(turn.text, turn.today)
        return told.value if told and told.value else None
    if question in lists.QUESTIONS:
        return lists.labels(question, turn.plain) or None
    if question in closed.questions():
        said = closed.read(question, _opener().sub("", turn.plain))
        return said.value if said and not (firm and said.plain_only) else None
    return None
