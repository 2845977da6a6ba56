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

CONTACT = ("name", "email", "phone", "postal_address")
REACHED_BY = (*CONTACT, "contact_method", "safe_contact", "adjustments")


@lru_cache(maxsize=1)
def _targets() -> tuple[Rule, ...]:
    return rules(load("changes")["targets"])


@lru_cache(maxsize=1)
def _dated() -> tuple[Rule, ...]:
    return rules(load("changes")["dated"])


@lru_cache(maxsize=1)
def _reaching() -> re.Pattern[str]:
    return re.compile(load("changes")["reaching"])


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


def target_of(turn: Spoken) -> str | None:
    """The question that a message wants changed; a date goes to a question for a date."""
    named = target(turn.plain, turn.question, turn.facts)
    if named in CONTACT or named in when.QUESTIONS or not _holds_date(turn):
        return named
    return next((rule.value for rule in _dated() if rule.pattern.search(turn.plain)), named)


def _holds_date(turn: Spoken) -> bool:
    told = when.read(turn.text, turn.today)
    return told is not None and told.value is not None


def reading(turn: Spoken, target_id: str | None) -> Reading:
    """A wish to change something, with the new value where the same words hold it."""
    surely = _opener().match(turn.plain) or _takes_back().match(turn.plain)
    question = target_id or (_guess(turn) if surely else None)
    extra = {}
    if question:
        value = _value(question, turn)
        if value is not None and value != turn.facts.get(question):
            extra = {question: value}
    return no_answer("change", turn.text, target=question, extra=extra)


def correction(turn: Spoken) -> Reading | None:
    """`Actually it was Bradford`: a change that doesn't call itself one."""
    question = target_of(turn)
    if not _opener().match(turn.plain):
        at_the_end = turn.question == "confirm" and question in when.QUESTIONS
        return reading(turn, question) if at_the_end and _holds_date(turn) else None
    question = question or _guess(turn)
    if question == turn.question:
        return None
    if question is None and turn.question == "confirm":
        return reading(turn, None)
    return reading(turn, question) if question or _takes_back().match(turn.plain) else None


def taken_back(turn: Spoken) -> Reading | None:
    """A correction that surely is one and brings its new value, whatever else it sounds like."""
    if not _takes_back().match(turn.plain):
        return None
    found = correction(turn)
    return found if found and found.extra else None


def _guess(turn: Spoken) -> str | None:
    dated = _holds_date(turn)
    for question in reversed(list(turn.facts)):
        if question in REACHED_BY and (dated or not _reaching().search(turn.plain)):
            continue  # "the letter" is no wish to be written to
        if dated and question not in ("organisation", *_only_date(turn)):
            continue
        value = _value(question, turn, firm=True)
        if value is not None and value != turn.facts[question]:
            return str(question)
    return None


def _only_date(turn: Spoken) -> tuple[str, ...]:
    """The one date that was told; of several, none can be guessed."""
    told = tuple(question for question in turn.facts if question in when.QUESTIONS)
    return told if len(told) == 1 else ()


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
