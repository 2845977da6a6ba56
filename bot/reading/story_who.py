"""Whom a story is about: the one who tells it, someone who has died, a child, another adult."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.reading.clauses import Clause
from bot.reading.control import bare
from bot.reading.model import Reading, answer
from bot.reading.patterns import any_of
from bot.reading.plain import load, plain


@lru_cache(maxsize=32)
def _pattern(who: str, key: str) -> re.Pattern[str] | None:
    patterns = load("stories")[who].get(key)
    return any_of(patterns) if patterns else None


def _told(who: str, clauses: tuple[Clause, ...]) -> Clause | None:
    told, unless = _pattern(who, "told"), _pattern(who, "unless")
    for clause in clauses:
        if told and told.search(clause.words) and not (unless and unless.search(clause.words)):
            return clause
    return None


def _says(key: str, clauses: tuple[Clause, ...]) -> Clause | None:
    pattern, aside = _pattern("patient", key), _pattern("patient", "aside")
    for clause in clauses:
        by_the_way = key == "kin_patient" and aside and aside.search(clause.words)
        if pattern and pattern.search(clause.words) and not by_the_way:
            return clause
    return None


def _is_grown(clause: Clause) -> bool:
    pattern = _pattern("child", "told")
    found = pattern.search(clause.words) if pattern else None
    ages = [int(age) for age in (found.groupdict().values() if found else ()) if age]
    return any(age >= 18 for age in ages)


OTHERS = ("deceased", "child", "adult_unable")


def relationship(found: dict[str, Reading]) -> dict[str, Reading]:
    """How the one who tells knows the person it is for: "my baby son", in their own words."""
    who = found.get("acting_for")
    if who is None or who.value not in OTHERS:
        return {}
    told = any_of([load("stories")["relative"]]).search(bare(plain(who.quote)))
    if not told:
        return {}
    kin, words = told["kin"], told[0]
    role = next((role for role, said in _roles() if said.fullmatch(kin)), None)
    return {"relationship": answer(f"{role} ({words})" if role else words, who.quote, 0.8)}


@lru_cache(maxsize=1)
def _roles() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((role, any_of([said])) for role, said in load("stories")["roles"].items())


def acting_for(clauses: tuple[Clause, ...]) -> dict[str, Reading]:
    """Who the complaint is for, where the story leaves little doubt."""
    group = _told("group", clauses)
    if group:
        return {"acting_for": answer("group", group.said, 0.75)}
    kin, own = _says("kin_patient", clauses), _says("first_person", clauses)
    deceased = _told("deceased", clauses)
    if deceased:
        return {"acting_for": answer("deceased", deceased.said, 0.85)}
    child = _told("child", clauses)
    if child and not _is_grown(child):
        return {"acting_for": answer("child", child.said, 0.85)}
    if kin:
        return _for_an_adult(clauses, kin)
    if own and not _says("helper", clauses):
        return {"acting_for": answer("self", own.said, 0.8)}
    return {}


def _for_an_adult(clauses: tuple[Clause, ...], kin: Clause) -> dict[str, Reading]:
    agrees, unable = _told("adult_agrees", clauses), _told("adult_unable", clauses)
    if agrees:
        return {
            "acting_for": answer("adult_agrees", agrees.said, 0.85),
            "acting_for_consent": answer("yes", agrees.said, 0.8),
        }
    if unable:
        return {"acting_for": answer("adult_unable", unable.said, 0.8)}
    return {"acting_for": answer("adult_agrees", kin.said, 0.5)}
