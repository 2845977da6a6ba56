"""From the names in a text to a ranked list of what the person may mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from intake.organisations import context as cx
from intake.organisations import entries, meaning, places, register
from intake.organisations.entries import Sense
from intake.organisations.files import reading_words
from intake.organisations.models import GOV, NHS, Match, Organisation
from intake.organisations.spans import Span, is_whole

# Scores run to 100. From 95 a name is exact; below 75 it was hinted at or mentioned in passing.
WHOLE, WHOLE_EVERYDAY_WORD, KIND_AND_PLACE = 100.0, 94.0, 95.0
NAMED, KIND, HINTED, LONE_PLACE = 91.0, 78.0, 62.0, 58.0
IN_PASSING, IN_PASSING_SHORT, BESIDE_OTHERS, ADVISER = 28.0, 6.0, 15.0, 15.0
BY_THE_WAY = 32.0
COURTS, PRIVATE_PLACE = "hmcts", "kind-private-hospital"
PRIVATE_TRADES = ("kind-private-dentist", "kind-private-optician", "kind-private-therapist")
PLACED, HAS_A_SITE, LONG = 4.0, 1.0, 14
_NEAR_HOME = frozenset({"kind-gp", "kind-dentist", "kind-optician", "kind-pharmacy", "kind-111"})


@dataclass(frozen=True)
class Reading:
    """One sense of one name in the text, weighed."""

    span: Span
    match: Match


def readings(context: cx.Context) -> list[Reading]:
    """Everything named in a text, best first."""
    found = []
    for span in context.spans:
        if not _part_of_another_name(span, context):
            for sense in _senses(span):
                found += list(_weigh(span, sense, context))
    if any(r.match.id in PRIVATE_TRADES for r in found):
        found = [r for r in found if r.match.id != PRIVATE_PLACE]
    found = found or list(_lone_places(context))
    return sorted(found, key=lambda r: (-r.match.score, r.span.first))


def _senses(span: Span) -> list[Sense]:
    """What a run may mean; a named body stands for its kind."""
    known = register.all_organisations()
    named = {known[s.id].signpost for s in span.senses if s.sort == entries.NAMED} - {None}
    kinds = [s for s in span.senses if s.sort == entries.KIND and known[s.id].signpost not in named]
    return [s for s in span.senses if s.sort == entries.NAMED] + kinds


def _weigh(span: Span, sense: Sense, context: cx.Context) -> Iterator[Reading]:
    listed = register.all_organisations()[sense.id]
    score = _base(span, sense, context) * span.sureness + context.emphasis(span)
    if listed.in_passing and context.advises(span) and not _opens(listed, span, context):
        score -= ADVISER
    if context.landmark(span) or (listed.id == COURTS and context.judged(span)):
        score -= BY_THE_WAY
    organisation, name = meaning.settle(listed, sense.name, span, context)
    yield _reading(span, organisation, name, score + meaning.place_fit(organisation, span, context))
    trusts = meaning.trusts_meant(organisation, span, context)
    for trust in trusts:
        fits = len(trusts) == 1 or meaning.named_after(trust, span, context)
        yield _reading(span, trust, trust.name, score + (PLACED if fits else HAS_A_SITE))


def _reading(span: Span, organisation: Organisation, name: str, score: float) -> Reading:
    shown = round(min(WHOLE, max(1.0, score)), 1)
    found = Match(name, organisation.id, organisation.branch, organisation.signpost, shown)
    return Reading(span, found)


def _base(span: Span, sense: Sense, context: cx.Context) -> float:
    if sense.use == entries.HINT:
        return HINTED
    kind = sense.sort == entries.KIND
    if is_whole(span, context.tokens):
        everyday = sense.use == entries.ALONE and not kind
        return WHOLE_EVERYDAY_WORD if everyday else WHOLE
    if kind and context.only_places_beside(span):
        return KIND_AND_PLACE
    base = (KIND if kind else NAMED) + min(4, len(span.run) - 1)
    found = register.all_organisations()[sense.id]
    if not found.in_passing or context.cued(span) or _opens(found, span, context):
        return base
    if len(context.tokens) > LONG:
        return base - IN_PASSING if kind or context.names_several else base
    if not kind:
        return base
    return base - (BESIDE_OTHERS if context.names_several else IN_PASSING_SHORT)


def _opens(organisation: Organisation, span: Span, context: cx.Context) -> bool:
    """True where one whom we can look at is the first to be named, as the subject."""
    return organisation.branch in (NHS, GOV) and context.opens(span)


def _part_of_another_name(span: Span, context: cx.Context) -> bool:
    """True for the "St Mary's" of "St Mary's School" and the "Leeds" of "Leeds Road"."""
    if not any(s.sort == entries.NAMED and _gives_care(s.id) for s in span.senses):
        return False
    following = context.next_word(span)
    if following is None:
        return False
    if span.sureness < 1 and following.word in reading_words("firms"):
        return True
    street = following.word in reading_words("streets")
    if street and not any(s.official for s in span.senses):
        return True
    if following.word in reading_words("other_names"):
        return True
    beside = next((s for s in context.spans if s.first == span.last + 1), None)
    return beside is not None and any(_another_trade(s) for s in beside.senses)


def _gives_care(organisation_id: str) -> bool:
    organisation = register.all_organisations()[organisation_id]
    return organisation.place is not None or organisation.kind == "provider"


def _another_trade(sense: Sense) -> bool:
    if sense.sort != entries.KIND:
        return sense.id == "police"
    return sense.id in _NEAR_HOME or register.all_organisations()[sense.id].group != "care"


def _lone_places(context: cx.Context) -> Iterator[Reading]:
    """A town as the whole answer: perhaps its hospital."""
    known = register.all_organisations()
    for span in context.spans:
        if not is_whole(span, context.tokens):
            continue
        ids = places.trusts(context.places(span).get(cx.ENGLAND, []), "acute")[:5]
        devolved = context.devolved(span)
        for organisation_id in [*ids, *([devolved] if devolved else [])]:
            found = known[organisation_id]
            yield _reading(span, found, found.name, LONE_PLACE)
