"""The language model's opinion: shares over what the asked question allows, and over the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.reading.model import Reading, no_answer

_NAMES = {"go_back": "back", "goodbye": "stop"}
TELLS = "inform"
"""The model's name for words that tell something, and answer nothing it knows."""
_ANSWERS = ("affirm", "deny", "inform", "answer", "risk", "nlu_fallback", "none")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_CLEAR, _TRUSTED = 0.45, 0.7


@dataclass(frozen=True)
class Opinion:
    """Shares of the question's values, and of what else a message may be."""

    values: dict[str, float]
    others: dict[str, float]

    def likeliest_other(self) -> tuple[str, float]:
        """The likeliest wish, question or chat."""
        named = [(share, name) for name, share in self.others.items() if name not in _ANSWERS]
        share, name = max(named, default=(0.0, ""))
        return name, share


def _ranking(nlu: Mapping[str, Any] | None) -> list[tuple[str, float]]:
    held = (nlu or {}).get("intent_ranking")
    entries = held if isinstance(held, list) else []
    found = []
    for entry in entries:
        if not isinstance(entry, Mapping) or not isinstance(entry.get("name"), str):
            continue
        share = entry.get("confidence")
        if isinstance(share, (int, float)):
            found.append((entry["name"], float(share)))
    return found


def of(nlu: Mapping[str, Any] | None, question: str) -> Opinion | None:
    """The model's opinion on one question; None where it was asked about another or not at all."""
    values: dict[str, float] = {}
    others: dict[str, float] = {}
    for name, share in _ranking(nlu):
        asked, dot, value = name.partition(".")
        if not dot:
            name = _NAMES.get(name, name)
            others[name] = others.get(name, 0.0) + share
        elif asked == question:
            values[value] = share
    return Opinion(values, others) if values or others else None


def control(turn_nlu: Mapping[str, Any] | None, question: str, text: str) -> tuple[str, float]:
    """The wish or question that the model heard in a message, and its share; it may be none."""
    heard = of(turn_nlu, question)
    if heard is None or heard.values or not _LETTERS.search(text):
        return "", 0.0
    name, share = heard.likeliest_other()
    return name, share / (sum(heard.others.values()) or 1.0)


def unanswered(nlu: Mapping[str, Any] | None, question: str, found: Reading) -> Reading:
    """What a message is that answers nothing: by patterns, or where the model is surer."""
    name, share = control(nlu, question, found.quote)
    least = _CLEAR if found.intent == "none" else _TRUSTED
    # What to change, and that someone does not know, are read from the words.
    settled = found.intent in ("change", "not_sure", "skip", name) or name in ("change", "not_sure")
    if share < least or settled:
        return found
    return no_answer(name, found.quote, share)


def asks_or_wants(nlu: Mapping[str, Any] | None, question: str, text: str) -> Reading | None:
    """A wish or a question in words that might be told in answer."""
    name, share = control(nlu, question, text)
    if share < _TRUSTED or name in ("not_sure", "change"):
        return None
    return no_answer(name, text, share)
