"""Answers that may hold several labels: outcomes, impact, adjustments, evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.reading.control import bare
from bot.reading.patterns import any_of
from bot.reading.plain import load

QUESTIONS = ("outcomes", "impact", "adjustments", "evidence")
_BLANK = " \u25a1 "


@dataclass(frozen=True)
class Labels:
    """One list question's labels."""

    fixed: tuple[tuple[str, re.Pattern[str]], ...]
    labels: tuple[tuple[str, re.Pattern[str]], ...]
    more: tuple[tuple[str, re.Pattern[str]], ...]
    none_value: str | None
    not_sure_value: str | None


@lru_cache(maxsize=8)
def _labels(question_id: str) -> Labels:
    entry = load("lists")[question_id]
    fixed = tuple((label, any_of(held)) for one in entry["fixed"] for label, held in one.items())
    labels = tuple((label, any_of(held)) for label, held in entry["labels"].items())
    more = tuple((label, any_of(held)) for label, held in entry.get("more", {}).items())
    none_value, not_sure = entry["none_value"], entry["not_sure_value"]
    return Labels(
        fixed,
        labels,
        more,
        none_value if none_value != "null" else None,
        not_sure if not_sure != "null" else None,
    )


@lru_cache(maxsize=2)
def _words(key: str) -> re.Pattern[str]:
    return re.compile(load("lists")[key])


def _take_fixed(among: Labels, text: str) -> tuple[str, list[str]]:
    found = []
    for label, pattern in among.fixed:
        if pattern.search(text):
            if label != "skip":
                found.append(label)
            text = pattern.sub(_BLANK, text)
    return text, found


def _clauses(question_id: str, text: str) -> list[str]:
    """Parts that a "not" reaches to the end of; a wish for several things runs on over "and"."""
    parts = _words("clause").split(text)
    if question_id != "outcomes":
        parts = [piece for part in parts for piece in _words("clause_and").split(part)]
    return [bare(part) for part in parts]


def _negated(clause: str, start: int) -> bool:
    return bool(_words("negation").search(clause[:start]))


def labels(question_id: str, text: str) -> list[str]:
    """The labels that plain text holds, in the order of the data; denied ones are left out."""
    among = _labels(question_id)
    rest, found = _take_fixed(among, text)
    clauses = _clauses(question_id, rest)
    found += _heard(clauses, among.labels)
    return _tidy(question_id, among, found or _heard(clauses, among.more))


def _heard(clauses: list[str], labels: tuple[tuple[str, re.Pattern[str]], ...]) -> list[str]:
    return [
        label
        for label, pattern in labels
        if any(
            not _negated(clause, hit.start())
            for clause in clauses
            for hit in pattern.finditer(clause)
        )
    ]


def when_not_sure(question_id: str) -> str | None:
    """The label that stands for "not sure", where the question has one."""
    return _labels(question_id).not_sure_value


def _tidy(question_id: str, among: Labels, found: list[str]) -> list[str]:
    order = [label for label, _ in among.labels]
    found = sorted(set(found), key=order.index)
    empty = [label for label in (among.none_value, among.not_sure_value) if label]
    real = [label for label in found if label not in empty]
    if question_id == "outcomes" and "O_DAMAGES" in real and "O_MONEY_DIST" in real:
        real.remove("O_MONEY_DIST")
    return real or found
