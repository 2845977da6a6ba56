"""Whom a story is about: the one who tells it, someone who has died, a child, another adult."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.reading.clauses import Clause
from bot.reading.model import Reading, answer
from bot.reading.patterns import any_of
from bot.reading.plain import load

GROWN_UP = 18
GOV = "GOV"
OTHERS = ("deceased", "child", "adult_unable", "adult_agrees")
# What is only ever said of somebody else than oneself.
OF_ANOTHER = ("for_another", "agrees", "disagrees", "adult_unable")
HE_OR_SHE = re.compile(r"(?<!\w)(?:he|she|him|her|his|hers)(?!\w)")
MENTION = "<my> (?:\\w+ ){0,3}?<pn>"
FIRST_PERSON = re.compile(r"(?<!\w)(?:i|me|my|myself)(?!\w)")


@dataclass(frozen=True)
class Signs:
    """What the clauses of a story show of whom it is about."""

    kin: Clause | None
    kin_count: int
    self_count: int
    own: Clause | None
    mentioned: bool


@lru_cache(maxsize=32)
def _pattern(who: str, key: str) -> re.Pattern[str] | None:
    patterns = load("story_who")[who].get(key)
    return any_of(patterns) if patterns else None


def _all_told(who: str, clauses: tuple[Clause, ...]) -> list[Clause]:
    told, unless = _pattern(who, "told"), _pattern(who, "unless")
    return [
        clause
        for clause in clauses
        if told and told.search(clause.words) and not (unless and unless.search(clause.words))
    ]


def _told(who: str, clauses: tuple[Clause, ...]) -> Clause | None:
    return next(iter(_all_told(who, clauses)), None)


def _signs(clauses: tuple[Clause, ...]) -> Signs:
    kin, own = _all_told("kin_patient", clauses), _all_told("self_patient", clauses)
    pronouns = sum(len(HE_OR_SHE.findall(clause.words)) for clause in clauses)
    mention = any_of([MENTION])
    aside = _pattern("kin_patient", "unless")
    mentioned = any(
        mention.search(c.words) and not (aside and aside.search(c.words)) for c in clauses
    )
    first_own = next(iter(own), None)
    return Signs(next(iter(kin), None), len(kin) + pronouns, len(own), first_own, mentioned)


def acting_for(clauses: tuple[Clause, ...], branch: str = "") -> dict[str, Reading]:
    """Who the complaint is for, where the story leaves little doubt."""
    group = _told("group", clauses)
    if group:
        found = {"acting_for": answer("group", group.said, 0.75)}
        public = _told("public", clauses)
        return {**found, "public_body": answer("yes", public.said, 0.75)} if public else found
    deceased, for_self = _told("deceased", clauses), _told("for_self", clauses)
    signs = _signs(clauses)
    own_affair = branch == GOV and signs.own and not _told("of_the_dead", clauses)
    if deceased and own_affair and signs.own:
        return {"acting_for": answer("self", signs.own.said, 0.75)}
    if deceased:
        return {"acting_for": answer("deceased", deceased.said, 0.85)}
    if for_self:
        return {"acting_for": answer("self", for_self.said, 0.9)}
    says = next(filter(None, (_told(key, clauses) for key in OF_ANOTHER)), None)
    kin = signs.kin or _told("for_another", clauses)
    if kin and (says or signs.kin_count > signs.self_count):
        return _for_another(clauses, kin)
    if signs.own:
        return {"acting_for": answer("self", signs.own.said, 0.8 if not signs.kin else 0.5)}
    child = _told("child", clauses)
    if child:
        return {"acting_for": answer("child", child.said, 0.8)}
    return {} if signs.mentioned or signs.kin else _first_person(clauses)


def _first_person(clauses: tuple[Clause, ...]) -> dict[str, Reading]:
    """A story of "me" and "my" in which nobody else is spoken of."""
    said = [clause for clause in clauses if FIRST_PERSON.search(clause.words)]
    return {"acting_for": answer("self", said[0].said, 0.7)} if len(said) > 1 else {}


def _for_another(clauses: tuple[Clause, ...], kin: Clause) -> dict[str, Reading]:
    """A child, an adult who can't complain, or an adult who can, with what they say to it."""
    years = _age(clauses)
    child, unable = _told("child", clauses), _told("adult_unable", clauses)
    if (years is not None and years < GROWN_UP) or (child and years is None):
        return {"acting_for": answer("child", (child or kin).said, 0.85)}
    if unable:
        return {"acting_for": answer("adult_unable", unable.said, 0.85)}
    agrees, disagrees = _told("agrees", clauses), _told("disagrees", clauses)
    consent = disagrees or agrees
    if consent:
        value = "no" if disagrees else "yes"
        return {
            "acting_for": answer("adult_agrees", consent.said, 0.85),
            "acting_for_consent": answer(value, consent.said, 0.8),
        }
    grown = _told("grown", clauses)
    sure = 0.8 if grown or (years is not None and years >= GROWN_UP) else 0.5
    return {"acting_for": answer("adult_agrees", (grown or kin).said, sure)}


def _age(clauses: tuple[Clause, ...]) -> int | None:
    """How old the person is whom a story is about; an age in months is none in years."""
    pattern = _pattern("age", "told")
    number_words = load("macros")["number_word"].split("|")
    for clause in clauses:
        found = pattern.search(clause.words) if pattern else None
        for years in found.groupdict().values() if found else ():
            if years:
                return int(years) if years.isdigit() else number_words.index(years) + 1
    return None


def relationship(clauses: tuple[Clause, ...], found: dict[str, Reading]) -> dict[str, Reading]:
    """How the one who tells knows the person it is for: "my baby son", in their own words."""
    who = found.get("acting_for")
    if who is None or who.unsure or who.value not in OTHERS:
        return {}
    return _said_outright(clauses) or _by_kin(clauses, who.quote)


def _said_outright(clauses: tuple[Clause, ...]) -> dict[str, Reading]:
    """ "I'm her mum"."""
    for clause in clauses:
        told = any_of([load("story_who")["i_am"]]).search(clause.words)
        said = next((word for word in told.groupdict().values() if word), "") if told else ""
        role = _role("i_am_roles", said)
        if role:
            return {"relationship": answer(role, clause.said, 0.85)}
    return {}


def _by_kin(clauses: tuple[Clause, ...], quote: str) -> dict[str, Reading]:
    """ "my late father": the first relative that is told of, best where it says whom it is for."""
    pattern = any_of([load("story_who")["relative"]])
    first = [clause for clause in clauses if clause.said == quote]
    aside = _pattern("kin_patient", "unless")
    for clause in (*first, *clauses):
        told = pattern.search(clause.words)
        if not told or (aside and aside.search(clause.words)):
            continue
        role = _role("roles", told["kin"])
        if role and "law" not in told[0]:
            return {"relationship": answer(f"{role} ({told[0]})", clause.said, 0.8)}
        return {"relationship": answer(told[0], clause.said, 0.8)}
    return {}


def _role(table: str, said: str) -> str | None:
    entries = load("story_who")[table].items()
    return next((role for role, kin in entries if any_of([kin]).fullmatch(said)), None)
