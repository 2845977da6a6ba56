"""What a story tells of wishes, of effects, of needs and of reasons, clause by clause."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.reading import lists
from bot.reading.clauses import Clause
from bot.reading.model import Reading, answer
from bot.reading.patterns import any_of
from bot.reading.plain import load

Found = dict[str, Reading]


@lru_cache(maxsize=4)
def _words(key: str) -> re.Pattern[str]:
    return any_of(load("stories")[key])


@lru_cache(maxsize=4)
def _labelled(question: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    entries = load("stories")[question]
    return tuple((label, any_of(patterns)) for label, patterns in entries.items() if patterns)


def read(clauses: tuple[Clause, ...], found: Found) -> Found:
    """Outcomes, impact, adjustments, and the reasons and hopes that are told in words."""
    own = tuple(clause for clause in clauses if not clause.letter)
    told = _outcomes(own)
    told.update(_labels("impact", own, found))
    told.update(_labels("adjustments", own, found))
    told.update(_in_words(own))
    return told


def _outcomes(clauses: tuple[Clause, ...]) -> Found:
    """What the person wants, from the clause that says so to the end of its sentence."""
    codes: list[str] = []
    quotes: list[str] = []
    open_sentence: int | None = None
    for clause in clauses:
        words = clause.words
        if _words("wants").search(words) and not _words("wants_unless").search(words):
            open_sentence = clause.sentence
        elif clause.sentence != open_sentence:
            continue
        words = _words("unwanted").sub(" ", words)
        new = [code for code in lists.labels("outcomes", words) if code != "O_NOTSURE"]
        codes.extend(code for code in new if code not in codes)
        quotes.extend([clause.said] if new else [])
    return {"outcomes": answer(codes, ", ".join(quotes), 0.75)} if codes else {}


def _labels(question: str, clauses: tuple[Clause, ...], found: Found) -> Found:
    labels: list[str] = []
    quotes: list[str] = []
    for clause in clauses:
        wish = _words("wants").search(clause.words) if question == "impact" else None
        words = clause.words[: wish.start()] if wish else clause.words
        for label, pattern in _labelled(question):
            if label not in labels and pattern.search(words):
                labels.append(label)
                quotes.append(clause.said)
    who = found.get("acting_for")
    if question == "impact" and who and who.value == "deceased":
        labels.append("bereavement")
        quotes.append(who.quote)
    quote = ", ".join(dict.fromkeys(quotes))
    return {question: answer(labels, quote, 0.7)} if labels else {}


@lru_cache(maxsize=1)
def _reasons() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((question, any_of(said)) for question, said in load("stories")["reasons"].items())


def _in_words(clauses: tuple[Clause, ...]) -> Found:
    """Questions that are answered in the person's own words."""
    found: Found = {}
    for clause in clauses:
        for question, pattern in _reasons():
            if question not in found and pattern.search(clause.words):
                found[question] = answer(clause.said, clause.said, 0.75)
    return found
