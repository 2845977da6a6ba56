"""What somebody takes back in passing, at whatever question: "no, it was August, not September"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from bot.reading import bodies, closed, story_steps, story_times, story_who, when
from bot.reading.clauses import Clause, cut, sentences
from bot.reading.model import Reading, answer
from bot.reading.patterns import any_of
from bot.reading.plain import load, plain
from intake import dates

LONGEST = 45
SHORT = 12
LONGEST_NAME = 7
FINENESS = ("day", "month", "approx", "year", "unknown")
OUTRIGHT = 0.9  # "it's for me", not merely a story of "me" and "my"
LIVING = ("adult_agrees", "adult_unable", "child")
OPEN_WORDS = ("matter", "should_have_happened", "late_reason", "cannot_complain_reason")
# What one sentence may take back by itself, once it says that something was wrong.
STEPS = ("complained_locally", "final_response", "second_tier", "mp_referral", "legal_action")
_NO = re.compile(r"no(?:pe)?[ ,.]+(?!(?:it|that|this|not)\b)")
# Asked of a complaint that was made: words that there was none take that back.
OF_THE_COMPLAINT = ("complained_on", "final_response", "final_response_on")
Change = tuple[str, Reading]


@lru_cache(maxsize=8)
def _words(key: str) -> re.Pattern[str]:
    return re.compile(load("corrections")[key], re.IGNORECASE)


@lru_cache(maxsize=1)
def _contrasts() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each, re.IGNORECASE) for each in load("corrections")["contrasts"])


def read(text: str, asked: str, facts: Mapping[str, Any], today: date) -> Change | None:
    """The answer that a message changes and its new value; None where it takes nothing back."""
    if not facts or len(text.split()) > LONGEST or asked == "privacy_ack":
        return None
    found = _contrasted(text, facts, today)
    amended = _amended(text, asked, facts, today)
    alike = found and amended and found[0] == amended[0]
    if amended and (not found or (alike and _finer(amended[1].value, found[1].value))):
        found = amended
    if found is None and _opens(text, asked):
        found = next(_told_anew(text, asked, facts, today), None)
    if found is None and asked in OF_THE_COMPLAINT:
        found = _never_complained(text, facts)
    if found is None and asked not in OPEN_WORDS:
        found = _has_died(text, facts)
    return found if found and found[1].value != facts.get(found[0]) else None


def _opens(text: str, asked: str) -> bool:
    """Whether a message begins as a correction does; a "no" to a yes-or-no question does not."""
    said, question = plain(text), closed.questions().get(asked)
    if question and "no" in question.means:
        said = _NO.sub("", said)
    return bool(_words("opener").match(said))


def _contrasted(text: str, facts: Mapping[str, Any], today: date) -> Change | None:
    """ "A, not B", where B is what stands among the answers."""
    for pattern in _contrasts():
        found = pattern.search(text)
        if not found:
            continue
        old, new = found["old"].strip(" ,.!"), found["new"].strip(" ,.!")
        for change in (_date_for(text, old, new, facts, today), _body_for(old, new, facts)):
            if change:
                return change
        return _person_for(old, new, facts)
    return None


def _date_for(
    text: str, old: str, new: str, facts: Mapping[str, Any], today: date
) -> Change | None:
    day = _words("day_alone").fullmatch(old)
    if day:
        return _day_for(text, int(day["day"]), new, facts, today)
    before, after = when.read(old, today), when.read(new, today)
    if not (before and before.value and after and after.value):
        return None
    alike = [key for key in when.QUESTIONS if _overlap(facts.get(key), before.value)]
    cued = story_times.cued(text)
    target = next((key for key in alike if key in cued), _likeliest(alike, facts))
    return (target, answer(after.value, text)) if target else None


def _likeliest(alike: list[str], facts: Mapping[str, Any]) -> str | None:
    """The event itself before the day it was known on, where both are the same; else the last."""
    at_once = "happened_on" in alike and facts["happened_on"] == facts.get("aware_on")
    return "happened_on" if at_once else alike[-1] if alike else None


def _day_for(text: str, day: int, new: str, facts: Mapping[str, Any], today: date) -> Change | None:
    """ "14 October, not the 9th": the answer that is the 9th of a month."""
    after = when.read(new, today)
    if not (after and after.value):
        return None
    alike = [key for key in when.QUESTIONS if _is_day(facts.get(key), day)]
    cued = story_times.cued(text)
    target = next((key for key in alike if key in cued), _likeliest(alike, facts))
    return (target, answer(after.value, text)) if target else None


def _amended(text: str, asked: str, facts: Mapping[str, Any], today: date) -> Change | None:
    """ "Just checked, the final letter is dated 6 May": another date for a question answered."""
    open_words = asked in OPEN_WORDS and (len(text.split()) > SHORT or "should" in plain(text))
    if open_words or not _words("amends").search(plain(text)):
        return None
    mentions, roles = story_times.with_roles(text, today)
    cued = set(story_times.cued(text)) - {asked}
    new: list[Change] = []
    for number, role, _ in roles:
        mention, stored = mentions[number], facts.get(role)
        if role not in cued or not stored or _words("taken_back").search(text[: mention.start]):
            continue
        value = _in_its_month(mention.words, stored) or mention.reading.as_dict()
        if _finer(value, stored) or not _overlap(stored, value):
            new.append((role, answer(value, text)))
    return min(reversed(new), key=_fineness) if new else None


def _fineness(change: Change) -> int:
    return FINENESS.index(change[1].value["precision"])


def _finer(value: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    return FINENESS.index(value["precision"]) < FINENESS.index(stored["precision"])


def _in_its_month(words: str, stored: Mapping[str, Any]) -> dict[str, Any] | None:
    """ "The 14th", of the month that is among the answers."""
    day = _words("day_alone").fullmatch(words.strip().lower())
    if not day or not stored.get("from"):
        return None
    try:
        told = date.fromisoformat(stored["from"]).replace(day=int(day["day"])).isoformat()
    except ValueError:
        return None
    return {"from": told, "to": told, "precision": "day"}


def _is_day(stored: Any, day: int) -> bool:
    exact = isinstance(stored, Mapping) and stored.get("from") == stored.get("to")
    return bool(exact and stored.get("from") and int(str(stored["from"])[-2:]) == day)


def _overlap(stored: Any, told: Mapping[str, Any]) -> bool:
    if not isinstance(stored, Mapping) or not stored.get("from") or not stored.get("to"):
        return False
    return bool(stored["from"] <= told["to"] and told["from"] <= stored["to"])


def _body_for(old: str, new: str, facts: Mapping[str, Any]) -> Change | None:
    stored = facts.get("organisation")
    if not isinstance(stored, Mapping) or not _names(old, stored):
        return None
    found = bodies.read(_words("before_name").sub("", new))
    known = found is not None and (found.candidates or (found.value or {}).get("id"))
    return ("organisation", found) if found and known else None


def _names(said: str, stored: Mapping[str, Any]) -> bool:
    """Whether words name the organisation that is among the answers."""
    words = [word for word in plain(said).split() if len(word) > 3]
    if any(word in str(stored.get("name") or "").lower() for word in words):
        return True
    found = bodies.mentioned(said)
    return found is not None and found.value.get("id") == stored.get("id")


def _person_for(old: str, new: str, facts: Mapping[str, Any]) -> Change | None:
    person = any_of(["<my> (?:\\w+ )?<pn>"])
    if not (person.search(plain(new)) and person.search(plain(old))):
        return None
    return next(_who(cut(new), facts), None)


def _told_anew(text: str, asked: str, facts: Mapping[str, Any], today: date) -> Iterator[Change]:
    """What a message that begins "actually" or "sorry" tells of questions answered before."""
    rest = _words("opener").sub("", plain(text), count=1)
    clauses = cut(text)
    yield from (change for change in _who(clauses, facts) if change[0] != asked)
    if asked not in when.QUESTIONS:
        yield from _dates(text, clauses, facts, today)
    if asked != "organisation":
        yield from _body(rest, facts)
    if _words("surely").search(plain(text)):
        told = story_steps.read(clauses, sentences(clauses), facts)
        anew = (key for key in STEPS if key in told and key in facts and key != asked)
        yield from ((key, told[key]) for key in anew if told[key].value != facts[key])


def _body(rest: str, facts: Mapping[str, Any]) -> Iterator[Change]:
    """The name of another organisation, of the same branch, and hardly a word more."""
    stored = facts.get("organisation")
    name = _words("before_name").sub("", rest)
    if not isinstance(stored, Mapping) or len(name.split()) > LONGEST_NAME:
        return
    found = bodies.read(name)
    value = found.value if found and isinstance(found.value, Mapping) else {}
    kind = str(value.get("id") or "kind-").startswith("kind-")
    if found and not kind and value.get("branch") == stored.get("branch"):
        yield "organisation", found


def _who(clauses: tuple[Clause, ...], facts: Mapping[str, Any]) -> Iterator[Change]:
    """Another person than the one whom the complaint was said to be for."""
    before = facts.get("acting_for")
    if before is None:
        return
    told = story_who.acting_for(clauses).get("acting_for")
    outright = told is not None and (told.value != "self" or told.confidence >= OUTRIGHT)
    if told and outright and told.value != before:
        yield "acting_for", told
        return
    person = any_of(["<my> (?:\\w+ )?<pn>"])
    named = next((clause for clause in clauses if person.search(clause.words)), None)
    if named and before == "self":
        yield "acting_for", Reading(quote=named.said)
    elif named:
        fresh = Reading(before, "answer", 1.0, named.said)
        kin = story_who.relationship((named,), {"acting_for": fresh}).get("relationship")
        if kin and kin.value != facts.get("relationship"):
            yield "relationship", kin


def _has_died(text: str, facts: Mapping[str, Any]) -> Change | None:
    """ "She passed away in May", said of the one whom the complaint is for."""
    if facts.get("acting_for") not in LIVING or len(text.split()) > SHORT:
        return None
    told = story_who.acting_for(cut(text)).get("acting_for")
    return ("acting_for", told) if told and told.value == "deceased" else None


def _never_complained(text: str, facts: Mapping[str, Any]) -> Change | None:
    """ "I haven't complained to them", said when asked for the day."""
    if facts.get("complained_locally") != "yes" or len(text.split()) > SHORT:
        return None
    clauses = cut(text)
    told = story_steps.read(clauses, sentences(clauses), {}).get("complained_locally")
    unknown = _words("they_do_not_know").search(plain(text))
    if unknown or (told is not None and told.value == "no"):
        return "complained_locally", answer("no", text, 0.85)
    return None


def _dates(
    text: str, clauses: tuple[Clause, ...], facts: Mapping[str, Any], today: date
) -> Iterator[Change]:
    """A date with a word that says what it is of, or the only date that was told."""
    found = when.read(text, today)
    if not (found and found.value):
        return
    stored = [key for key in when.QUESTIONS if facts.get(key)]
    told = story_times.cued(text)
    cued = [key for key in told if key in stored]
    only = stored[0] if len(stored) == 1 and not told else None
    target = cued[0] if cued else only
    anew = target and (
        _finer(found.value, facts[target]) or not _overlap(facts[target], found.value)
    )
    if target and anew and dates.find_all(text, today):
        yield target, answer(found.value, text)
