"""What each name is to the story: complained about, only told of it, or cleared of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from intake.organisations import files, register
from intake.organisations.context import DEVOLVED, Context
from intake.organisations.models import GOV, NHS, OUT
from intake.organisations.ranking import Reading
from intake.organisations.spans import Span

DENIED, PASSING, NEUTRAL, ACTING, FOCUS = range(5)
OURS = (NHS, GOV)
# Between ours and others: what ours must reach to count, and how far the other one stays behind.
MEANT, BEHIND, SUBJECT, CLEARED = 65.0, 6.0, 90.0, 34.0
REACH = 60
WHOLE_NHS = "kind-nhs"
# Care that was paid for, and care elsewhere in the UK: their scores tell already which is meant.
_WEIGHED = frozenset([*DEVOLVED.values(), "S24", "S25", "S26", "S31"])
_PEOPLE = frozenset(["kind-neighbour"])
_APOSTROPHES = re.compile(r"['’`]")


def ordered(found: Sequence[Reading], context: Context) -> list[Reading]:
    """Ours before others, but for those of ours that the text only names beside somebody else."""
    weighed = _by_role(_departments_first(_cleared_last(found, context)), context)
    opening = next((r for r in weighed if _opens(r, context)), None)
    if opening is not None:
        best = max(opening.match.score, *(r.match.score for r in weighed), SUBJECT)
        raised = replace(opening, match=replace(opening.match, score=best))
        weighed = [raised, *(_after(r, best) for r in weighed if r is not opening)]
    return sorted(weighed, key=lambda r: (-r.match.score, r.span.first))


def _cleared_last(found: Sequence[Reading], context: Context) -> list[Reading]:
    """Those that the text clears of it, such as "I'm not on about the Home Office", come last."""
    ids = {r.span: r.match.id for r in found}
    if len(set(ids.values())) < 2:
        return list(found)
    cleared = {i for s, i in ids.items() if not context.denied(s) and _denied(*_around(s, context))}
    return [_after(r, r.match.score - CLEARED) if r.match.id in cleared else r for r in found]


def _departments_first(found: Sequence[Reading]) -> list[Reading]:
    """HMRC before the Adjudicator, where both are named: the complaint was HMRC's first."""
    known = register.all_organisations()
    best: dict[str | None, float] = {}
    for r in found:
        tier = known[r.match.id].second_tier if r.match.id in known else None
        best[tier] = max(r.match.score, best.get(tier, 0.0))
    handled = [(r, _handled(r)) for r in found]
    return [_after(r, best[tier]) if tier and tier in best else r for r, tier in handled]


def _handled(reading: Reading) -> str | None:
    organisation = register.find(reading.match.id)
    return organisation.handles if organisation else None


def _by_role(found: Sequence[Reading], context: Context) -> list[Reading]:
    ours = [r for r in found if r.match.branch in OURS and r.match.score >= MEANT]
    others = [r for r in found if r.match.branch not in OURS]
    if not ours or not others:
        return list(found)
    role_of_ours = max(_of_ours(r, context) for r in ours)
    roles = {id(r): role(r.span, context, ours=False) for r in others}
    behind = [r for r in others if _gives_way(r, roles[id(r)], role_of_ours)]
    best = max(r.match.score for r in ours)
    ahead = [r.match.score for r in others if r not in behind and roles[id(r)] > role_of_ours]
    acts = {roles[id(r)] for r in others if r.match.id not in _PEOPLE}
    acting = role_of_ours == NEUTRAL and ACTING in acts
    if ahead and (role_of_ours <= PASSING or acting):
        behind, best = ours, max(ahead)
    return [_after(r, best) if r in behind else r for r in found]


def _opens(reading: Reading, context: Context) -> bool:
    """True for the regulator of "The GMC closed my complaint about the surgeon"."""
    if (
        not context.opens(reading.span)
        or not _fits("watchdog", reading.match.name.lower())
        or _handled(reading)
    ):
        return False
    _, after = _around(reading.span, context)
    return _fits("opens_with", after) and role(reading.span, context, ours=False) >= NEUTRAL


def _after(reading: Reading, best: float) -> Reading:
    score = max(1.0, min(reading.match.score, round(best - BEHIND, 1)))
    return replace(reading, match=replace(reading.match, score=score))


def _gives_way(other: Reading, its_role: int, role_of_ours: int) -> bool:
    if its_role <= PASSING:
        return its_role < role_of_ours or role_of_ours == PASSING
    outside = other.match.branch == OUT and other.match.signpost not in _WEIGHED
    return outside and role_of_ours >= its_role


def _of_ours(reading: Reading, context: Context) -> int:
    found = role(reading.span, context, ours=True)
    return PASSING if reading.match.id == WHOLE_NHS and found == NEUTRAL else found


def role(span: Span, context: Context, ours: bool) -> int:
    """What the words around a name make of it."""
    before, after = _around(span, context)
    if context.denied(span) or _denied(before, after):
        return DENIED
    if _fits("focus_before", before) or _fits("focus_after", after):
        return FOCUS
    aside = "bystander" if ours else "passing"
    if _fits(f"{aside}_before", before) or _fits(f"{aside}_after", after):
        return PASSING
    opens = context.opens(span)
    if ours and not opens and _fits("writing_after", after):
        return PASSING
    harmed = _fits("harm_after", after)
    return ACTING if harmed and (ours or opens) else NEUTRAL


def _denied(before: str, after: str) -> bool:
    return _fits("denied_before", before) or _fits("denied_after", after)


def _around(span: Span, context: Context) -> tuple[str, str]:
    """The words of the same clause before and after a name, in one form."""
    start, end = context.tokens[span.first].start, context.tokens[span.last].end
    stops, text = _pattern("clause_end"), context.text
    before = stops.split(text[max(0, start - REACH) : start].lower())[-1]
    after = stops.split(text[end : end + REACH].lower().lstrip(" ,"))[0]
    return _plain(_pattern("determiners").sub("", _plain(before))), _plain(after)


def _plain(text: str) -> str:
    return " ".join(_APOSTROPHES.sub("", text).split())


def _fits(name: str, words: str) -> bool:
    return bool(_pattern(name).search(words))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """One of the patterns: those about what stands before end there, the others begin there."""
    data = files.load("reading_roles.yml")
    if name == "determiners":
        return re.compile(rf"(?:\b(?:{data[name]}) ?)+$")
    written = "".join(data[name].splitlines())
    if name.endswith("_before"):
        return re.compile(rf"(?:{written})$")
    begins = name.endswith(("_after", "_with"))
    return re.compile(rf"^(?:{written})" if begins else written)
