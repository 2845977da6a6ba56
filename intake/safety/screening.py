"""The risk screen: every message is read for danger before anything else sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from intake.safety import context, judging, kinds, languages, learned
from intake.safety.groups import Group, idioms, index
from intake.safety.model import FLAGS, LEVELS, Found, Screening
from intake.safety.normalise import Segment, clean, segments

QUOTE = 240
# A phrase said over and over in one sentence is read this often.
MATCHES = 4
# After so many phrases that the writer is in danger now there is nothing more to learn.
PLENTY = 4
_LAST_RESORT = re.compile(
    r"suicid|kill (?:my|him|her)self|end (?:my|his|her) life|want(?:ed|s)? to die|overdose"
    r"|self[ -]?harm|hang myself|better off dead",
    re.IGNORECASE,
)


class Read(NamedTuple):
    """The phrases of a sentence, and whether one was left out because of what was asked."""

    found: list[tuple[Found, list[str]]]
    excused: bool


def screen(text: object, asked: str | None = None) -> Screening:
    """The level of danger a message tells of. Never raises, whatever it is given."""
    try:
        return _screen(clean(text), asked if isinstance(asked, str) else None)
    except Exception:  # help must be offered even when the data or the code is broken
        found = _LAST_RESORT.search(text) if isinstance(text, str) else None
        return Screening("R3", (), found.group()) if found else Screening()


def evidence(text: str, asked: str | None = None) -> judging.Evidence | None:
    """What each reader makes of a message, from which their shares are found; none if empty."""
    text = clean(text)
    heard = _heard(text, asked)
    return judging.gathered(text, heard, asked) if heard.opinions else None


def _screen(text: str, asked: str | None) -> Screening:
    heard = _heard(text, asked)
    return _screening(text, judging.judged(text, heard, asked), heard.parts)


def _heard(text: str, asked: str | None) -> judging.Heard:
    """The phrases and the opinion of the linear models."""
    parts = segments(text)
    read = list(_read(parts, asked))
    found = [one for part in read for one in part.found]
    lost = [context.last_person(names) for one, names in found if "BEREAVED" in one.flags]
    kept = [_softened(one, names, lost) if lost and one.other else one for one, names in found]
    kept += languages.search(text)
    opinions = learned.opinions([segment.words for segment in parts])
    return judging.Heard(parts, kept, opinions, any(part.excused for part in read))


def _read(parts: list[Segment], asked: str | None) -> Iterator[Read]:
    """The phrases of each sentence; where much has told of danger the rest need not be searched."""
    worst = 0
    for segment in parts:
        found = _search(segment, asked)
        yield found
        worst += sum(one.level == "R4" and not one.other for one, _ in found.found)
        if worst >= PLENTY:
            return


def _softened(one: Found, names: list[str], lost: list[str]) -> Found:
    """What is told of someone who has since died is grief, not danger."""
    if LEVELS.index(one.level) <= 1 or not context.same_person(names, lost):
        return one
    return Found(one.group, "R1", (), one.start, one.end)


def _search(segment: Segment, asked: str | None) -> Read:
    """Every phrase found in a sentence, read in its context, with the words before it."""
    sentence = segment.text
    masks = _figures(segment)
    results: list[tuple[Found, list[str]]] = []
    excused = False
    for phrase in index().candidates(set(segment.words)):
        group = phrase.group
        for match in islice(phrase.regex.finditer(sentence), MATCHES):
            if asked is not None and asked in group.unless_asked:
                excused = True
                continue
            if (not group.figures and _masked(match, masks)) or _excused(group, sentence, match):
                continue
            here = context.place(sentence, match.start(), match.end())
            names = (here.before + here.phrase).split()
            results.append((_found(group, here, _span(segment, sentence, match)), names))
    return Read(results, excused)


def _figures(segment: Segment) -> list[tuple[int, int]]:
    """Where the sentence holds figures of speech and the like."""
    return [
        match.span()
        for idiom in idioms().candidates(set(segment.words))
        for match in idiom.regex.finditer(segment.text)
    ]


def _span(segment: Segment, sentence: str, match: re.Match[str]) -> tuple[int, int]:
    """Where the phrase stood in what was typed."""
    first = sentence.count(" ", 0, match.start() + 1) - 1
    last = max(first, sentence.count(" ", 0, match.end()) - 1)
    return segment.spans[first][0], segment.spans[min(last, len(segment.spans) - 1)][1]


def _masked(match: re.Match[str], masks: list[tuple[int, int]]) -> bool:
    """True where the phrase ends inside a figure of speech."""
    return any(start < match.end() <= end for start, end in masks)


def _excused(group: Group, sentence: str, match: re.Match[str]) -> bool:
    """True where words on or next to the phrase show that it means something else."""
    if group.unless is None:
        return False
    return any(
        other.start() <= match.end() and other.end() >= match.start()
        for other in group.unless.finditer(sentence)
    )


def _found(group: Group, here: context.Place, span: tuple[int, int]) -> Found:
    person = context.who(here, group.who)
    other = person == "other"
    if group.fixed:
        return Found(group.id, group.levels["now"], group.flags, *span)
    time = context.when(here, group.when, group.own_not)
    levels = group.levels
    level = levels.get(f"{person}.{time}") or levels.get(time) or levels["now"]
    if level == "R3" and "at_once" in levels and time == "now" and context.at_once(here):
        level = levels["at_once"]
    flags = group.flags if level != "R0" else ()
    if other and LEVELS.index(level) >= 3:
        flags = (*flags, "OTHER_IN_DANGER")
    return Found(group.id, level, flags, *span, other)


def _screening(text: str, found: list[Found], parts: Sequence[Segment]) -> Screening:
    if not found:
        return Screening()
    worst = max(found, key=lambda one: LEVELS.index(one.level))
    flags = {flag for one in found for flag in one.flags}
    if worst.level in LEVELS[3:]:
        flags = kinds.completed(flags, (segment.text for segment in parts))
    ordered = tuple(flag for flag in FLAGS if flag in flags)
    return Screening(worst.level, ordered, _quote(text, worst) if worst.level != "R0" else None)


def _quote(text: str, found: Found) -> str:
    """The person's own words round the phrase, for staff."""
    start = max(text.rfind(mark, 0, found.start) for mark in ".!?\n") + 1
    ends = [end for mark in ".!?\n" if (end := text.find(mark, found.end)) >= 0]
    end = min(ends, default=len(text) - 1) + 1
    if end - start > QUOTE:
        start = max(start, found.start - QUOTE // 3)
        end = min(end, max(found.end, start + QUOTE))
    return " ".join(text[start:end].split())
