"""Forms of words made ready: each with words of which one must stand where it is looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intake.dates import atoms, chain, durations, feasts, months
from intake.dates.atoms import Maker
from intake.dates.periods import MONTHS, SEASONS, WEEKDAYS

_DIGIT = re.compile(r"\d")
FIGURE = "#"  # stands for any word with a figure in it
_MONTH, _DAYS, _SEASON = frozenset(MONTHS[1:]), frozenset(WEEKDAYS), frozenset(SEASONS)
_LENGTH = frozenset(["hour", "minute", "day", "week", "fortnight", "month", "year", "decade"])
_NEEDS: Mapping[Maker, frozenset[str]] = {
    atoms.day_month: _MONTH,
    atoms.days_of_month: _MONTH,
    atoms.month_day: _MONTH,
    atoms.month: _MONTH,
    atoms.season: _SEASON,
    atoms.year: frozenset([FIGURE]),
    atoms.relative_year: frozenset(["year"]),
    atoms.the_year: frozenset(["year"]),
    atoms.weekday: _DAYS,
    atoms.weekday_ordinal: _DAYS,
    atoms.weekday_of_week: _DAYS,
    atoms.week_beside: _DAYS,
    atoms.ordinal: frozenset([FIGURE]),
    atoms.day_number: frozenset([FIGURE]),
    atoms.one_before: _DAYS | _SEASON | _MONTH,
    atoms.anniversary: _DAYS | _MONTH,
    atoms.week_and_day: frozenset(["today", "tomorrow", "yesterday"]),
    atoms.quarter: frozenset(["quarter", "half", "q"]),
    atoms.turn_of_year: frozenset(["turn"]),
    atoms.earlier_this: frozenset(["earlier"]),
    atoms.relative_unit: frozenset(["week", "weekend", "month", "fortnight"]),
    months.week: _MONTH | {"month"},
    months.weeks: _MONTH | {"month"},
    months.weekday: _MONTH | {"month"},
    months.weekend: _MONTH | {"month"},
    months.half: _MONTH | {"month"},
    durations.ago: frozenset(["ago", "back", "before", "now", "since"]),
    durations.ago_abroad: frozenset(["since", "before"]),
    durations.count_after: frozenset(["ago", "back"]),
    durations.within: frozenset(["last", "past", "previous"]),
    durations.past_year: frozenset(["last", "past"]),
    chain.amount: _LENGTH,
    chain.the_weekend: frozenset(["weekend"]),
    chain.age: frozenset(["old"]),
    chain.named_next: frozenset(["that", "same", "next", "following", "after"]),
    chain.named_before: frozenset(["before"]),
    chain.unit_next: frozenset(["next", "following", "after"]),
    chain.unit_same: frozenset(["that", "same"]),
    chain.day_of_that_month: frozenset(["month"]),
    chain.of_that_year: frozenset(["year"]),
}


@dataclass(frozen=True)
class Form:
    """A form of words, the function that reads it, and the words that it can't do without."""

    pattern: re.Pattern[str]
    make: Maker
    needs: frozenset[str]

    def may_stand(self, words: frozenset[str]) -> bool:
        """False where none of the words that it needs is there."""
        return not self.needs or not self.needs.isdisjoint(words)


def ready(forms: Iterable[tuple[str, Maker]]) -> tuple[Form, ...]:
    """The forms compiled; a match begins and ends with whole tokens."""
    known = {**_NEEDS, **feasts.needs()}
    return tuple(
        Form(re.compile(rf"(?<!\S)(?:{form})(?!\S)"), make, known.get(make, frozenset()))
        for form, make in forms
    )


def words_of(tokens: Iterable[str]) -> frozenset[str]:
    """The words of some tokens, by which forms are chosen."""
    text = " ".join(tokens)
    words = frozenset(text.split())
    return words | {FIGURE} if _DIGIT.search(text) else words
