"""What a turn is given and what it gives back; all of it fits into JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Facts = dict[str, Any]
Out = dict[str, Any]
COMMAND = "cmd:"
"""Choices that steer; every other choice is an answer to the question."""

# Rasa keeps some names for its own commands, so an intent cannot bear them.
READING_NAMES = {"go_back": "back", "goodbye": "stop", "affirm": "affirm", "deny": "deny"}


@dataclass(frozen=True)
class Turn:
    """One message of a person, with everything that the service knows of the conversation."""

    number: int = 0
    payload: str | None = None
    text: str = ""
    choice: str | list[str] | None = None
    change: str | None = None
    question: str | None = None
    facts: Facts = field(default_factory=dict)
    sources: dict[str, Any] = field(default_factory=dict)
    dialogue: dict[str, Any] = field(default_factory=dict)
    today: date = date.min
    locale: str = "en"
    risk: str = "R0"
    risk_flags: tuple[str, ...] = ()
    nlu: dict[str, Any] | None = None
    stage: str = ""
    """Where staff are with a complaint that was sent."""

    @classmethod
    def read(cls, metadata: Mapping[str, Any], parsed: Mapping[str, Any]) -> Turn:
        """The turn from the message's metadata and Rasa's understanding of it."""
        risk = metadata.get("risk") or {}
        nlu = understanding(parsed)
        level = str(risk.get("level") or "R0")
        if nlu and nlu["intent"].get("name") == "risk" and level < "R3":
            level = "R3"
        return cls(
            number=int(metadata["turn"]),
            payload=metadata.get("payload"),
            text=str(metadata.get("text") or ""),
            choice=metadata.get("choice"),
            change=metadata.get("change"),
            question=metadata.get("question"),
            facts=dict(metadata.get("facts") or {}),
            sources=dict(metadata.get("sources") or {}),
            dialogue=dict(metadata.get("dialogue") or {}),
            today=date.fromisoformat(metadata["today"]),
            locale=str(metadata.get("locale") or "en"),
            risk=level,
            risk_flags=tuple(risk.get("flags") or ()),
            nlu=nlu,
            stage=str(metadata.get("stage") or ""),
        )


@dataclass
class Result:
    """What a turn comes to: to be saved first, then said."""

    messages: list[Out]
    facts: Facts
    sources: dict[str, Any]
    dialogue: dict[str, Any]
    question: str | None
    status: str = "open"
    submit: str | None = None
    """Why the submission is to be sent: `first` time, or `again` to learn its reference."""


def understanding(parsed: Mapping[str, Any]) -> dict[str, Any] | None:
    """Rasa's intents by the names that reading uses; None where Rasa understood nothing."""
    intent = dict(parsed.get("intent") or {})
    if not intent.get("name"):
        return None
    ranking = [dict(entry) for entry in parsed.get("intent_ranking") or []]
    for entry in (intent, *ranking):
        entry["name"] = READING_NAMES.get(entry.get("name") or "", entry.get("name"))
    return {"intent": intent, "intent_ranking": ranking}
