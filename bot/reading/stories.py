"""Reads a story, or any long answer, for every fact that it truly tells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from bot.reading import closed, lists, story_bodies, story_dates, story_who
from bot.reading.clauses import Clause, cut
from bot.reading.model import Reading, answer
from bot.reading.patterns import any_of
from bot.reading.plain import load

LEAST_WORDS = 4
Found = dict[str, Reading]


def extract(text: str, today: date, facts: Mapping[str, Any] | None = None) -> Found:
    """The facts of a story by question, each with the words that told it; nothing is guessed."""
    text = text or ""
    clauses = cut(text)
    if sum(len(clause.words.split()) for clause in clauses) < LEAST_WORDS:
        return {}
    found: Found = {"matter": answer(text.strip(), text)}
    found.update(story_who.acting_for(clauses))
    found.update(story_who.relationship(found))
    found.update(story_bodies.read(text, clauses))
    found.update(_steps(clauses))
    _settle_steps(found, facts or {})
    found.update(story_dates.read(text, clauses, today, {**_as_readings(facts or {}), **found}))
    found.update(_wishes(clauses))
    found.update(_labels("impact", clauses, found))
    found.update(_labels("adjustments", clauses, found))
    found.update(_reasons(clauses))
    return found


def _as_readings(facts: Mapping[str, Any]) -> Found:
    return {key: Reading(value, "answer", 1.0) for key, value in facts.items()}


@lru_cache(maxsize=1)
def _facts() -> tuple[tuple[str, str, re.Pattern[str], re.Pattern[str] | None], ...]:
    made: list[tuple[str, str, re.Pattern[str], re.Pattern[str] | None]] = []
    for question, entries in load("stories")["facts"].items():
        for entry in entries:
            unless = any_of(entry["unless"]) if "unless" in entry else None
            made.extend(
                (question, value, any_of(patterns), unless)
                for value, patterns in entry.items()
                if value not in ("unless", "needs", "needs_body")
            )
    return tuple(made)


def _steps(clauses: tuple[Clause, ...]) -> Found:
    found: Found = {}
    for clause in clauses:
        for question, value, pattern, unless in _facts():
            if not pattern.search(clause.words) or (unless and unless.search(clause.words)):
                continue
            told = _about(question, clause) if value == "about" else value
            if told and not _is_settled(question, found):
                found[question] = answer(told, clause.said, 0.8)
    return found


def _is_settled(question: str, found: Found) -> bool:
    """A complaint once made stays made, and a final answer stays final, whatever else is told."""
    settled = {"complained_locally": "yes", "final_response": "yes", "victim_of_crime": "yes"}
    return question in found and found[question].value == settled.get(question)


def _about(question: str, clause: Clause) -> str | None:
    said = closed.read(question, clause.words)
    return said.value if said and not said.plain_only and said.value != "not_sure" else None


def _settle_steps(found: Found, facts: Mapping[str, Any]) -> None:
    """An answer to a complaint needs a complaint, and a second look needs a final answer."""
    tier = found.get("second_tier")
    if tier and tier.value in ("done", "refused"):
        found.setdefault("final_response", answer("yes", tier.quote, 0.65))
    final, complained = found.get("final_response"), found.get("complained_locally")
    if final and final.value == "yes" and not complained:
        found["complained_locally"] = complained = answer("yes", final.quote, 0.8)
    made = complained and complained.value == "yes"
    if final and final.value == "no" and not (made or facts.get("complained_locally") == "yes"):
        del found["final_response"]
    for question in _OTHER_BRANCH.get(_branch(found, facts), ()):
        found.pop(question, None)


_GOV_ONLY = ("victim_of_crime", "second_tier", "mp_referral")
_CARE_ONLY = ("care_payer", "care_place")
_OTHER_BRANCH = {
    "NHS": _GOV_ONLY,
    "OUT": _GOV_ONLY,
    "UNSURE": ("victim_of_crime",),
    "": ("victim_of_crime",),
    "GOV": _CARE_ONLY,
    "GOV_VICTIM_POSSIBLE": _CARE_ONLY,
}


def _branch(found: Found, facts: Mapping[str, Any]) -> str:
    body = found["organisation"].value if "organisation" in found else facts.get("organisation")
    return str(body.get("branch") or "") if isinstance(body, Mapping) else ""


@lru_cache(maxsize=2)
def _wanting(key: str) -> re.Pattern[str]:
    return re.compile(load("stories")[key])


def _wishes(clauses: tuple[Clause, ...]) -> Found:
    """What the person wants, from the clause that says so to the end of its sentence."""
    codes: list[str] = []
    quotes: list[str] = []
    open_sentence: int | None = None
    for clause in clauses:
        starts = _wanting("wants").search(clause.words)
        if starts and not _wanting("wants_unless").search(clause.words):
            words, open_sentence = clause.words, clause.sentence
        elif clause.sentence == open_sentence:
            words = clause.words
        else:
            continue
        new = [code for code in lists.labels("outcomes", words) if code != "O_NOTSURE"]
        codes.extend(code for code in new if code not in codes)
        quotes.extend([clause.said] if new else [])
    return {"outcomes": answer(codes, ", ".join(quotes), 0.75)} if codes else {}


@lru_cache(maxsize=8)
def _label_patterns(question: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    entries = load("stories")[question]
    return tuple((label, any_of(patterns)) for label, patterns in entries.items() if patterns)


def _labels(question: str, clauses: tuple[Clause, ...], found: Found) -> Found:
    labels: list[str] = []
    quotes: list[str] = []
    for clause in clauses:
        if _wanting("wants").search(clause.words):
            continue
        for label, pattern in _label_patterns(question):
            if label not in labels and pattern.search(clause.words):
                labels.append(label)
                quotes.append(clause.said)
    who = found.get("acting_for")
    if question == "impact" and who and who.value == "deceased":
        labels.append("bereavement")
        quotes.append(who.quote)
    quote = ", ".join(dict.fromkeys(quotes))
    return {question: answer(labels, quote, 0.7)} if labels else {}


@lru_cache(maxsize=1)
def _reason_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((question, any_of(said)) for question, said in load("stories")["reasons"].items())


def _reasons(clauses: tuple[Clause, ...]) -> Found:
    found: Found = {}
    for clause in clauses:
        for question, pattern in _reason_patterns():
            if question not in found and pattern.search(clause.words):
                found[question] = answer(clause.said, clause.said, 0.75)
    return found
