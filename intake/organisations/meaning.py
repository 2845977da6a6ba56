"""What a named organisation turns out to be, given who paid and where it was."""

from __future__ import annotations

from dataclasses import replace

from intake.organisations import context as cx
from intake.organisations import places, register
from intake.organisations.files import reading_words
from intake.organisations.models import NHS, OUT, Organisation
from intake.organisations.spans import Span
from intake.organisations.text import words

ABROAD_KIND = "kind-abroad"
# The groups of services that another ombudsman looks at outside England.
_LOCAL = frozenset({"care", "council", "council-care", "housing"})
_MOST_TRUSTS = 5


def settle(
    organisation: Organisation, name: str, span: Span, context: cx.Context
) -> tuple[Organisation, str]:
    """The organisation that is meant here, with the name to show."""
    if organisation.kind == "provider":
        return _by_payer(organisation, context.payer(span)), name
    changed = _becomes(organisation, span, context)
    if changed is None:
        return organisation, name
    found = register.all_organisations()[changed]
    return found, found.name


def trusts_meant(organisation: Organisation, span: Span, context: cx.Context) -> list[Organisation]:
    """The trusts that "hospital" beside a place in England points to."""
    if organisation.trusts is None:
        return []
    found = places.trusts(context.places(span).get(cx.ENGLAND, []), organisation.trusts)
    return [register.all_organisations()[i] for i in found[:_MOST_TRUSTS]]


def named_after(trust: Organisation, span: Span, context: cx.Context) -> bool:
    """True where the place said is in the trust's own name."""
    named = context.places(span).get(cx.ENGLAND, [])
    name = f" {' '.join(words(trust.name))} "
    return any(f" {' '.join(place)} " in name for place in named)


def place_fit(organisation: Organisation, span: Span, context: cx.Context) -> float:
    """A name that several trusts share goes to the one in the place named."""
    named = context.places(span).get(cx.ENGLAND, [])
    if organisation.place is None or len(span.senses) < 2 or not named:
        return 0.0
    there = any(organisation.id in places.trusts_by_place().get(p, ()) for p in named)
    return 4.0 if there else -4.0


def _becomes(organisation: Organisation, span: Span, context: cx.Context) -> str | None:
    """The id of the entry that this one turns into, if any."""
    if "health" in organisation.becomes and _about_health(context):
        return organisation.becomes["health"]
    payer = context.payer(span)
    if payer == cx.NHS_PAID and cx.NHS_PAID in organisation.becomes:
        return organisation.becomes[cx.NHS_PAID]
    local = organisation.kind == "kind" and organisation.group in _LOCAL
    if local and cx.ABROAD in context.places(span):
        return ABROAD_KIND
    devolved = context.devolved(span)
    if devolved and (local or devolved in organisation.devolved):
        return devolved
    if devolved and _shared_name(organisation, span):
        return devolved
    return organisation.becomes.get(cx.SELF_PAID) if payer == cx.SELF_PAID else None


def _shared_name(organisation: Organisation, span: Span) -> bool:
    """True for "Queen Elizabeth" and the like, which hospitals outside England are called too."""
    return organisation.place is not None and len(span.senses) > 1


def _by_payer(provider: Organisation, payer: str | None) -> Organisation:
    """HSCA 1993 s.2B: a private provider is in for the care that the NHS paid for."""
    if payer == cx.NHS_PAID:
        return replace(provider, branch=NHS, signpost=None)
    if payer == cx.SELF_PAID and provider.branch != NHS:
        return replace(provider, branch=OUT)
    return provider


def _about_health(context: cx.Context) -> bool:
    """Whether care is spoken of: "the nurse", but not "not any doctor"."""
    words = [t.word for t in context.tokens]
    denials = reading_words("negations")
    return any(
        word in reading_words("health") and not denials.intersection(words[max(0, i - 2) : i])
        for i, word in enumerate(words)
    )
