"""Looking up an answer, or a whole story, in the register."""

from __future__ import annotations

from collections.abc import Iterable

from intake.organisations import context as cx
from intake.organisations import partial, places, ranking
from intake.organisations.lexicon import lexicon
from intake.organisations.models import UNSURE, Match, Mention
from intake.organisations.spans import find_spans
from intake.organisations.text import tokens

CLOSE = 6.0
MOST = 5
LONGEST_ANSWER = 4_000
HINTED_ANSWER = 3
_SURE = 85.0
_OPEN_KINDS = frozenset(
    [
        "kind-hospital",
        "kind-mental-health",
        "kind-ambulance",
        "kind-community",
        "kind-nhs",
        "kind-icb",
        "kind-camhs",
    ]
)


def match(text: str) -> list[Match]:
    """What an answer may mean, best first, at most five; no match is one Match without an id."""
    name = " ".join(str(text).split())
    said = tokens(name[:LONGEST_ANSWER])
    context = cx.Context(said, find_spans(said))
    found = [r.match for r in ranking.readings(context)]
    if not found or (found[0].score < _SURE and found[0].id in _OPEN_KINDS):
        known = {m.id for m in found}
        found += [m for m in partial.search(said) if m.id not in known]
    if not found and len(said) <= HINTED_ANSWER:
        hinted = cx.Context(said, find_spans(said, hints=True))
        found = [r.match for r in ranking.readings(hinted)]
    found = _best_first(found)
    return found or [Match(name, None, UNSURE, None, 0.0)]


def close_matches(found: list[Match]) -> list[Match]:
    """The matches among which a person should choose: those about as good as the best."""
    return [m for m in found if m.score >= found[0].score - CLOSE]


def find_all(text: str) -> list[Mention]:
    """The organisations that a story names, in order; those named in passing score low."""
    said = tokens(text[:LONGEST_ANSWER])
    context = cx.Context(said, find_spans(said))
    best: dict[int, ranking.Reading] = {}
    for reading in ranking.readings(context):
        best.setdefault(reading.span.first, reading)
    return [
        Mention(r.match, said[r.span.first].start, said[r.span.last].end)
        for r in sorted(best.values(), key=lambda r: r.span.first)
    ]


def _best_first(found: Iterable[Match]) -> list[Match]:
    kept: dict[tuple[str, str | None], Match] = {}
    for m in sorted(found, key=lambda m: -m.score):
        kept.setdefault((m.name, m.id), m)
    ranked = list(kept.values())
    return [m for m in ranked if m.score >= ranked[0].score - 30][:MOST]


def warm() -> None:
    """Build the index now, so that the first person does not wait for it."""
    lexicon()
    places.trusts_by_place()
    partial.search(tokens("royal infirmary at leeds"))
