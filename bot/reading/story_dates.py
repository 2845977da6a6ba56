"""The dates of a story, each given to the question that its clause speaks of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from itertools import pairwise

from bot.reading.clauses import Clause
from bot.reading.model import Reading, answer
from bot.reading.patterns import any_of
from bot.reading.plain import load
from intake import dates

ROLES = ("final_response_on", "complained_on", "aware_on")


@lru_cache(maxsize=8)
def _role(name: str) -> re.Pattern[str]:
    return any_of(load("stories")["dates"][name])


def _role_of(clause: Clause, position: int, otherwise: str | None) -> str | None:
    """The question that a date at this position of its clause belongs to: its nearest cue."""
    if _role("not_a_date_of").search(clause.words):
        return None
    nearest = []
    for name in ROLES:
        for found in _role(name).finditer(clause.words):
            away = min(abs(found.start() - position), abs(found.end() - position))
            nearest.append((away, ROLES.index(name), name))
    if nearest:
        return min(nearest)[2]
    return otherwise if otherwise in ROLES else "happened_on"


def _clause_at(clauses: tuple[Clause, ...], start: int) -> Clause | None:
    return next((clause for clause in clauses if clause.start <= start < clause.end), None)


def read(
    text: str, clauses: tuple[Clause, ...], today: date, known: Mapping[str, Reading]
) -> dict[str, Reading]:
    """One date a question: the first told when it happened, the last told of letters."""
    found: dict[str, Reading] = {}
    for mention in dates.find_all(text, today):
        reading, clause = mention.reading, _clause_at(clauses, mention.start)
        if reading.problem or clause is None or not (reading.from_ or reading.to):
            continue
        role = _role_of(clause, mention.start - clause.start, mention.role)
        if role is None or not _fits(role, known) or (role == "happened_on" and role in found):
            continue
        found[role] = answer(reading.as_dict(), clause.said, 0.8)
    return _in_order(found)


def _fits(role: str, known: Mapping[str, Reading]) -> bool:
    needed = {"complained_on": "complained_locally", "final_response_on": "final_response"}
    if role not in needed:
        return True
    said = known.get(needed[role])
    return said is not None and said.value == "yes"


def _in_order(found: dict[str, Reading]) -> dict[str, Reading]:
    """Drops dates that can't be so, such as a complaint before the event."""
    order = ("happened_on", "complained_on", "final_response_on")
    for earlier, later in pairwise(order):
        if earlier in found and later in found:
            first, last = found[earlier].value["from"], found[later].value["to"]
            if first and last and first > last:
                del found[earlier]
    return found
