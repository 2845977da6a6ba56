"""From the names in a text to a ranked list of what the person may mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from intake import signposts
from intake.organisations import context as cx
from intake.organisations import lexicon as lx
from intake.organisations import places, register
from intake.organisations.models import NHS, OUT, Match, Organisation
from intake.organisations.spans import Span, is_whole

_CARE = frozenset({"care"})
_LOCAL = frozenset({"care", "council", "council-care", "housing"})
_NEAR_HOME = frozenset({"kind-gp", "kind-dentist", "kind-optician", "kind-pharmacy", "kind-111"})
_STREET = frozenset(["road", "street", "station", "church", "lane", "avenue", "stadium", "close", "shopping", "arena"])
_PRISONS = frozenset({"hmpps", "immigration-removal-centre"})
_HEALTH_WORDS = frozenset(
    ["doctor", "nurse", "gp", "health", "medical", "medication", "dentist", "healthcare", "psychiatrist"]
)
_PRIVATE_KINDS = {
    "kind-dentist": "kind-private-dentist",
    "kind-optician": "kind-private-optician",
    "kind-hospital": "kind-private-hospital",
    "kind-gp": "kind-private-health",
    "kind-mental-health": "kind-private-health",
    "kind-community": "kind-private-health",
}
# Words that stand in many stories without being what the complaint is about.
_IN_PASSING = frozenset(
    ["kind-train", "kind-shop", "kind-airline", "kind-parking", "kind-charity", "kind-scam", "kind-finance", "kind-lawyer", "kind-mp", "kind-employer", "kind-judge", "kind-neighbour", "kind-court-decision", "kind-media", "kind-university", "kind-exams", "kind-post", "kind-planning", "kind-bus", "kind-government", "kind-ombudsman", "kind-telecoms", "kind-energy", "kind-water", "kind-pension", "kind-fire", "kind-coroner", "kind-bailiffs", "kind-private-optician", "kind-safeguarding", "kind-advocate", "kind-private-therapist", "kind-immigration-adviser", "kind-nhs"]
)
LONG = 14


@dataclass(frozen=True)
class Reading:
    """One sense of one name in the text, weighed."""

    span: Span
    match: Match
    named: bool


def readings(context: cx.Context) -> list[Reading]:
    """Everything named in a text, best first."""
    found = []
    spans = [s for s in context.spans if not _part_of_another_name(s, context)]
    for span in spans:
        for sense in span.senses:
            if sense.sort != lx.PLACE:
                found += list(_weigh(span, sense, context))
    found += list(_lone_places(context, bool(found)))
    return sorted(found, key=lambda r: (-r.match.score, r.span.first))


def _weigh(span: Span, sense: lx.Sense, context: cx.Context) -> Iterator[Reading]:
    organisation = register.all_organisations()[sense.id]
    score = _base(span, sense, context) * span.sureness + context.emphasis(span)
    organisation, name = _in_context(organisation, sense.name, context)
    score += _place_fit(organisation, span, context)
    yield _reading(span, organisation, name, score, sense.sort == lx.NAMED)
    trusts = _trusts(organisation, context)
    for trust in trusts:
        yield _reading(span, trust, trust.name, score + (4 if len(trusts) == 1 else 2), True)


def _reading(
    span: Span, organisation: Organisation, name: str, score: float, named: bool
) -> Reading:
    match = Match(
        name,
        organisation.id,
        organisation.branch,
        organisation.signpost,
        round(min(100.0, max(1.0, score)), 1),
    )
    return Reading(span, match, named)


def _base(span: Span, sense: lx.Sense, context: cx.Context) -> float:
    length = span.last - span.first
    if is_whole(span, context.tokens):
        return 100.0 if sense.use != lx.ALONE else 94.0
    if sense.sort == lx.NAMED:
        return 91.0 + min(4, length)
    base = 78.0 + min(4, length)
    if sense.id in _IN_PASSING:
        base -= 6 if len(context.tokens) <= LONG else 28
    return base


def _in_context(
    organisation: Organisation, name: str, context: cx.Context
) -> tuple[Organisation, str]:
    """The same, changed by who paid and where it was."""
    if organisation.kind == "provider":
        return _by_payer(organisation, context), name
    if organisation.id in _PRISONS and _about_health(context):
        return _known("kind-prison-healthcare")
    if organisation.id == "kind-nursing-home" and context.payer == cx.NHS_PAID:
        return _known("kind-nhs-nursing-care")
    if organisation.id == "kind-private-hospital" and context.payer == cx.NHS_PAID:
        return _known("kind-nhs-private-provider")
    devolved = context.devolved
    if devolved and _is_devolved(organisation, devolved):
        return _known(devolved)
    if organisation.id in _PRIVATE_KINDS and context.payer == cx.SELF_PAID:
        return _known(_PRIVATE_KINDS[organisation.id])
    return organisation, name


def _known(organisation_id: str) -> tuple[Organisation, str]:
    organisation = register.all_organisations()[organisation_id]
    return organisation, organisation.name


def _is_devolved(organisation: Organisation, post: str) -> bool:
    if organisation.kind == "kind":
        return organisation.group in _LOCAL
    return post in organisation.devolved


def _by_payer(provider: Organisation, context: cx.Context) -> Organisation:
    if context.payer == cx.NHS_PAID:
        return replace(provider, branch=NHS, signpost=None)
    if context.payer == cx.SELF_PAID and provider.branch != NHS:
        return replace(provider, branch=OUT)
    return provider


def _about_health(context: cx.Context) -> bool:
    return any(t.word in _HEALTH_WORDS for t in context.tokens)


def _trusts(organisation: Organisation, context: cx.Context) -> list[Organisation]:
    """The trusts that "hospital" beside a place in England points to."""
    kind = organisation.trusts
    if kind is None:
        return []
    found = places.trusts(context.places.get("england", []), kind)
    return [register.all_organisations()[i] for i in found[:5]]


def _place_fit(organisation: Organisation, span: Span, context: cx.Context) -> float:
    """A name that several trusts share goes to the one in the place named."""
    english = context.places.get("england", [])
    if organisation.place is None or len(span.senses) < 2 or not english:
        return 0.0
    return (
        4.0
        if any(organisation.id in places.trusts_by_place().get(p, ()) for p in english)
        else -4.0
    )


def _part_of_another_name(span: Span, context: cx.Context) -> bool:
    """True for the "St Mary's" of "St Mary's School" and the "Leeds Road" kind of name."""
    if not any(s.sort == lx.NAMED and _is_nhs(s.id) for s in span.senses):
        return False
    following = context.tokens[span.last + 1 : span.last + 2]
    if following and following[0].word in _STREET and not any(s.official for s in span.senses):
        return True
    beside = next((s for s in context.spans if s.first == span.last + 1), None)
    return beside is not None and any(_other_trade(s) for s in beside.senses)


def _is_nhs(organisation_id: str) -> bool:
    return register.all_organisations()[organisation_id].place is not None


def _other_trade(sense: lx.Sense) -> bool:
    if sense.sort != lx.KIND:
        return sense.id == "police"
    return sense.id in _NEAR_HOME or register.all_organisations()[sense.id].group not in _CARE


def _lone_places(context: cx.Context, something_found: bool) -> Iterator[Reading]:
    """A town as the whole answer: perhaps its hospital."""
    if something_found:
        return
    for span in context.spans:
        if is_whole(span, context.tokens):
            for trust_id in places.trusts(context.places.get("england", []), "acute")[:5]:
                trust = register.all_organisations()[trust_id]
                yield _reading(span, trust, trust.name, 58.0, True)
            if context.devolved:
                post = signposts.get(context.devolved)
                if post:
                    yield _reading(
                        span, register.all_organisations()[post.id], post.label, 58.0, True
                    )
