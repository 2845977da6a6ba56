"""The language model's opinion, asked where the patterns say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.reading.closed import Closed
from bot.reading.model import Reading, no_answer

TRUSTED = 0.85
HEARD = 0.7
_MEANS = {"affirm": "yes", "deny": "no"}
_ANSWERS = ("affirm", "deny", "inform", "answer", "none", "nlu_fallback", "out_of_scope", "risk")


def _top(nlu: Mapping[str, Any] | None) -> tuple[str, float]:
    intent = (nlu or {}).get("intent")
    if not isinstance(intent, Mapping):
        return "", 0.0
    name, confidence = intent.get("name"), intent.get("confidence")
    return str(name or ""), float(confidence) if isinstance(confidence, (int, float)) else 0.0


def yes_no(nlu: Mapping[str, Any] | None, question: Closed) -> tuple[str, float] | None:
    """What a yes, a no or a doubt that the model heard means to this question."""
    name, confidence = _top(nlu)
    if confidence < HEARD:
        return None
    sure = 0.7 if confidence >= TRUSTED else 0.5
    if name == "not_sure" and "not_sure" in question.values:
        return "not_sure", sure
    value = question.means.get(_MEANS.get(name, ""))
    return (value, sure) if value else None


def control(nlu: Mapping[str, Any] | None, text: str) -> Reading | None:
    """A wish or a question that the model heard."""
    name, confidence = _top(nlu)
    if not name or name in _ANSWERS or confidence < TRUSTED:
        return None
    return no_answer(name, text, confidence)
