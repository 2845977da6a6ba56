"""Reads dates: one from an answer, or all of those a story tells of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from intake.dates import grammar, modifiers, periods, roles
from intake.dates.atoms import Maker
from intake.dates.data import load
from intake.dates.model import DateMention, DateReading, Span
from intake.dates.tokens import LONGEST, Tokens, tokens

_JOIN = re.compile(
    r"^(?:to|until|-|up to|through|and|or)"
    r"(?: (?:to|the|about|early|mid|late|end|of|beginning|in|into))*$"
)
_CORRECTION = re.compile(
    r"\b(?:no wait|wait no|sorry|actually|i mean|i meant|or rather|no it was)\b"
)
_NOT = re.compile(r"(?:^| )(?:not|wasn't|wasnt|isn't)(?: (?:in|on|the|it|was|until|since))*$")


@dataclass(frozen=True)
class Part:
    """A date found among the tokens, by the first and last place in their text."""

    span: Span
    start: int
    end: int


def parse(text: str, today: date, question: str | None = None) -> DateReading:
    """The date an answer tells of; `question` chooses among several that say what they are of."""
    words = text.strip() if isinstance(text, str) else ""
    found = tokens(words[:LONGEST])
    whole = _alone(found, today)
    parts = [whole] if whole else _parts(found, today)
    parts = [part for part in parts if not _denied(found, part)] or parts
    if not parts:
        return DateReading(None, None, "unknown", "unclear", words)
    part = _chosen(parts, found, words, question)
    return _reading(part.span, today, _quote(words, found, part))


def find_all(text: str, today: date) -> list[DateMention]:
    """Every date a story tells of, with its place and what it is the date of where that is said."""
    text = text if isinstance(text, str) else ""
    found = tokens(text[:LONGEST])
    places = []
    for part in _in_order(_parts(found, today), today):
        first, last = found.index(part.start), found.index(part.end - 1)
        start, end = found.spans[first][0], found.spans[last][1]
        if part.span.problem is None and roles.plausible(found, first, last, text[start:end]):
            places.append((part, start, end))
    spans = [(start, end) for _, start, end in places]
    return [
        DateMention(
            _reading(part.span, today, text[start:end]), start, end, text[start:end],
            roles.role(text, spans, number),
        )
        for number, (part, start, end) in enumerate(places)
    ]  # fmt: skip


def _in_order(parts: list[Part], today: date) -> list[Part]:
    """Months without a year given the year that the dates told before and after them make likely.

    "Between March and July 2025 ... found out in August ... complained 1 September 2025."
    """
    ordered: list[Part] = []
    for number, part in enumerate(parts):
        before = next((one.span for one in reversed(ordered) if _fixes_year(one.span, today)), None)
        after = next(
            (one.span for one in parts[number + 1 :] if _fixes_year(one.span, today)), None
        )
        ordered.append(Part(_placed(part.span, before, after, today), part.start, part.end))
    return ordered


def _fixes_year(span: Span, today: date) -> bool:
    """True for a date of the last few years that says its year, and is narrower than one."""
    said = not span.missing_year and not span.ago and span.problem is None
    return said and span.precision != "year" and today.year - 4 <= span.start.year <= today.year


def _placed(span: Span, before: Span | None, after: Span | None, today: date) -> Span:
    if (
        not span.missing_year
        or span.problem is not None
        or (span.precision == "day" and not before)
    ):
        return span
    if before is not None:
        moved = periods.re_year(span, before.start.year)
        if moved.end < before.start:
            moved = periods.re_year(span, before.start.year + 1)
        fits = after is None or moved.start <= after.end
        return moved if fits and moved.start <= today else span
    if after is not None and span.start > after.end:
        moved = periods.re_year(span, after.end.year)
        return moved if moved.start <= after.end else periods.re_year(span, after.end.year - 1)
    return span


def _quote(text: str, found: Tokens, part: Part) -> str:
    first, last = found.index(part.start), found.index(max(part.start, part.end - 1))
    return text[found.spans[first][0] : found.spans[last][1]]


def _reading(span: Span, today: date, words: str) -> DateReading:
    if span.problem is not None:
        return DateReading(None, None, "unknown", span.problem, words)
    if span.start > today:
        return DateReading(None, None, "unknown", "future", words)
    return DateReading(span.start, span.end, span.precision, None, words)


def _alone(found: Tokens, today: date) -> Part | None:
    text = found.text.rstrip(" .")
    for pattern, make in grammar.ALONE:
        match = pattern.search(text)
        if match is not None:
            return Part(make(match, today), 0, len(text))
    return None


def _parts(found: Tokens, today: date) -> list[Part]:
    """The dates in a text, changed by the words round them and joined where two make a range."""
    text = found.text
    atoms = _atoms(text, today)
    changed: list[Part] = []
    for number, part in enumerate(atoms):
        floor = changed[-1].end if changed else 0
        ceiling = atoms[number + 1].start if number + 1 < len(atoms) else len(text)
        before, after = text[floor : part.start].lstrip(), text[part.end : ceiling].lstrip()
        span, back, ahead = modifiers.apply(before, part.span, after, today)
        start = part.start - back
        end = part.end + (1 + ahead if ahead else 0)
        changed.append(Part(span, max(start, floor), min(end, len(text))))
    return _ranges(changed, text, today)


def _atoms(text: str, today: date) -> list[Part]:
    """Dates on their own: of those that overlap, the longest."""
    matches: list[tuple[int, int, Span]] = []
    for pattern, make in grammar.forms():
        for match in pattern.finditer(text):
            if match.end() > match.start():
                matches.append((match.start(), match.end(), _made(make, match, today)))
    matches.sort(key=lambda found: (found[0] - found[1], found[0]))
    kept: list[Part] = []
    for start, end, span in matches:
        if all(end <= part.start or start >= part.end for part in kept):
            kept.append(Part(span, start, end))
    return sorted(kept, key=lambda part: part.start)


def _made(make: Maker, match: re.Match[str], today: date) -> Span:
    try:
        return make(match, today)
    except (ValueError, OverflowError):
        return Span(today, today, "unknown", problem="impossible")


def _ranges(parts: list[Part], text: str, today: date) -> list[Part]:
    joined: list[Part] = []
    for part in parts:
        previous = joined[-1] if joined else None
        if previous is not None and _joins(previous, part, text):
            span = _range(previous.span, part.span, today)
            joined[-1] = Part(span, previous.start, part.end)
        else:
            joined.append(part)
    return joined


def _joins(first: Part, second: Part, text: str) -> bool:
    between = text[first.end : second.start].strip()
    if not between:
        # "march april": two months running; otherwise two mentions of one date
        return first.span.precision == second.span.precision == "month"
    if not _JOIN.match(between) or first.span.problem or second.span.problem:
        return False
    if between.split()[0] in {"and", "or"}:
        ahead = text[max(0, first.start - 12) : first.start]
        alike = first.span.precision == second.span.precision != "day"
        return "between" in ahead or alike
    return True


def _range(first: Span, second: Span, today: date) -> Span:
    """From the start of one to the end of the other, sharing a year that only one of them says."""
    if first.missing_year and not second.missing_year and not second.ago:
        first = periods.re_year(first, second.start.year)
        if first.start > second.end:
            first = periods.re_year(first, second.start.year - 1)
    elif second.missing_year and not first.missing_year and not first.ago:
        second = periods.re_year(second, first.start.year)
        if second.end < first.start:
            second = periods.re_year(second, first.start.year + 1)
    elif first.missing_year and first.start > second.end:
        first = periods.re_year(first, first.start.year - 1)
    start, end = min(first.start, second.start), max(first.end, second.end)
    return Span(start, end, "approx", first.missing_year and second.missing_year)


def _denied(found: Tokens, part: Part) -> bool:
    return bool(_NOT.search(found.text[: part.start].rstrip()))


def _chosen(parts: list[Part], found: Tokens, words: str, question: str | None) -> Part:
    """The date meant: after a correction the later, else that of the question, else the first."""
    if len(parts) == 1:
        return parts[0]
    first, second = parts[0], parts[1]
    between = found.text[first.end : second.start]
    if _CORRECTION.search(between):
        return second
    if question is not None:
        asked = _of_question(parts, found, words, question)
        if asked is not None:
            return asked
    overlaps = [
        part
        for part in parts
        if part.span.problem is None
        and part.span.start <= first.span.end
        and part.span.end >= first.span.start
    ]
    if first.span.problem is None and len(overlaps) > 1:
        return min(overlaps, key=lambda part: part.span.days)
    return first


def _of_question(
    parts: list[Part], found: Tokens, words: str, question: str
) -> Part | None:  # fmt: skip
    spans = []
    for part in parts:
        first, last = found.index(part.start), found.index(part.end - 1)
        spans.append((found.spans[first][0], found.spans[last][1]))
    for number, part in enumerate(parts):
        if roles.role(words, spans, number) == question:
            return part
    return None


@lru_cache(maxsize=1)
def _unknown() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(phrase) for phrase in load()["unknown"]))


def says_unknown(text: str) -> bool:
    """True where the person says that they do not know the date."""
    return bool(_unknown().search(text.lower().replace("’", "'")))
