"""Looking up an answer, or a whole story, in the register."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from intake.organisations import choices, named, partial, places, ranking, roles
from intake.organisations import context as cx
from intake.organisations.directory import find
from intake.organisations.lexicon import lexicon
from intake.organisations.models import GOV, NHS, UNSURE, Match, Mention, Organisation
from intake.organisations.spans import find_spans
from intake.organisations.text import Token, tokens

CLOSE = 6.0
MOST = 5
LONGEST_ANSWER = 4_000
HINTED_ANSWER, LONGEST_HINTED = 3, 14
GUESSED = 55.0
LONGEST_HEAD = 6
_STOP = re.compile(r"[,.;:!?(\n]|\s[-–—/]\s")
_SURE, _MEANT, _BARELY = 85.0, 65.0, 60.0
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
    context = cx.Context(said, find_spans(said), name)
    weighed = _readings(context)
    open_choice = choices.choice(weighed, context)
    if open_choice:
        return open_choice
    found = [r.match for r in weighed]
    if not found or (found[0].score < _SURE and found[0].id in _OPEN_KINDS):
        known = {m.id for m in found}
        found += [m for m in partial.search(said) if m.id not in known]
    found = found if context.self_paid else _headed(found, name)
    if not found or found[0].score < _BARELY:
        found = _hinted(said) + found
    found = _best_first(found)
    return found or [Match(name, None, UNSURE, None, 0.0)]


def _readings(context: cx.Context) -> list[ranking.Reading]:
    """What a text names, built in or listed, by what each is to the story."""
    return roles.ordered(named.readings(context, ranking.readings(context)), context)


def _hinted(said: list[Token]) -> list[Match]:
    """What words like "tax" or "scan" point to; more than a few words only as a guess at ours."""
    if len(said) > LONGEST_HINTED:
        return []
    context = cx.Context(said, find_spans(said, hints=True))
    found = [r.match for r in ranking.readings(context)]
    if len(said) <= HINTED_ANSWER:
        return found
    return [replace(m, score=GUESSED) for m in found if m.branch in (NHS, GOV)]


def _headed(found: list[Match], name: str) -> list[Match]:
    """A hospital named before the first stop comes before a kind of service named after it."""
    if not found:
        return _head(name)
    best = found[0]
    if best.score >= _SURE or best.branch == GOV:
        return found
    weighed = {m.id for m in found}
    heads = [m for m in _head(name) if _is_named(m) and m.score >= _SURE]
    return [m for m in heads if m.id not in weighed] + found


def _is_named(match: Match) -> bool:
    organisation = find(match.id)
    return organisation is not None and organisation.place is not None


def _head(name: str) -> list[Match]:
    """What the words before the first stop name: "Airedale, they left me there for hours"."""
    head = _STOP.split(name, maxsplit=1)[0]
    said = tokens(head)
    if head == name or not 0 < len(said) <= LONGEST_HEAD:
        return []
    context = cx.Context(said, find_spans(said), head)
    return [r.match for r in _readings(context)]


def close_matches(found: list[Match]) -> list[Match]:
    """The matches among which a person should choose: those about as good as the best."""
    return [m for m in found if m.score >= found[0].score - CLOSE]


def find_all(text: str) -> list[Mention]:
    """The organisations that a story names, in order; not those named in passing."""
    said = tokens(text[:LONGEST_ANSWER])
    context = cx.Context(said, find_spans(said), text)
    best: dict[int, ranking.Reading] = {}
    for reading in _readings(context):
        if reading.match.score >= _MEANT:
            best.setdefault(reading.span.first, reading)
    each = _each_once(sorted(best.values(), key=lambda r: r.span.first))
    return [
        Mention(r.match, said[r.span.first].start, said[r.span.last].end)
        for r in each
        if not _said_by_name(r.match, each)
    ]


def _each_once(found: list[ranking.Reading]) -> list[ranking.Reading]:
    kept: dict[tuple[str, str | None], ranking.Reading] = {}
    for reading in found:
        kept.setdefault((reading.match.name, reading.match.id), reading)
    return list(kept.values())


def _said_by_name(match: Match, found: list[ranking.Reading]) -> bool:
    """True for the "hospital" or "GP" of a story that names the hospital or the surgery."""
    general = find(match.id)
    if general is None:
        return False
    if any(_is_one_of(general, r.match) for r in found if r.match != match):
        return match.name == general.name
    if general.trusts is None and general.id != "kind-nhs":
        return False
    others = [find(r.match.id) for r in found]
    return any(o is not None and o.place is not None and _fits(general, o) for o in others)


def _is_one_of(general: Organisation, match: Match) -> bool:
    """True for a surgery of the official files where the general one is "GP surgery"."""
    other = find(match.id)
    return other is not None and (other.like or other.id) == general.id


def _fits(general: Organisation, trust: Organisation) -> bool:
    if general.trusts in ("ambulance", "mental_health"):
        return trust.kind == general.trusts
    return trust.kind != "ambulance"


def _best_first(found: Iterable[Match]) -> list[Match]:
    kept: dict[tuple[str, str | None], Match] = {}
    for m in sorted(found, key=lambda m: -m.score):
        kept.setdefault((m.name, m.id), m)
    ranked = list(kept.values())
    return [m for m in ranked if m.score >= ranked[0].score - 30][:MOST]


def namesakes(name: str) -> int:
    """How many organisations of the official files bear a name; many are to be asked about."""
    return named.namesakes(cx.Context(tokens(name[:LONGEST_ANSWER]), ()))


def warm() -> None:
    """Build the index now, so that the first person does not wait for it."""
    lexicon()
    places.trusts_by_place()
    partial.search(tokens("royal infirmary at leeds"))
