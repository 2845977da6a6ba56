"""Listed organisations as readings of a text, beside those of the built-in register."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from intake.organisations import context as cx
from intake.organisations import directory as index
from intake.organisations import listed, meaning, nearby, register
from intake.organisations.capitals import in_capitals
from intake.organisations.entries import KIND
from intake.organisations.listed import Row
from intake.organisations.models import Match, Organisation
from intake.organisations.ranking import Reading
from intake.organisations.spans import Span

WHOLE, NAMED = 99.0, 93.0
CLOSE, MOST = 4.0, 5


def readings(context: cx.Context, known: Sequence[Reading]) -> list[Reading]:
    """The built-in readings, with listed names in place of what they contain."""
    directory = index.current()
    if not len(directory) or not context.tokens:
        return list(known)
    text = nearby.Text(directory, context.tokens)
    spans: dict[tuple[int, int], list[nearby.Found]] = defaultdict(list)
    for one in nearby.find(text):
        spans[one.first, one.last].append(one)
    kept, named = list(known), []
    for (first, last), group in spans.items():
        span = Span(first, last, (), max(one.fit for one in group))
        over = [r for r in known if r.span.first <= last and first <= r.span.last]
        if all(_gives_way(r, span) for r in over):
            kept = [r for r in kept if r not in over]
            named += _readings(text, span, group, context)
    taken = {r.match.id for r in kept if not _is_kind(r.match.id)}
    kept += [r for r in named if r.match.id not in taken]
    return sorted(kept, key=lambda r: (-r.match.score, r.span.first))


def _gives_way(reading: Reading, span: Span) -> bool:
    """A kind always does, and a name that is only part of the listed one, or was guessed at."""
    own = reading.span
    if all(sense.sort == KIND for sense in own.senses):
        return True
    within = span.first <= own.first and own.last <= span.last
    return within and (len(own.run) < len(span.run) or own.sureness < span.sureness)


def _is_kind(organisation_id: str | None) -> bool:
    return organisation_id is None or organisation_id.startswith("kind-")


def _readings(
    text: nearby.Text, span: Span, group: list[nearby.Found], context: cx.Context
) -> list[Reading]:
    """The names that fit; where there are more than a person could choose from, what was said."""
    outside = cx.Context(
        context.tokens, [s for s in context.spans if s.last < span.first or s.first > span.last]
    )
    ranked = sorted(_weighed(text, span, group), key=lambda each: -each[0])
    alike = [row for score, row in ranked if score > ranked[0][0] - CLOSE]
    weighed = [
        (score, row, found)
        for score, row in ranked[: 2 * MOST]
        for found in _meant(text.directory, row)
    ]
    emphasis = context.emphasis(span)
    matches = [_match(score + emphasis, row, found, span, outside) for score, row, found in weighed]
    if len(alike) > MOST and len({m.id for m in matches}) > 1:
        one_trade = len({row.kind for row in alike}) == 1 and group[0].traded
        matches = [_said(alike, matches[0].score, span, context)] if one_trade else []
    return [Reading(span, match) for match in _told_apart(_once(matches)[:MOST], weighed)]


def _weighed(
    text: nearby.Text, span: Span, group: list[nearby.Found]
) -> Iterator[tuple[float, Row]]:
    for one in group:
        for row in one.name.rows:
            fit = min(1.0, one.fit + text.placed(row, span.first, span.last))
            yield round((WHOLE if one.whole else NAMED) * fit, 1), row


def _meant(directory: index.Directory, row: Row) -> list[Organisation]:
    """What a row stands for: itself, a site's trust, or another ombudsman outside England."""
    if row.nation in listed.DEVOLVED:
        return [register.all_organisations()[listed.DEVOLVED[row.nation]]]
    if listed.kinds()[row.kind].of_parent:
        return directory.owner(row)
    found = directory.find(listed.identity(row.kind, row.code))
    return [found] if found else []


def _match(score: float, row: Row, found: Organisation, span: Span, outside: cx.Context) -> Match:
    of_parent = listed.kinds()[row.kind].of_parent
    name = f"{found.name} ({row.name})" if of_parent else index.shown(row)
    settled, _ = meaning.settle(found, name, span, outside)
    shown = round(min(100.0, max(1.0, score)), 1)
    return Match(name, settled.id, settled.branch, settled.signpost, shown)


def _once(matches: list[Match]) -> list[Match]:
    """Two sites of one trust are one choice."""
    kept: dict[str, Match] = {}
    for match in matches:
        kept.setdefault(match.name if _is_kind(match.id) else str(match.id), match)
    return list(kept.values())


def _said(alike: list[Row], score: float, span: Span, context: cx.Context) -> Match:
    """ "Park Surgery", one of many: a GP surgery under the name that was said."""
    like = register.all_organisations()[listed.kinds()[alike[0].kind].like]
    name = context.text[context.tokens[span.first].start : context.tokens[span.last].end]
    same = {row.name for row in alike}
    shown = same.pop() if len(same) == 1 else in_capitals(name.upper())
    return Match(shown or like.name, like.id, like.branch, like.signpost, score)


def _told_apart(
    matches: list[Match], weighed: list[tuple[float, Row, Organisation]]
) -> list[Match]:
    """Names that read alike, each with its postcode."""
    names = Counter(m.name for m in matches)
    postcodes = {found.id: row.postcode for _, row, found in weighed}
    return [
        replace(m, name=f"{m.name}, {postcodes[m.id or '']}")
        if names[m.name] > 1 and postcodes.get(m.id or "")
        else m
        for m in matches
    ]


def namesakes(context: cx.Context) -> int:
    """How many listed organisations the best listed name of a text fits alike."""
    directory = index.current()
    if not len(directory) or not context.tokens:
        return 0
    text = nearby.Text(directory, context.tokens)
    found = nearby.find(text)
    fits = [f.fit + text.placed(row, f.first, f.last) for f in found for row in f.name.rows]
    return sum(fit > max(fits) - CLOSE / 100 for fit in fits)
