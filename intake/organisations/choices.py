"""Two names of which the person does not know which one it is: "either the council or the NHS"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from intake.organisations.context import Context
from intake.organisations.files import reading_words
from intake.organisations.models import GOV, NHS, UNSURE, Match
from intake.organisations.ranking import Reading

SHORT, LONGEST = 6, 40
OURS = (NHS, GOV)
MEANT = 50.0
_NOT_A_CHOICE = frozenset(
    ["no", "not", "neither", "never", "didnt", "wont", "nobody", "nothing", "without", "isnt"]
)


def choice(found: Sequence[Reading], context: Context) -> list[Match]:
    """The open choice between one of ours and another, then the two; empty where there is none."""
    words = [t.word for t in context.tokens]
    asked = words[:2] == ["is", "it"] or bool(reading_words("unsure").intersection(words))
    doubtful = asked and len(words) <= LONGEST
    brief = len(words) <= SHORT and not _NOT_A_CHOICE.intersection(words)
    if "or" not in words or not (doubtful or brief):
        return []
    best: dict[int, Reading] = {}
    for reading in found:
        if reading.match.score >= MEANT:
            best.setdefault(reading.span.first, reading)
    for one, other in pairwise(sorted(best.values(), key=lambda r: r.span.first)):
        # "council or" may have been read as "councillor".
        start = one.span.last + (words[one.span.last] != "or")
        between = words[start : other.span.first]
        joined = "or" in between and set(between) <= reading_words("between_choices")
        if joined and (one.match.branch in OURS) != (other.match.branch in OURS):
            name = f"{one.match.name} or {other.match.name}"
            best_score = max(r.match.score for r in found)
            return [Match(name, None, UNSURE, None, best_score), one.match, other.match]
    return []
