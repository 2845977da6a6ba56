"""The questions: what each one is, and its words for the person who is asked."""

from __future__ import annotations

from dataclasses import dataclass

from intake import wording
from intake.config import Config
from intake.facts import CHOICES, DATES, LISTS
from intake.situation import Situation

ELIGIBILITY, DRAFT, CONTACT, CONFIRM = "eligibility", "draft", "contact", "confirm"
STAGES = (ELIGIBILITY, DRAFT, CONTACT, CONFIRM)
# These must be answered: without them there is no intake, or nothing to send.
NEEDED = ("privacy_ack", "send_anyway", "confirm")
OTHERS_PAY = "choices_other"


@dataclass(frozen=True)
class Choice:
    """One answer that can be pressed."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True)
class Question:
    """One question, ready to be asked."""

    id: str
    stage: str
    input: str
    text: str
    help: str
    why: str
    example: str
    label: str
    choices: tuple[Choice, ...] = ()
    skippable: bool = True


def input_of(question: str) -> str:
    """How a question is answered: text, choice, choices or date."""
    if question in CHOICES:
        return "choice"
    if question in LISTS:
        return "choices"
    return "date" if question in DATES else "text"


def build(question: str, stage: str, s: Situation, locale: str = "en") -> Question:
    """The question in the words that suit the situation."""

    def say(part: str) -> str:
        key = worded(f"questions.{question}", part, _variant(question, s), locale)
        return wording.filled(key, s.words_for, locale, s.voice, s.config)

    return Question(
        id=question,
        stage=stage,
        input=input_of(question),
        text=say("text"),
        help=say("help"),
        why=say("why"),
        # What only staff ask has none.
        example=say("example") if wording.has(f"questions.{question}.example") else "",
        label=say("label"),
        choices=tuple(_choices(question, s, locale)),
        skippable=question not in NEEDED,
    )


def worded(prefix: str, part: str, voice: str, locale: str = "en") -> str:
    """The key of one part of a question; acting for somebody may have words of its own."""
    special = f"{prefix}.voices.{part}.{voice}"
    return special if wording.has(special, locale) else f"{prefix}.{part}"


def _variant(question: str, s: Situation) -> str:
    """Which special words apply: a body with stages of its own, or the person acted for."""
    own_stages = question == "second_tier" and (s.second_tier or "").endswith("-stages")
    return "stages" if own_stages else s.voice


def choice_label(
    question: str, value: str, voice: str = "self", locale: str = "en", config: Config | None = None
) -> str:
    """The words for one answer."""
    if voice != "self":
        other = f"questions.{question}.{OTHERS_PAY}.{value}"
        if wording.has(other, locale):
            return wording.text(other, locale, voice=voice, config=config)
    key = f"questions.{question}.choices.{value}"
    return wording.text(key, locale, voice=voice, config=config)


def values_of(question: str, s: Situation) -> tuple[str, ...]:
    """The answers offered; what matters most is chosen from what was hoped for."""
    if question == "outcome_priority":
        return s.chosen("outcomes")
    return CHOICES.get(question) or LISTS.get(question) or ()


def _choices(question: str, s: Situation, locale: str) -> list[Choice]:
    labels_of = "outcomes" if question == "outcome_priority" else question
    return [
        Choice(value, choice_label(labels_of, value, s.voice, locale, s.config))
        for value in values_of(question, s)
    ]
