"""Reads dates: one from an answer, or all of those a story tells of."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from intake.dates import choice, letters, parts, periods, roles, timeline
from intake.dates.choice import Told
from intake.dates.data import load
from intake.dates.model import DateMention, DateReading, Span
from intake.dates.parts import Part
from intake.dates.tokens import LONGEST, Tokens, tokens


def parse(
    text: str,
    today: date,
    question: str | None = None,
    since: tuple[date, date] | None = None,
) -> DateReading:
    """The date an answer tells of.

    `question` chooses among several that say what they are of; `since` is the interval that
    "two weeks later" is counted from where the text tells no other date.
    """
    words = text.strip() if isinstance(text, str) else ""
    found = tokens(words[:LONGEST])
    whole = parts.alone(found, today)
    if whole is not None:
        return _reading(whole.span, today, _quote(words, found, whole.start, whole.end))
    told = _told(words[:LONGEST], found, parts.find(found, today), today, since)
    strict = letters.is_letter(words) or _is_of_the_other_letter(told, words, question)
    if not told:
        loose = parts.length_of_time(found, today)
        if loose is not None:
            return _reading(loose.span, today, _quote(words, found, loose.start, loose.end))
    one = choice.chosen(told, found.text, question, today, strict=strict)
    if one is None:
        return DateReading(None, None, "unknown", "unclear", words)
    return _reading(one.span, today, _quote(words, found, one.start, one.end))


_LETTERS = {"complained_on": "final_response_on", "final_response_on": "complained_on"}


def _is_of_the_other_letter(told: list[Told], words: str, question: str | None) -> bool:
    """True for "I complained in June" where the day of the answer was asked, and the other way."""
    other = _LETTERS.get(question or "")
    if other is None or not any(one.role == other for one in told):
        return False
    return all(cue.role != question for cue in roles.cues(words))


def find_all(text: str, today: date) -> list[DateMention]:
    """Every date a story tells of, with its place and what it is the date of where that is said."""
    text = text if isinstance(text, str) else ""
    found = tokens(text[:LONGEST])
    likely = [part for part in parts.find(found, today) if _plausible(part, found, text)]
    mentions = []
    for one in _told(text[:LONGEST], found, likely, today, None):
        start, end = parts.quote(text, found, Part(one.span, one.start, one.end))
        if one.span.problem is None:
            reading = _reading(one.span, today, text[start:end])
            setting = one.role == roles.SETTING
            role = "happened_on" if setting else one.role
            mentions.append(DateMention(reading, start, end, text[start:end], role, setting))
    return mentions


def _plausible(part: Part, found: Tokens, text: str) -> bool:
    if part.span.problem is not None and part.span.relative is None:
        return False
    first, last = found.index(part.start), found.index(part.end - 1)
    start, end = parts.quote(text, found, part)
    return roles.plausible(found, first, last, text[start:end])


def _told(
    text: str,
    found: Tokens,
    likely: list[Part],
    today: date,
    since: tuple[date, date] | None,
) -> list[Told]:
    """The dates with what each is the date of, and their years and chains worked out."""
    spans = [parts.quote(text, found, part) for part in likely]
    said = letters.roles(text, spans, roles.all_roles(text, spans))
    # "three weeks after the operation" is not the day of the operation
    said = [
        None if part.span.relative and part.span.anchor == role else role
        for part, role in zip(likely, said, strict=True)
    ]
    events = [
        timeline.Event(part.span, role) for part, role in zip(likely, said, strict=True)
    ]  # fmt: skip
    ordered = timeline.ordered(events, today, periods.interval(*since) if since else None)
    return [
        Told(span, part.start, part.end, role)
        for part, role, span in zip(likely, said, ordered, strict=True)
    ]


def _quote(text: str, found: Tokens, start: int, end: int) -> str:
    first, last = found.index(start), found.index(max(start, end - 1))
    return text[found.spans[first][0] : found.spans[last][1]]


def _reading(span: Span, today: date, words: str) -> DateReading:
    if span.problem is not None:
        return DateReading(None, None, "unknown", span.problem, words)
    if span.start > today:
        return DateReading(None, None, "unknown", "future", words)
    return DateReading(span.start, span.end, span.precision, None, words)


@lru_cache(maxsize=1)
def _unknown() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(phrase) for phrase in load()["unknown"]))


def says_unknown(text: str) -> bool:
    """True where the person says that they do not know the date."""
    return bool(_unknown().search(text.lower().replace("’", "'")))
