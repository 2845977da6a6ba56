"""What reading one message gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SURE = 0.6
"""Below this a reading is said back to the person as a yes/no before it is kept."""

UNKNOWN_DATE = {"from": None, "to": None, "precision": "unknown"}


@dataclass(frozen=True)
class Reading:
    """The answer a message holds, or why it holds none (`value` is None then)."""

    value: Any = None
    intent: str = "none"
    confidence: float = 0.0
    quote: str = ""
    target: str | None = None
    """The question that a wish to change something is about."""
    candidates: tuple[Any, ...] = ()
    """Values to choose between when the message fits several."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Answers to other questions that the same words hold."""
    aside: str | None = None
    """A question or wish that came along with the answer."""

    @property
    def unsure(self) -> bool:
        """True where the value should be confirmed before it is kept."""
        return self.value is not None and self.confidence < SURE


def answer(value: Any, quote: str, confidence: float = 0.9, **more: Any) -> Reading:
    """A reading that holds an answer."""
    return Reading(value, "answer", confidence, quote.strip(), **more)


def no_answer(intent: str, quote: str, confidence: float = 0.9, **more: Any) -> Reading:
    """A reading that holds none, and what the person meant instead."""
    return Reading(None, intent, confidence, quote.strip(), **more)
