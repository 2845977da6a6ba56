"""Looking up an answer, or a whole story, in the register."""

from __future__ import annotations

from collections.abc import Iterable

from intake.organisations import context as cx
from intake.organisations import lexicon as lx
from intake.organisations import partial, ranking, register
from intake.organisations.models import NHS, UNSURE, Match, Mention
from intake.organisations.spans import find_spans
from intake.organisations.text import tokens

CLOSE = 6.0
MOST = 5
LONGEST_ANSWER = 4_000
_SURE, _FAINT = 85.0, 45.0
_CARE_WORDS = frozenset(
    ["doctor", "nurse", "ward", "medication", "midwife", "consultant", "psychiatric", "clinic"]
)


def match(text: str) -> list[Match]:
    """What an answer may mean, best first, at most five; "nothing fits" is one Match without an id."""
    name = " ".join(str(text).split())
    said = tokens(name[:LONGEST_ANSWER])
    context = cx.Context(said, find_spans(said))
    found = [r.match for r in ranking.readings(context)]
    if not found or found[0].score < _SURE:
        found += partial.search(said)
    found = _best_first(found)
    if not found and any(t.word in _CARE_WORDS for t in said):
        found = [_kind("kind-nhs", _FAINT)]
    return found or [Match(name, None, UNSURE, None, 0.0)]


def close_matches(found: list[Match]) -> list[Match]:
    """The matches among which a person should choose: those about as good as the best."""
    return [m for m in found if m.score >= found[0].score - CLOSE]


def find_all(text: str) -> list[Mention]:
    """The organisations that a story names, in order; what is only mentioned in passing scores low."""
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


def _kind(kind_id: str, score: float) -> Match:
    organisation = register.all_organisations()[kind_id]
    return Match(organisation.name, organisation.id, NHS, organisation.signpost, score)


def warm() -> None:
    """Build the index now, so that the first person does not wait for it."""
    lx.lexicon()
    partial.search(tokens("royal infirmary at leeds"))
