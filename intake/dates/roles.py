"""What a date in a story is the date of, from the words nearest to it."""

from __future__ import annotations

import re
from functools import lru_cache

from intake.dates.atoms import MONTH, WEEKDAY
from intake.dates.data import load
from intake.dates.tokens import Tokens

REACH = 90
_BREAK = re.compile(r"[.!?;\n]+(?:\s|$)")
_TURN = re.compile(r",|\band\b|\bthen\b|\bbut\b")
_CUE = (
    r"(?:in|on|last|since|by|from|early|mid|late|this|of|until|to|between|before|after|next|during"
    r"|about|around|end|beginning|and|or|dated|back|-|past|previous|through|for|every|till|was)"
)
_DOUBTFUL = re.compile(rf"(?:may|march|august|fall|spring|{WEEKDAY}|{MONTH})")
_SHORT = frozenset(
    {
        "sat",
        "sun",
        "wed",
        "mon",
        "mar",
        "dec",
        "jan",
        "may",
        "march",
        "fall",
        "spring",
        "august",
        "june",
        "april",
        "summer",
    }
)
_LAWS = frozenset(
    {
        "act",
        "acts",
        "regulations",
        "order",
        "code",
        "room",
        "flat",
        "ref",
        "reference",
        "number",
        "no",
        "section",
        "form",
        "rule",
        "policy",
    }
)
_COUNTED = frozenset(
    {
        "pounds",
        "people",
        "quid",
        "patients",
        "words",
        "calories",
        "mg",
        "ml",
        "others",
        "times",
        "gbp",
        "euros",
    }
)


@lru_cache(maxsize=1)
def _cues() -> re.Pattern[str]:
    names = []
    for role, words in load()["roles"].items():
        choice = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        names.append(rf"(?P<{role}>\b(?:{choice})\b)")
    return re.compile("|".join(names))


def plausible(found: Tokens, first: int, last: int, typed: str) -> bool:
    """False for what is hardly a date in a story, though it is in an answer: may, sat, 1/2."""
    before = found.words[first - 1] if first else ""
    words = found.words[first : last + 1]
    if re.fullmatch(r"\d{1,2}[/.\-]\d{1,2}", typed.replace(" ", "")):
        return bool(re.fullmatch(_CUE, before)) and typed.replace(" ", "") != "24/7"
    if len(words) == 1 and re.fullmatch(r"(?:19|20)\d\d", words[0]):
        after = found.words[last + 1] if last + 1 < len(found.words) else ""
        return before not in _LAWS and after not in _COUNTED
    if len(words) <= 2 and re.search(r"\d(?:st|nd|rd|th)$", words[-1]):
        return any(char.isdigit() for char in typed) or before == "on"
    if len(words) == 1 and typed.lower() in _SHORT:
        return bool(re.fullmatch(_CUE, before))
    return True


def role(text: str, spans: list[tuple[int, int]], number: int) -> str | None:
    """The question that the numbered date answers, None where nothing near says."""
    start, end = spans[number]
    left = max([m.end() for m in _BREAK.finditer(text, max(0, start - 400), start)], default=0)
    left = max(left, start - REACH, spans[number - 1][1] if number else 0)
    right = next((m.start() for m in _BREAK.finditer(text, end)), len(text))
    right = min(right, end + REACH, spans[number + 1][0] if number + 1 < len(spans) else len(text))
    lowered = text.lower()
    best: tuple[float, str] | None = None
    for match in _cues().finditer(lowered, left, right):
        if match.lastgroup is None or (match.start() < end and match.end() > start):
            continue
        ahead = match.end() <= start
        gap = lowered[match.end() : start] if ahead else lowered[end : match.start()]
        if not ahead and _TURN.search(gap):
            continue  # what follows a comma tells of something else
        distance = len(gap) * (1.0 if ahead else 1.4) + 14 * len(_TURN.findall(gap))
        if best is None or distance < best[0]:
            best = (distance, match.lastgroup)
    return best[1] if best else None
