"""Patterns and the language model's opinion taken together.

A pattern multiplies the share of what it says; the likeliest of all is the reading, and its part of
the whole is how sure it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.reading import changes, closed, opinion
from bot.reading.model import Reading, answer, no_answer
from bot.reading.plain import asks
from bot.reading.spoken import Spoken

_LETTERS = re.compile(r"[^\W\d_]{2,}")
_LEAST = 1e-4
_UNSAID, _UNKNOWN = 1e-3, 0.25
# How many times likelier a pattern makes what it says, by how sure it is.
_BY_SURENESS = ((0.98, 512.0), (0.95, 64.0), (0.85, 12.0), (0.6, 6.0), (0.0, 2.0))
_CONTROL, _NAMED, _ASKED = 6.0, 2.0, 4.0
_ADDED, _DOUBTED, _GUESSED, _SURE_OF_ONE = 0.4, 0.03, 0.15, 0.5
_SURELY_NONE = 0.9
# Letters and notes are told of in every story.
_TOLD_OF, _TOLD, _NAMED_TOO = ("evidence",), 0.7, 0.1
_DISPUTED, _LEAST_GUESS = 0.5, 0.35
_ELSEWHERE, _PLAINLY = 0.55, 0.95
# Wishes that are answered with "we can't": not read into words that wish for something else.
_REFUSED, _SURELY_TOO = ("O_STAFF", "O_COURT", "O_URGENT", "O_DAMAGES"), 0.8
_EMPTY = ("none", "none_yet", "O_NOTSURE")


def weigh(turn: Spoken, found: Reading) -> Reading:
    """The reading by patterns and the model's opinion taken together."""
    heard = opinion.of(turn.nlu, turn.question)
    if heard is None or not heard.values or not _LETTERS.search(turn.text):
        return found
    unsaid = closed.unsaid(turn.question, turn.plain)
    values = {
        value: _LEAST if value in unsaid else max(share, _LEAST)
        for value, share in heard.values.items()
    }
    others = {name: max(share, _LEAST) for name, share in heard.others.items()}
    if found.value is not None:
        values[found.value] = values.get(found.value, _LEAST) * _weight(found.confidence)
    elif found.intent != "none":
        others = _with_control(others, found.intent)
    if asks(turn.plain):
        others = {name: share * _ASKED for name, share in others.items()}
    beside, (share, value) = sum(others.values()), max((s, v) for v, s in values.items())
    whole = beside + sum(values.values())
    if beside > share:
        return _instead(turn, found, others, beside / whole)
    if value == found.value:
        return replace(found, confidence=min(found.confidence, share / whole))
    if share / whole < _LEAST_GUESS:
        return found
    return answer(value, turn.text, share / whole, aside=turn.aside())


def _weight(confidence: float) -> float:
    return next(weight for least, weight in _BY_SURENESS if confidence >= least)


def _with_control(others: dict[str, float], intent: str) -> dict[str, float]:
    known = others.get(intent, _UNKNOWN if intent.startswith("faq_") else _UNSAID)
    weighed = {**others, intent: known * _NAMED}
    return {name: share * _CONTROL for name, share in weighed.items()}


def _instead(
    turn: Spoken, found: Reading, others: Mapping[str, float], confidence: float
) -> Reading:
    intent = max(others, key=lambda name: others[name])
    if intent == opinion.TELLS:  # a story, or an answer to something else
        return _told_instead(turn, found, confidence)
    if found.value is None and found.intent == intent:
        return found
    if intent == "change":
        return changes.reading(turn, changes.target_of(turn))
    return no_answer(intent, turn.text, confidence)


def _told_instead(turn: Spoken, found: Reading, confidence: float) -> Reading:
    """What patterns say of a text that tells something else: in doubt, or nothing."""
    if found.value is None:
        return found
    if confidence >= _ELSEWHERE and found.confidence < _PLAINLY:
        return no_answer("none", turn.text, confidence)
    return replace(found, confidence=_DISPUTED)


def otherwise(turn: Spoken, found: Reading) -> Reading:
    """What a message is that holds no value, where the model thinks so too."""
    heard = opinion.of(turn.nlu, turn.question)
    if heard is None or not heard.values or not _LETTERS.search(turn.text):
        return found
    beside = sum(heard.others.values())
    if found.value is not None or beside <= max(heard.values.values()):
        return found
    others = heard.others
    if found.intent != "none":
        others = _with_control(others, found.intent)
    return _instead(turn, found, others, beside)


def several(turn: Spoken, found: list[str]) -> tuple[list[str], float] | None:
    """Labels of a list: those of patterns, less what the model doubts, and what it is sure of."""
    heard = opinion.of(turn.nlu, turn.question)
    if heard is None or not heard.values or not _LETTERS.search(turn.text):
        return (found, 0.85) if found else None
    shares = heard.values
    best = max(shares.values())
    beside = sum(heard.others.values())
    controlled = turn.control is not None and not turn.unknowing
    if not found and beside > (best / 4 if controlled else best):
        return None
    nothing = next((label for label in _EMPTY if shares.get(label, 0.0) >= _SURELY_NONE), None)
    if nothing and all(shares.get(label, 0.0) < _ADDED for label in found if label != nothing):
        return [nothing], 0.85
    kept = [label for label in found if shares.get(label, 0.0) >= _DOUBTED or best < _ADDED]
    if turn.question in _TOLD_OF and beside >= _TOLD and best < _ADDED:
        kept = [label for label in kept if shares.get(label, 0.0) >= _NAMED_TOO]
        if not kept:
            return None
    added = [
        label
        for label, share in shares.items()
        if share >= (_SURELY_TOO if kept and label in _REFUSED else _ADDED) and label not in kept
    ]
    labels = kept + added
    if not labels and best >= _GUESSED:
        labels = [max(shares, key=lambda label: shares[label])]
    real = [label for label in labels if label not in _EMPTY]
    sure = 0.85 if kept or best >= _SURE_OF_ONE else best
    return (real or labels, sure) if labels else None
