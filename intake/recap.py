"""The answers so far, as lines that a person can check and change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from intake import wording
from intake.asks import CONTACT_QUESTIONS, DRAFT_QUESTIONS, ELIGIBILITY_IDS
from intake.dates_in_words import span_in_words
from intake.engine import situation
from intake.facts import CHOICES, DATES, LISTS, NOT_SURE, Facts, organisations, span
from intake.questions import choice_label
from intake.situation import Situation

ORDER = tuple(
    dict.fromkeys(
        (
            *ELIGIBILITY_IDS,
            "send_anyway",
            *(ask.question for ask in DRAFT_QUESTIONS),
            *(ask.question for ask in CONTACT_QUESTIONS),
        )
    )
)
NOT_SHOWN = ("privacy_ack",)


@dataclass(frozen=True)
class Line:
    """One answer: its question, a short label, and the answer in words."""

    question: str
    label: str
    answer: str


def summary(facts: Facts, locale: str = "en") -> list[Line]:
    """Each answer given, in the order of the questions."""
    s = situation(facts, date.max, locale=locale)
    lines = []
    for question in ORDER:
        said = None if question in NOT_SHOWN else in_words(question, s, locale)
        if said:
            key = f"questions.{question}.label"
            label = wording.filled(key, s.words_for, locale, s.voice)
            lines.append(Line(question, label, said))
    return lines


def in_words(question: str, s: Situation, locale: str = "en") -> str | None:
    """One answer as a person would say it; None where there is none."""
    value = s.facts.get(question)
    if value is None or value == "" or value == []:
        return None
    if question == "organisation":
        return _organisations(s) or _unsure(locale)
    if question in CHOICES:
        code = s.answer(question)
        labels_of = "outcomes" if question == "outcome_priority" else question
        return choice_label(labels_of, code, s.voice, locale) if code else None
    if question in LISTS:
        return _list(question, s, locale)
    if question in DATES:
        when = span(value)
        return span_in_words(when, locale) if when and when.known else _unsure(locale)
    return s.words(question) or (_unsure(locale) if value == NOT_SURE else None)


def _organisations(s: Situation) -> str:
    named = [part.name for part in s.parts if part.name]
    others = [each["name"] for each in organisations(s.facts.get("other_organisations"))]
    return "; ".join(dict.fromkeys([*named, *others]))


def _list(question: str, s: Situation, locale: str) -> str:
    said = [choice_label(question, code, s.voice, locale) for code in s.chosen(question)]
    value = s.facts.get(question)
    if isinstance(value, list):
        said += [str(item["text"]) for item in value if isinstance(item, dict) and item.get("text")]
    return ", ".join(said) or _unsure(locale)


def _unsure(locale: str) -> str:
    return wording.text("answers.not_sure", locale)
