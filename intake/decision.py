"""What the engine says of a complaint: a sorting with reasons, never a decision of the office."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any


class Result(str, Enum):
    """What the answers come to, the most serious first (the order of severity)."""

    NEEDS_STAFF = "NEEDS_STAFF"
    NOT_FOR_US = "NOT_FOR_US"
    NOT_YET = "NOT_YET"
    LIKELY_DISCRETION = "LIKELY_DISCRETION"
    LOOKS_ELIGIBLE = "LOOKS_ELIGIBLE"
    # A rule that found nothing against. Never the result of a complaint.
    PASS = "PASS"  # noqa: S105 - no password

    @property
    def rank(self) -> int:
        """0 for the most serious."""
        return list(Result).index(self)


@dataclass(frozen=True)
class Reason:
    """What one rule found: the answer it read, its result (PASS: nothing against), its source."""

    rule_id: str
    answer: str
    result: str
    text: str
    citation: str

    def as_dict(self) -> dict[str, str]:
        """The reason as it is stored and sent."""
        return asdict(self)


@dataclass(frozen=True)
class Decision:
    """The sorting of one complaint. Reasons that decided come first, those that passed last."""

    result: str
    reasons: list[Reason]
    flags: list[str]
    signposts: list[str]
    next_steps: list[str]
    rules_version: str

    def as_dict(self) -> dict[str, Any]:
        """The decision as it is stored and sent."""
        return {
            "result": self.result,
            "reasons": [reason.as_dict() for reason in self.reasons],
            "flags": list(self.flags),
            "signposts": list(self.signposts),
            "next_steps": list(self.next_steps),
            "rules_version": self.rules_version,
        }
