"""Which of several dates in an answer is the one that was asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from intake.dates import periods
from intake.dates.model import Span
from intake.dates.roles import OTHER, SETTING

_CORRECTION = re.compile(
    r"\b(?:no wait|wait no|sorry|actually|i mean|i meant|or rather|no it was|tell a lie|scrub that"
    r"|no hang on|hang on|correction|no i think|no no|i tell a lie|make that|well no)\b"
    r"|(?:^|- )no\b"
)
_SAID_OUTRIGHT = re.compile(
    r"\b(?:it|that|this|date|day)(?: all)?(?:'?s|'d| was| were| wer| would| will| is| be| been| of"
    r"| must| have| happened| ended up| being)+(?: (?:in|on|about|the|been|around))*$"
)
_WAITING = re.compile(
    r"\bstill (?:wait\w*|not|no|haven'?t|have (?:no|not|nothing|nowt|got no)|aint|ain't)"
    r"|\b(?:not|never|nothing|no|nowt)(?: \w+)? "
    r"(?:heard|replied|answered|responded|reply|response|answer|got (?:it|one|1|a)|back|since)"
    r"|\bsent nowt|\bheard nothing|\bawaiting|\bwaitin\b|\bhasn'?t (?:replied|answered|responded)"
    r"|\bhaven'?t (?:had|heard|replied|received|answered|responded)"
)

_LAST_MEANT = re.compile(
    r"\b(?:2nd|3rd|last|latest|later|other)(?: 1| one| complaint| letter)? (?:is|was|'?s) "
    r"(?:the (?:1|one)|what|why|that)\b|\b(?:here|this is|it'?s|asking) (?:for|about) the "
    r"(?:2nd|last|latest|later|other)(?: 1| one| complaint)\b"
    r"|\b(?:it'?s|its) the (?:2nd|last|latest|later)(?: 1| one| complaint)? (?:that|i|i'?m)\b"
)
_STAY = 45  # days of a stay in which what went wrong most likely happened
_POST = 14  # days that a letter may take


@dataclass(frozen=True)
class Told:
    """A date of the text, its place among the tokens, and what it is the date of."""

    span: Span
    start: int
    end: int
    role: str | None


def chosen(
    told: Sequence[Told], text: str, question: str | None, today: date, *, strict: bool = False
) -> Told | None:
    """The date meant: the corrected one, that of the question, the one said outright, the first.

    A date alone is taken for the answer unless `strict`, even where it seems to be of another.
    """
    usable = _uncorrected(list(told), text)
    usable = [one for one in usable if one.role != OTHER] or usable
    usable = [one for one in usable if _past(one, today)] or usable
    if question is not None:
        usable = _of_question(usable, text, question, strict=strict or _differ(told))
    dated = _dated(usable, text) if usable and question == "final_response_on" else []
    usable = dated or [one for one in usable if not one.span.weekday_only] or usable
    if not usable:
        return None
    outright = [one for one in usable if _SAID_OUTRIGHT.search(text[: one.start].rstrip()[-60:])]
    if outright and not any(one.role == question for one in usable if question):
        usable = outright
    last = question == "final_response_on" or _LAST_MEANT.search(text) is not None
    first = usable[-1] if last else usable[0]
    alike = [one for one in told if one.role in {first.role, None} and _same(one, first)]
    return min([first, *alike], key=lambda one: one.span.days)


def _dated(usable: list[Told], text: str) -> list[Told]:
    """The day that a letter bears, where the last one told is the day soon after that it came."""
    came = usable[-1].span.start
    return [
        one
        for one in usable
        if text[: one.start].rstrip().endswith("dated")
        and 0 <= (came - one.span.start).days <= _POST
    ]


def _past(one: Told, today: date) -> bool:
    return one.span.problem is None and one.span.start <= today


def _differ(told: Sequence[Told]) -> bool:
    known = [one for one in told if not one.span.problem]
    return any(not _same(one, known[0]) for one in known[1:])


def _same(one: Told, other: Told) -> bool:
    """True for two mentions that may be of one date."""
    if one == other:
        return True
    if one.span.problem or other.span.problem:
        return False
    return one.span.start <= other.span.end and one.span.end >= other.span.start


def _uncorrected(told: list[Told], text: str) -> list[Told]:
    """Without the dates that were taken back; a wider word for the same one takes nothing back."""
    kept: list[Told] = []
    for one in told:
        if kept and _CORRECTION.search(text[kept[-1].end : one.start]):
            if _same(kept[-1], one) and one.span.days > kept[-1].span.days:
                continue
            before = kept.pop()
            if one.span.precision == "year" and before.span.days < one.span.days:
                span = periods.re_year(before.span, one.span.start.year)
                one = replace(one, span=replace(span, missing_year=False))
        kept.append(one)
    return kept


def _soon_after(setting: Told, told: list[Told]) -> list[Told]:
    """Days that no word places, soon after an admission: "in on 3 Jan, sepsis on the 4th"."""
    return [
        one
        for one in told
        if one.role is None and 0 < (one.span.start - setting.span.end).days <= _STAY
    ]


def _of_question(usable: list[Told], text: str, question: str, *, strict: bool) -> list[Told]:
    for role in (question, SETTING) if question == "happened_on" else (question,):
        right = [one for one in usable if one.role == role]
        if right:
            return (_soon_after(right[0], usable) if role == SETTING else None) or right
    if question == "final_response_on" and _WAITING.search(text):
        return []
    unsaid = [one for one in usable if one.role is None]
    # a date alone is the answer, whatever word stands near; of several told of other things, none
    return unsaid or ([] if strict else usable)
