"""Finds the dates of a text: each form of words, what changes it, and what joins two of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice, pairwise
from typing import NamedTuple

from intake.dates import grammar, modifiers, needs, periods, roles
from intake.dates.atoms import Maker
from intake.dates.model import NoDate, Span
from intake.dates.needs import Form
from intake.dates.tokens import Tokens

_JOIN = re.compile(
    r"^(?:to|until|-|up to|through|and|or|maybe|perhaps|possibly|going on|going into"
    r"|(?:or )?(?:it )?(?:could|might|may|else)(?: (?:have|of|be|been|even|as well))*)"
    r"(?: (?:to|the|about|early|mid|late|end|of|beginning|in|into|maybe|possibly))*$"
)
_NOT = re.compile(r"(?:^| )(?:not|wasn't|wasnt|isn't)(?: (?:in|on|the|it|was|since))*$")
_FILLER = re.compile(
    r"^(?:(?:i|think|maybe|about|in|on|so|like|probably|say|possibly|time|sometime|it|was|would|be|at"
    r"|ish|around|the|of|or|must|reckon|believe|guess|month|date|day|-|\.) ?)*$"
)
_EVENT = re.compile(
    r"^(?:(?:it|was|happened|about|this|that) )*(?P<lead>(?:\S+ ){1,4}(?:before|after)) "
    r"(?:\S+ ){1,12}(?:was|is|were|being|which|it's)(?: on)? $"
)
_SIDES = ("after ", "before ")
_WINDOW = 7  # words either side of a word of time
_MOST = 150  # words of time that are looked at; no story tells of more dates
_SHORT_ANSWER = 80
# What parts a date from a year that is of something else.
_ELSEWHEN = re.compile(
    r"\b(?:from|since|to|until|or|and|but|not|my|our|born|then|when|after|before|\d\d+)(?!\S)"
)
_SAID_AGAIN = re.compile(
    r"^(?:(?:it happened|that|happened) ?)?"
    r"(?:(?:so|say|ie|i e|which (?:is|was)|that's|thats|that was|meaning|about|on|the|-) ?)*$"
)
_YEAR = 366
_APART = 200  # days from one to the other of two dates between which somebody wavers
_NEAR = 90  # letters before a date in which words that change it may stand
_NEXT = 31  # days between the end of one part of a month and the start of the next
_BESIDE = re.compile(rf"^ (?:before|after) (?:{modifiers.NEXT_TO} )*$")
_OF_DATE = re.compile(rf"^ ?(?:{modifiers.NEXT_TO} )*$")


class Window(NamedTuple):
    """A stretch of the text that may hold a date, and its words."""

    start: int
    end: int
    words: frozenset[str]


@dataclass(frozen=True)
class Part:
    """A date found among the tokens, by the first and last place in their text."""

    span: Span
    start: int
    end: int


def alone(found: Tokens, today: date) -> Part | None:
    """A date of figures only, or a length of time, where the text holds nothing else."""
    text = found.text.rstrip(" .")
    for pattern, make in grammar.ALONE:
        match = pattern.search(text)
        span = _made(make, match, today) if match else None
        if span is not None:
            return Part(span, 0, len(text))
    return None


def length_of_time(found: Tokens, today: date) -> Part | None:
    """A length of time that a text without a date tells: "18 months of ringing them"."""
    for pattern, make in grammar.LOOSE:
        match = pattern.search(found.text)
        span = _made(make, match, today) if match else None
        if match is not None and span is not None:
            return Part(span, *match.span())
    return None


def find(found: Tokens, today: date) -> list[Part]:
    """The dates in a text, changed by the words round them and joined where two make a range."""
    text = found.text
    atoms = _atoms(found, today)
    changed: list[Part] = []
    for number, part in enumerate(atoms):
        floor = changed[-1].end if changed else 0
        ceiling = atoms[number + 1].start if number + 1 < len(atoms) else len(text)
        near = max(floor, part.start - _NEAR)
        before, after = text[near : part.start].lstrip(), text[part.end : ceiling].lstrip()
        if before.endswith(_SIDES) and _apart(found, part):
            before = ""
        span, back, ahead = modifiers.apply(before, part.span, after, today)
        start = part.start - back
        end = part.end + (1 + ahead if ahead else 0)
        changed.append(Part(span, max(start, floor), min(end, len(text))))
    if len(changed) == 1:
        changed = [_of_event(changed[0], text, today)]
    changed = [part for part in changed if not denied(text, part)] or changed
    return _of_one_year(_joined(changed, text, today), text)


def _of_one_year(found: list[Part], text: str) -> list[Part]:
    """Dates of the one year that a short answer says apart: "Armistice Day, of all days, 2025"."""
    years = [part for part in found if _is_year(part.span)]
    others = [part for part in found if part not in years]
    if len(text) > _SHORT_ANSWER or len(years) != 1 or not others:
        return found
    near = min(others, key=lambda part: abs(part.start - years[0].start))
    between = text[min(near.end, years[0].end) : max(near.start, years[0].start)]
    if _ELSEWHEN.search(between) or roles.cues(between):
        return found
    moved = [_within(part.span, years[0].span) for part in others if part.span.missing_year]
    if None in moved or len(moved) < len(others):
        return found
    pairs = zip(others, moved, strict=True)
    return [Part(span, part.start, part.end) for part, span in pairs if span is not None]


def _is_year(span: Span) -> bool:
    return span.precision == "year" and span.problem is None and not span.missing_year


def _of_event(part: Part, text: str, today: date) -> Part:
    """ "Just after we buried Dad, the funeral was 9 May": counted from the day of what is named."""
    said = _EVENT.match(text[: part.start])
    if said is None or part.span.relative:
        return part
    span, back, _ = modifiers.apply(said["lead"] + " ", part.span, "", today)
    return Part(span, said.start("lead"), part.end) if back else part


def _apart(found: Tokens, part: Part) -> bool:
    """True for "the Wednesday before, 18 Feb" and "the week after on the 13th"."""
    at = found.index(part.start)
    comma = at > 0 and found.spans[at][0] - found.spans[at - 1][1] > 1
    return comma or found.text.startswith("on ", part.start)


def denied(text: str, part: Part) -> bool:
    """True for the March of "not in March"."""
    return bool(_NOT.search(text[max(0, part.start - 40) : part.start].rstrip()))


def quote(typed: str, found: Tokens, part: Part) -> tuple[int, int]:
    """Where a date stands in what was typed."""
    first, last = found.index(part.start), found.index(max(part.start, part.end - 1))
    return found.spans[first][0], found.spans[last][1]


def _atoms(found: Tokens, today: date) -> list[Part]:
    """Dates on their own: of those that overlap, the longest."""
    text = found.text
    windows = _windows(found)
    matches = _matches(grammar.forms(), text, windows, today)
    if any(map(grammar.names_a_time, found.words)):
        matches += _matches(grammar.named(), text, windows, today)
    starts = [start for start, _, _ in matches]
    matches = [
        *(
            each
            for each in _matches(grammar.chained(), text, windows, today)
            if _free(each, text, starts)
        ),
        *matches,
    ]
    matches.sort(key=lambda match: (match[0] - match[1], match[0]))
    kept: list[Part] = []
    for start, end, span in matches:
        if all(end <= part.start or start >= part.end for part in kept):
            kept.append(Part(span, start, end))
    kept.sort(key=lambda part: part.start)
    return [
        part
        for part, after in pairwise([*kept, None])
        if part is not None and not (after is not None and _counts_from(part, after, text))
    ]


def _counts_from(weekday: Part, after: Part, text: str) -> bool:
    """True for the Tuesday of "the Tuesday after Easter"."""
    between = text[weekday.end : after.start]
    is_weekday = text[weekday.start : weekday.end].removeprefix("on ").removeprefix("the ")
    return is_weekday in periods.WEEKDAYS and bool(_BESIDE.match(between))


def _windows(found: Tokens) -> list[Window]:
    """The tokens round each word of time or figure, as stretches; the rest need not be read."""
    count, windows = len(found.words), list[tuple[int, int]]()
    places = (at for at, word in enumerate(found.words) if grammar.tells_time(word))
    for at in islice(places, _MOST):
        first, end = max(0, at - _WINDOW), min(count, at + _WINDOW)
        if windows and first <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((first, end))
    return [_window(found, first, end) for first, end in windows]


def _window(found: Tokens, first: int, end: int) -> Window:
    last = end - 1
    words = needs.words_of(found.words[first:end])
    return Window(found.starts[first], found.starts[last] + len(found.words[last]), words)


def _free(match: tuple[int, int, Span], text: str, starts: list[int]) -> bool:
    """False for the "two weeks before" of "two weeks before Christmas"."""
    end = match[1]
    if not text[:end].endswith((" before", " after")):
        return True
    return not any(end < at < end + 24 and _OF_DATE.match(text[end:at]) for at in starts)


def _matches(
    forms: tuple[Form, ...], text: str, windows: list[Window], today: date
) -> list[tuple[int, int, Span]]:
    matches = []
    for form in forms:
        for window in windows:
            if not form.may_stand(window.words):
                continue
            for match in form.pattern.finditer(text, window.start, window.end):
                start, end = match.span()
                no_date = roles.is_no_date(text, start, end)
                span = None if no_date else _made(form.make, match, today)
                if span is not None:
                    matches.append((start, end, span))
    return matches


def _made(make: Maker, match: re.Match[str], today: date) -> Span | None:
    try:
        return make(match, today)
    except NoDate:
        return None
    except (ValueError, OverflowError):
        return Span(today, today, "unknown", problem="impossible")


def _joined(parts: list[Part], text: str, today: date) -> list[Part]:
    joined: list[Part] = []
    for part in parts:
        previous = joined[-1] if joined else None
        span = _together(previous, part, text, today) if previous is not None else None
        if previous is not None and span is not None:
            joined[-1] = Part(span, previous.start, part.end)
        else:
            joined.append(part)
    return joined


def _together(first: Part, second: Part, text: str, today: date) -> Span | None:
    """The one date that two make: a range, or a month and the year said apart from it."""
    between = text[first.end : second.start].strip()
    if first.span.relative and _SAID_AGAIN.match(between) and _is_known(second.span, between):
        return second.span  # "the Wednesday before, 18 Feb", "the day after, so 5 June"
    if first.span.problem or second.span.problem or first.span.relative or second.span.relative:
        return None
    if _ranges(first, second, between, text):
        return _range(first.span, second.span)
    if not _FILLER.match(between) or ("." in between and len(text) > _SHORT_ANSWER):
        return None
    for whole, part in ((first.span, second.span), (second.span, first.span)):
        if part.missing_year and not part.day_only and not whole.missing_year:
            moved = _within(part, whole)
            if moved is not None:
                return moved
        if whole.precision == "month" and part.day_only:
            return periods.exact(whole.start.year, whole.start.month, part.day_only, today)
    return None


def _is_known(span: Span, between: str) -> bool:
    known = span.problem is None and span.relative is None and not span.ago
    return known and (bool(between) or (span.precision == "day" and not span.weekday_only))


def _within(part: Span, whole: Span) -> Span | None:
    """The same days in the year that was said beside them."""
    if whole.precision != "year" and (whole.precision != "approx" or whole.ago):
        return None
    if part.days >= whole.days or whole.days > _YEAR:
        return None
    moved = periods.re_year(part, whole.start.year)
    if moved.problem or moved.end < whole.start or moved.start > whole.end:
        return None
    return Span(moved.start, moved.end, moved.precision)


def _ranges(first: Part, second: Part, between: str, text: str) -> bool:
    if not between:
        # "march april": two months running; otherwise two mentions of one date
        running = first.span.precision == second.span.precision == "month"
        return (running or _follows(first.span, second.span)) and not denied(text, first)
    if not _JOIN.match(between):
        return False
    if between.split()[0] not in {"to", "until", "-", "up", "through"}:
        ahead = text[max(0, first.start - 12) : first.start]
        alike = "day" not in {first.span.precision, second.span.precision}
        alike = alike and (
            first.span.precision == second.span.precision or _follows(first.span, second.span)
        )
        return "between" in ahead or alike or _wavers(first.span, second.span, between)
    return True


def _wavers(first: Span, second: Span, between: str) -> bool:
    """True for "3 May or 10 June", "late August, maybe September"."""
    spans = (first, second)
    if between.split()[0] == "and" or any(_is_year(span) or span.ago for span in spans):
        return False
    if first.missing_year and not second.missing_year:
        first = periods.re_year(first, second.start.year)
    elif second.missing_year and not first.missing_year:
        second = periods.re_year(second, first.start.year)
    if first.day_only and second.day_only is None:
        return False
    return (max(first.end, second.end) - min(first.start, second.start)).days < _APART


def _follows(first: Span, second: Span) -> bool:
    """True for "late July, early August"."""
    vague = "approx" in {first.precision, second.precision} and "day" not in {
        first.precision,
        second.precision,
    }
    loose = first.missing_year and not (first.ago or second.ago)
    if second.missing_year is False and not second.ago:
        first = periods.re_year(first, second.start.year)
    gap = (second.start - first.end).days
    return vague and loose and 0 < gap <= _NEXT


def _later_day(first: Span, second: Span) -> Span:
    """The 9th of "4 June until the 9th": of the same month, or of the next."""
    days = (first.start + timedelta(days=n) for n in range(31))
    for value in days:
        if value.day == second.day_only:
            return replace(second, start=value, end=value, missing_year=first.missing_year)
    return second


def _range(first: Span, second: Span) -> Span:
    """From the start of one to the end of the other, sharing a year that only one of them says."""
    if second.day_only and first.precision == "day" and not first.day_only:
        second = _later_day(first, second)
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
    weekdays = first.weekday_only and second.weekday_only
    missing = first.missing_year and second.missing_year
    precision = "day" if start == end else "approx"
    return Span(start, end, precision, missing, weekday_only=weekdays)
