"""The form on which staff take a complaint down: each answer read as the chat's answers are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from backend.services import casework_reading
from backend.services.entered import CHANNELS
from intake import dates, organisations
from intake.facts import DATES, QUESTION_IDS

CHANNEL, RECEIVED, OTHER = "channel", "received", "adjustments-other"
QUESTIONS = QUESTION_IDS - {"themes"}
# Without these nothing can be sent, each with what is then said.
NEEDED = {
    "privacy_ack": "entry_privacy",
    "matter": "entry_matter",
    "confirm": "entry_confirm",
}
Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Entered:
    """What staff took down: the answers, what could not be read yet, how and when it came."""

    channel: str = ""
    received_on: date | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    # As it was typed: dates, which are told best in those words, and what cannot be read yet.
    words: dict[str, list[str]] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    offered: dict[str, Mapping[str, tuple[organisations.Match, ...]]] = field(default_factory=dict)

    @property
    def came(self) -> bool:
        """True where it is known how and when it came: enough to keep it."""
        return bool(self.channel) and self.received_on is not None


def read(typed: Typed, today: date) -> Entered:
    """Every answer that can be read, and for each other one why it cannot."""
    problems: dict[str, str] = {}
    channel = one(typed, CHANNEL)
    if channel not in CHANNELS:
        channel, problems[CHANNEL] = "", "entry_channel"
    received, problem = _day(one(typed, RECEIVED), today)
    if problem:
        problems[RECEIVED] = problem
    found = Entered(channel, received, problems=problems)
    picks = casework_reading.picks({name: one(typed, name) for name in typed})
    for question in sorted(QUESTIONS):
        _read_one(found, question, typed, received or today, picks)
    return found


def needed_to_send(entered: Entered, ahead: Sequence[str]) -> dict[str, str]:
    """What is missing before it can go to the queue; the rest may stay open."""
    missing = {
        question: problem
        for question, problem in NEEDED.items()
        if entered.facts.get(question) in (None, "no")
    }
    if "send_anyway" in ahead or entered.facts.get("send_anyway") == "no":
        missing["send_anyway"] = "entry_send_anyway"
    return missing


def one(typed: Typed, name: str) -> str:
    """The value of one field."""
    return next(iter(typed.get(name, ())), "")


def _read_one(
    found: Entered, question: str, typed: Typed, day: date, picks: Mapping[str, str]
) -> None:
    values = [value for value in typed.get(question, ()) if value.strip()]
    other = one(typed, OTHER) if question == "adjustments" else ""
    if not values and not other.strip():
        return
    answer = casework_reading.read(question, values, day, picks, other)
    if answer.problem or question in DATES:
        found.words[question] = values
    if not answer.problem:
        found.facts[question] = answer.value
        return
    found.problems[question] = answer.problem
    if answer.offered:
        found.offered[question] = answer.offered


def _day(typed: str, today: date) -> tuple[date | None, str]:
    """One day, up to today."""
    if not typed.strip():
        return None, "entry_received"
    found = dates.parse(typed, today)
    if found.problem == "future":
        return None, "entry_received_future"
    if found.problem or found.from_ is None or found.from_ != found.to:
        return None, "entry_received"
    return found.from_, ""
