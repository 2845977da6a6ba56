"""Facts as they come in, brought to the form in which they are stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from intake.facts import (
    CHOICES,
    DATES,
    LISTS,
    NOT_SURE,
    QUESTION_IDS,
    SAME_AS_NOT_SURE,
    TEXTS,
    Facts,
    answer,
    chosen,
    organisation,
    span,
    word,
)


@dataclass(frozen=True)
class Problem:
    """A value that was dropped, and why."""

    question: str
    problem: str


class Cleaned(NamedTuple):
    """Facts in their canonical form, with what had to be dropped."""

    facts: Facts
    problems: list[Problem]


def clean(facts: object) -> Cleaned:
    """The facts that can be stored, in canonical form; unknown keys and bad values are named."""
    if not isinstance(facts, dict):
        return Cleaned({}, [Problem("", "not a mapping")])
    kept: Facts = {}
    problems: list[Problem] = []
    for question, value in facts.items():
        canonical = _canonical(str(question), value)
        if canonical is None:
            known = str(question) in QUESTION_IDS
            problems.append(Problem(str(question), "bad value" if known else "unknown question"))
        else:
            kept[str(question)] = canonical
    return Cleaned(kept, problems)


def _canonical(question: str, value: object) -> Any:
    if question in CHOICES:
        return answer({question: value}, question)
    if question in LISTS:
        return _canonical_list(question, value)
    if question in DATES:
        return _canonical_date(value)
    if question in TEXTS:
        return value if isinstance(value, str) and value.strip() else None
    if question == "organisation":
        return (
            {"name": value} if isinstance(value, str) and value else organisation(value) and value
        )
    if question == "other_organisations":
        return value if isinstance(value, list) and all(map(organisation, value)) else None
    if question == "themes":
        return value if isinstance(value, list) and all(isinstance(v, str) for v in value) else None
    return None


def _canonical_list(question: str, value: object) -> list[Any] | None:
    if word(value) == NOT_SURE or word(value) in SAME_AS_NOT_SURE:
        return [NOT_SURE]
    codes: list[Any] = list(chosen({question: value}, question))
    if question == "adjustments" and isinstance(value, list):
        codes += [item for item in value if isinstance(item, dict) and _text_of(item)]
    if isinstance(value, list) and NOT_SURE in value and not codes:
        codes = [NOT_SURE]
    return codes or None


def _text_of(item: dict[str, Any]) -> bool:
    return isinstance(item.get("text"), str)


def _canonical_date(value: object) -> dict[str, str | None] | None:
    if isinstance(value, str) and (word(value) == NOT_SURE or word(value) in SAME_AS_NOT_SURE):
        return {"from": None, "to": None, "precision": "unknown"}
    found = span(value)
    if found is None:
        return None
    return {
        "from": found.start.isoformat() if found.start else None,
        "to": found.end.isoformat() if found.end else None,
        "precision": found.precision,
    }
