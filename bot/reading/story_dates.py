"""The dates of a story, each given to the question that its words speak of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from bot.reading.clauses import Clause
from bot.reading.model import Reading, answer
from intake import dates

ROLES = ("happened_on", "aware_on", "complained_on", "final_response_on")
# Steps that a date tells of only where the story says that they were taken.
STEPS = {"complained_on": "complained_locally", "final_response_on": "final_response"}
ORDERS = (("happened_on", "aware_on"), ("happened_on", "complained_on", "final_response_on"))


def read(
    text: str, clauses: tuple[Clause, ...], today: date, known: Mapping[str, Reading]
) -> dict[str, Reading]:
    """One date a question: the first told of each, the last told of the answer to a complaint."""
    told: dict[str, list[dates.DateMention]] = {role: [] for role in ROLES}
    unsaid: list[dates.DateMention] = []
    for mention in dates.find_all(text, today):
        if not mention.reading.problem and mention.reading.from_:
            told.get(mention.role or "", unsaid if mention.role is None else []).append(mention)
    # what no word places is the time of the story itself, but a bare year is often of a life
    unsaid = [one for one in unsaid if one.reading.precision != "year"]
    happened = told["happened_on"]
    told["happened_on"] = [one for one in happened if not one.setting] or happened or unsaid
    found = {
        role: _said(mentions[-1 if role == "final_response_on" else 0], text, clauses)
        for role, mentions in told.items()
        if mentions and _taken(role, known)
    }
    return _in_order(found)


def _said(mention: dates.DateMention, text: str, clauses: tuple[Clause, ...]) -> Reading:
    """The date with the clause that it was told in."""
    said = next(
        (clause.said for clause in clauses if clause.start <= mention.start < clause.end),
        mention.words,
    )
    return answer(mention.reading.as_dict(), said, 0.8)


def _taken(role: str, known: Mapping[str, Reading]) -> bool:
    step = known.get(STEPS.get(role, ""))
    return role not in STEPS or (step is not None and step.value == "yes")


def _in_order(found: dict[str, Reading]) -> dict[str, Reading]:
    """Drops dates that can't be so, such as a complaint before the event."""
    for order in ORDERS:
        for earlier, later in pairwise([role for role in order if role in found]):
            first, last = found[earlier].value["from"], found[later].value["to"]
            if first and last and first > last:
                del found[earlier]
    return found
