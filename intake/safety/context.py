"""Who a phrase is about and when: the writer or someone else, now or before, meant or denied."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from intake.safety import patterns
from intake.safety.data import load

LOOK_BACK, LOOK_AHEAD = 9, 12


@dataclass(frozen=True)
class Cues:
    """Words round a phrase that change what it means, compiled from data."""

    denied: re.Pattern[str]
    not_denied: re.Pattern[str]
    past_first: re.Pattern[str]
    past: re.Pattern[str]
    present: re.Pattern[str]
    past_anywhere: re.Pattern[str]
    recent: re.Pattern[str]
    not_recent: re.Pattern[str]
    reported: re.Pattern[str]
    quoting_other: re.Pattern[str]
    at_once: re.Pattern[str]
    boundary: re.Pattern[str]
    denied_after: re.Pattern[str]
    self_words: frozenset[str]
    other_words: frozenset[str]
    female: frozenset[str]
    male: frozenset[str]
    passing: frozenset[str]


@lru_cache(maxsize=1)
def cues() -> Cues:
    """The context words of the data file."""
    data = load("safety_context")

    def anywhere(name: str) -> re.Pattern[str]:
        return patterns.any_of(data[name])

    def just_before(name: str) -> re.Pattern[str]:
        return re.compile(f"(?:{anywhere(name).pattern})(?= $)")

    def words(name: str) -> frozenset[str]:
        return frozenset(data[name].split())

    return Cues(
        denied=just_before("denied"),
        not_denied=anywhere("not_denied"),
        past_first=just_before("past_first"),
        past=just_before("past"),
        present=just_before("present"),
        past_anywhere=anywhere("past_anywhere"),
        recent=anywhere("recent"),
        not_recent=anywhere("not_recent"),
        reported=just_before("reported"),
        quoting_other=just_before("quoting_other"),
        at_once=anywhere("at_once"),
        boundary=anywhere("boundary"),
        denied_after=anywhere("denied_after"),
        self_words=words("self_words"),
        other_words=words("other_words"),
        female=words("female"),
        male=words("male"),
        passing=words("passing"),
    )


@dataclass(frozen=True)
class Place:
    """A phrase's surroundings in its sentence."""

    sentence: str
    before: str
    clause: str
    phrase: str
    after: str


def place(sentence: str, start: int, end: int) -> Place:
    """The words round the phrase at start:end of a sentence of plain words."""
    before = f" {' '.join(sentence[:start].split()[-LOOK_BACK:])} "
    after = f" {' '.join(sentence[end:].split()[:LOOK_AHEAD])} "
    clause = before
    for cut in cues().boundary.finditer(before):
        last = cut.group().split()[-1]
        # "and she" begins a clause but says who it is about
        clause = before[cut.end() - (len(last) + 1 if last in _subjects() else 0) :]
    if not clause.endswith(" "):
        clause += " "
    return Place(sentence, before, clause, sentence[start:end], after)


def _subjects() -> frozenset[str]:
    return cues().self_words | cues().other_words


def when(place: Place, default: str, own_not: bool = False) -> str:
    """now, past, denied or reported; `own_not` phrases hold their own "not"."""
    look = cues()
    if not own_not and _denied(place):
        return "denied"
    if look.reported.search(place.before):
        return "reported"
    if look.recent.search(place.sentence) and not look.not_recent.search(place.sentence):
        return "now"
    if default == "past" or look.past_first.search(place.clause):
        return "past"
    if look.present.search(place.clause):
        return "now"
    if look.past.search(place.clause) or look.past_anywhere.search(_near(place)):
        return "past"
    return "now"


def _near(place: Place) -> str:
    """The phrase with its own clause before and after."""
    cut = cues().boundary.search(place.after)
    after = place.after[: cut.start()] if cut else place.after
    return place.clause.rstrip() + place.phrase + after


def _denied(place: Place) -> bool:
    look = cues()
    if look.denied_after.match(place.after):
        return True
    found = look.denied.search(place.clause)
    return bool(found) and not look.not_denied.search(place.clause)


def at_once(place: Place) -> bool:
    """True where the words say it is about to happen."""
    look = cues()
    return bool(
        look.at_once.search(place.phrase + place.after) or look.at_once.search(place.clause)
    )


def who(place: Place, default: str) -> str:
    """self or other; for phrases that do not say, from the nearest person named before."""
    look = cues()
    if default == "self":
        return "other" if look.quoting_other.search(place.before) else "self"
    if default == "other":
        return default
    phrase = place.phrase.split()
    if look.quoting_other.search(place.before):
        return "other"
    if look.self_words & set(phrase):
        return "self"
    for word in reversed([*place.clause.split(), *phrase[:1]]):
        if word in look.self_words:
            return "self"
        if word in look.other_words:
            return "other"
    return "other" if set(place.after.split()[:2]) & look.other_words else "self"


def last_person(words: list[str]) -> str:
    """The person that these words name last, empty where they name none."""
    named = cues().other_words
    return next((word for word in reversed(words) if word in named), "")


def same_person(words: list[str], lost: list[str]) -> bool:
    """True where the person these words name last may be the one who died."""
    person = last_person(words)
    kin = [word for word in lost if word and word not in cues().passing]
    if not person or not any(lost):
        return True
    if person not in cues().passing and kin:
        return person in kin
    return any(_sex(person) & _sex(word) for word in kin or lost if word)


def _sex(word: str) -> set[str]:
    """Whether a word is used of women, of men or of both."""
    look = cues()
    sexes = {
        name for name, words in (("female", look.female), ("male", look.male)) if word in words
    }
    return sexes or {"female", "male"}
