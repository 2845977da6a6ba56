"""What a letter tells of a complaint: why, what to do, by when, and who else can help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from intake import signposts as register
from intake import wording
from intake.dates_in_words import dates_in, day_in_words
from intake.decision import Result
from intake.engine import findings, judge, situation
from intake.facts import Facts
from intake.next_steps import _chosen as chosen  # the one place that says which steps count
from intake.rules import local, time
from intake.signposts import Signpost
from intake.situation import Situation

# Said by the chat of itself; a letter has its own words for when to come back and whom to ring.
OF_CHAT = frozenset(
    {"carry_on", "send_anyway", "staff_decide", "come_back", "person", "wait_until", "urgent"}
)
LOCAL = "E3_LOCAL"


@dataclass(frozen=True)
class Told:
    """What there is to tell, in one language."""

    organisation: str
    reasons: list[str]
    steps: list[str]
    signposts: list[Signpost]
    no_reply_by: str
    year_ends: str


def told(facts: Facts, decided_on: date, today: date, result: Result, locale: str = "en") -> Told:
    """What to tell of a complaint that comes to this result, in a letter of today."""
    s = situation(facts, decided_on, locale=locale)
    decision = judge(s)
    posts = [register.get(each, locale) for each in decision.signposts]
    return Told(
        organisation=s.body or "",
        reasons=_once(each.text for each in decision.reasons if each.result == result.value),
        steps=_once(_steps(s, result)),
        signposts=[post for post in posts if post is not None],
        no_reply_by=_no_reply_by(s, today),
        year_ends=_year_ends(s, today),
    )


def _steps(s: Situation, result: Result) -> Iterator[str]:
    found = [each for _, each in findings(s)]
    for key, finding in chosen(result, found):
        if key in OF_CHAT:
            continue
        own = f"letters.steps.{key}"
        values = {**s.words_for, **dates_in(s.locale, finding.values)}
        named = own if wording.has(own, s.locale) else f"steps.{key}"
        yield wording.filled(named, values, s.locale, s.voice, s.config)
    if any("OVER_LIMIT" in each.flags for each in found):
        yield wording.text("letters.steps.year_over", s.locale, config=s.config)


def _no_reply_by(s: Situation, today: date) -> str:
    """When to come back without a final answer; empty where that is not what is waited for."""
    waits = any(rule.id == LOCAL and each.result is Result.NOT_YET for rule, each in findings(s))
    if not waits:
        return ""
    when = s.span("complained_on")
    known = when is not None and when.known and s.answer("complained_locally") == "yes"
    return day_in_words(local.limit(s, when.last if known and when else today), s.locale)


def _year_ends(s: Situation, today: date) -> str:
    """The last day of the year that the law gives; empty where it is over or not known."""
    noticed, problem = time.notice(s)
    if noticed is None or problem:
        return ""
    last = time.deadline(s, noticed.first)
    return day_in_words(last, s.locale) if last >= today else ""


def _once(said: Iterator[str] | list[str]) -> list[str]:
    return list(dict.fromkeys(each for each in said if each))
