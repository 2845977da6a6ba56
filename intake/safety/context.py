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
        clause = before[cut.end() :]
    if not clause.endswith(" "):
        clause += " "
    return Place(sentence, before, clause, sentence[start:end], after)


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
    if look.past.search(place.clause) or look.past_anywhere.search(place.sentence):
        return "past"
    return "now"


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
    for word in reversed([*place.clause.split(), *place.phrase.split()[:1]]):
        if word in look.self_words:
            return "self"
        if word in look.other_words:
            return "other"
    return "other" if set(place.after.split()[:2]) & look.other_words else "self"


def same_person(words: list[str], lost: list[str]) -> bool:
    """True where the person these words name last may be the one who died."""
    look = cues()
    lost_kin = {word for word in lost if word in look.other_words and word not in look.passing}
    for word in reversed(words):
        if word not in look.other_words:
            continue
        if word in look.passing:
            return _fits(word, lost_kin)
        return not lost_kin or word in lost_kin
    return True


def _fits(pronoun: str, lost: set[str]) -> bool:
    look = cues()
    sexes = {sex for sex in (look.female, look.male) if pronoun in sex}
    if not sexes or not lost:
        return True
    return any(word in sex for sex in sexes for word in lost) or not any(
        word in look.female | look.male for word in lost
    )
