"""What a date in a story is the date of, from the words nearest to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from intake.dates.atoms import MONTH, WEEKDAY
from intake.dates.data import load
from intake.dates.tokens import Tokens

OTHER, SETTING = "other", "setting"
RANKS = {SETTING: 0, "happened_on": 0, "aware_on": 1, "complained_on": 2, "final_response_on": 3}
REACH = 90
TURN = 22  # how far a comma or an "and" takes a word away, in letters
# "on 3 March and 9 April", "in May, again in June"
_AGAIN = re.compile(
    r"(?i)[\s,]*(?:(?:and|n|&|then|but)(?: then)? )?(?:and|n|&|again)(?: (?:in|on|the|at))*\s*$"
)
_NEXT = 15  # letters: a cue so near to the next date is of that one
_BREAK = re.compile(r"[.!?;\n]+(?=\s|$)|;|\n")
# "Dr. Lee" and "5 Sept. they replied" go on; "5 Sept. They replied" does not.
_ABBREVIATED = re.compile(
    r"\b(?:(?i:mr|mrs|ms|dr|st|no|dept|approx)\.\s?\S?"
    r"|(?i:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.\s?[^\sA-Z]?)$"
)
_TURN = re.compile(r",|\band\b|\bthen\b|\bbut\b|\bso\b|&|\bwhich\b| - ")
# "on the 25th, which is when we knew"
_TIED = re.compile(
    r"[\s,]*(?:(?:which|that|and that)(?: i|'|)s |which was |that was |is |was )when\b"
    # "the second letter, 4 August, was final"
    r"|,? (?:was|is|being) (?:(?:the|their|my|our) )?$"
)
_FIRST_CHOICE = re.compile(r"\(\?:(?P<ways>[^()]*)\)(?:(?P<optional>\?)|(?![*+{]))")
_CUE = (
    r"(?:in|on|last|since|by|from|early|mid|late|this|of|until|to|between|before|after|next|during"
    r"|about|around|end|beginning|and|or|dated|back|-|past|previous|through|for|every|till|was|ish)"
)
_NAMED = rf"(?:may|april|june|august|summer|sunday|{MONTH})"
_NOT_BEFORE = re.compile(
    r"\b(?:they|i|we|it|he|she|you|that|this|which|who|there|and) (?:may|sat|march|fall)$"
    rf"|\b(?:every|each|most|alternate) (?:other )?(?:{WEEKDAY}|weekend|week|month|day)$"
    r"|\b(?:mr|mrs|ms|miss|dr|doctor|nurse|sister|aunt|auntie|daughter|wife|named|called) "
    rf"{_NAMED}$"
    r"|^(?!.*\b(?:in the|in|this|last) fall$).*\bfall$"
    r"|\bat \d{1,2}[.:]\d\d$"
    rf"|\b(?:a|some|any|1) (?:{WEEKDAY} or )?{WEEKDAY}$"
)
_NO_MONTH = re.compile(
    r"(?:may|march|fall) "
    r"(?:have|be|not|well|as|help|need|want|go|get|also|never|i|out|of been|over|down)\b"
)
_SURELY = re.compile(
    r"\b(?:in|last|this|since|from|of|by|until|before|after|early|late|mid|end|during|about) $"
)
_NOT_AFTER = re.compile(
    rf"(?:april|may|june|august|summer) (?:is|was|are) (?:my|a|an|her|his|our)\b"
    rf"|(?:(?:the )?\d{{1,3}} )?{MONTH} (?:street|road|avenue|lane|close|drive|way|gardens|ward)\b"
    r"|24/7|9-5(?!\S)"
    r"|(?:19|20)\d\d (?:pounds|quid|euros|people|patients|words|calories|mg|ml|steps|miles)\b"
    r"|the 1st (?:was|were|i|they|he|she|said|had)\b"
)


@dataclass(frozen=True)
class Cue:
    """Words that tell of one of the four dates, and where they stand."""

    role: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (role, re.compile(rf"\b(?:{_by_letter(_spread(words))})(?!\w)"))
        for role, words in load()["roles"].items()
    )


def _spread(words: list[str]) -> list[str]:
    """The same patterns with the choice that one begins with written out.

    The engine passes over an alternative at once only where that begins with a plain letter.
    """
    plain: list[str] = []
    for word in words:
        choice = _FIRST_CHOICE.match(word)
        if choice is None:
            plain.append(word)
            continue
        rest = word[choice.end() :]
        ways = [*choice["ways"].split("|"), *([""] if choice["optional"] else [])]
        plain.extend(_spread([way + rest for way in ways]))
    return plain


def _by_letter(words: list[str]) -> str:
    """The patterns as one, those that begin with the same plain letter behind that letter.

    The engine then passes over all of them at once at a word that begins with another.
    """
    groups: dict[str, list[str]] = {}
    for word in words:
        optional = word[1:2] in {"?", "*", "{", "+"}
        first = word[0] if word[:1].isalpha() and not optional else ""
        groups.setdefault(first, []).append(word[len(first) :])
    others = groups.pop("", [])
    return "|".join([*(f"{first}(?:{'|'.join(rest)})" for first, rest in groups.items()), *others])


def cues(text: str, first: int = 0, last: int | None = None) -> list[Cue]:
    """Every word of a text that tells what a date is of; of those that overlap, the longest."""
    lowered = text.lower().replace("’", "'")
    found = [
        Cue(role, match.start(), match.end())
        for role, pattern in _patterns()
        for match in pattern.finditer(lowered, first, len(text) if last is None else last)
    ]
    found.sort(key=lambda cue: (cue.start, -cue.end))
    kept: list[Cue] = []
    for cue in found:
        if not kept or cue.start >= kept[-1].end:
            kept.append(cue)
        elif _outweighs(cue, kept[-1]):
            kept[-1] = cue
    return kept


def _outweighs(cue: Cue, other: Cue) -> bool:
    """True for the longer of two; "a holding letter" is no answer where both are as long."""
    more = (cue.end - cue.start) - (other.end - other.start)
    return more > 0 or (more == 0 and cue.role == OTHER)


@lru_cache(maxsize=4)
def _words(name: str) -> frozenset[str]:
    return frozenset(str(load()[name]).split())


def plausible(found: Tokens, first: int, last: int, typed: str) -> bool:
    """False for what is hardly a date in a story, though it is in an answer: may, sat, 1/2."""
    before = found.words[first - 1] if first else ""
    words = found.words[first : last + 1]
    if re.fullmatch(r"\d{1,2}[/.\-]\d{1,2}", typed.replace(" ", "")):
        return bool(re.fullmatch(_CUE, before)) and typed.replace(" ", "") != "24/7"
    if len(words) == 1 and re.fullmatch(r"(?:19|20)\d\d", words[0]):
        after = found.words[last + 1] if last + 1 < len(found.words) else ""
        return before not in _words("laws") and after not in _words("counted")
    if len(words) <= 2 and re.search(r"\d(?:st|nd|rd|th)$", words[-1]):
        return any(char.isdigit() for char in typed) or before == "on"
    if len(words) == 1 and typed.lower() in _words("doubtful"):
        return bool(re.fullmatch(_CUE, before)) or before in _words("month_after")
    return True


def is_no_date(text: str, start: int, end: int) -> bool:
    """True for the "may" of "they may help", "every Monday", Mr May, May Street and a fall."""
    before = text[max(0, start - 16) : end]
    if _NOT_BEFORE.search(before) or _NOT_AFTER.match(text, start):
        return True
    ahead = text[max(0, start - 16) : start]
    return bool(_NO_MONTH.match(text, start)) and not _SURELY.search(ahead)


def all_roles(text: str, spans: Sequence[tuple[int, int]]) -> list[str | None]:
    """The question that each date answers, None where nothing near says."""
    if not spans:
        return []
    first, last = max(0, spans[0][0] - REACH), spans[-1][1] + REACH
    marks = cues(text, first, last)
    breaks = [
        stop.end()
        for stop in _BREAK.finditer(text)
        if not _ABBREVIATED.search(text[max(0, stop.end() - 8) : stop.end() + 2])
    ]
    roles: list[str | None] = []
    for number, span in enumerate(spans):
        left = spans[number - 1][1] if number else 0
        right = spans[number + 1][0] if number + 1 < len(spans) else len(text)
        left = max([left, span[0] - REACH, *(at for at in breaks if at <= span[0])])
        right = min([right, span[1] + REACH, *(at for at in breaks if at >= span[1])])
        role = _nearest(text, marks, span, left, right)
        again = number and _AGAIN.match(text[spans[number - 1][1] : span[0]])
        roles.append(roles[-1] if again and role is None else role)
    return roles


def _nearest(
    text: str, marks: list[Cue], span: tuple[int, int], left: int, right: int
) -> str | None:
    start, end = span
    best: tuple[float, str] | None = None
    for cue in marks:
        if cue.start < left or cue.end > right or (cue.start < end and cue.end > start):
            continue
        ahead = cue.end <= start
        gap = (text[cue.end : start] if ahead else text[end : cue.start]).lower()
        tied = not ahead and _TIED.match(gap) is not None
        turns = 0 if tied else len(_TURN.findall(gap))
        # what follows a date belongs to it less surely, unless the date opens its clause
        opens = not ahead and not text[left:start].strip(" ,([").lower().removeprefix("and")
        distance = len(gap) * (1.0 if ahead or opens else 1.4) + TURN * turns
        distance = 0 if tied else distance
        if not ahead and turns and (not opens or right - cue.end <= _NEXT):
            continue
        if best is None or distance < best[0]:
            best = (distance, cue.role)
    return best[1] if best else None
