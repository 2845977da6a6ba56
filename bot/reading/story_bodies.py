"""The organisations of a story, and where it happened."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from bot.reading import bodies, closed
from bot.reading.clauses import Clause
from bot.reading.model import Reading, answer
from bot.reading.plain import load, plain
from intake import organisations

OURS = ("NHS", "GOV", "GOV_VICTIM_POSSIBLE", "UNSURE")
DEVOLVED = ("S35", "S36", "S37")
_CARE = ("NHS", "UNSURE", "OUT")
# How far from the kind ("my GP surgery") its name may stand, in letters.
NEAR = 40


def _is_kind(match: Any) -> bool:
    return bool(match.id and str(match.id).startswith("kind-"))


def _rank(mention: Any, text: str, clauses: tuple[Clause, ...]) -> tuple[int, bool, int]:
    """Ours before others, a name before a kind such as "my GP", then as told."""
    ours, kind = mention.match.branch in OURS, _is_kind(mention.match)
    if kind and _own_name(text, mention):
        said = _clause_of(clauses, mention.start) or ""
        kind = bool(_words("sent_on").search(said.lower()))
    group = 0 if ours and not kind else 1 if mention.match.id in DEVOLVED else 2 if ours else 3
    return group, kind, mention.start


def read(text: str, clauses: tuple[Clause, ...]) -> dict[str, Reading]:
    """The main organisation, the others, and the part of the UK."""
    mentions = [m for m in organisations.find_all(text) if m.match.score >= bodies.LIKELY]
    if not mentions:
        return _by_clause(clauses)
    passing = [m for m in mentions if _words("in_passing").search(text[m.start : m.end].lower())]
    named = [m for m in mentions if m not in passing] or mentions
    main = min(named, key=lambda mention: _rank(mention, text, clauses))
    quote = _clause_of(clauses, main.start) or text[main.start : main.end]
    name = text[main.start : main.end]
    alike = bodies.alike_names(name, main.match)
    sure = 0.5 if alike else 0.8
    kept = bodies.fact(main.match)
    if _is_kind(main.match):
        kept["name"] = _own_name(text, main) or kept["name"]
    found = {"organisation": answer(kept, quote, sure, candidates=alike)}
    others = _others(text, mentions, main)
    if others:
        found["other_organisations"] = answer(others, text[:200], 0.7)
    if main.match.branch in _CARE:
        found.update(_place(clauses))
    return found


@lru_cache(maxsize=4)
def _words(key: str) -> re.Pattern[str]:
    return re.compile(load("story_bodies")[key])


@lru_cache(maxsize=2)
def _named(capitals: bool) -> re.Pattern[str]:
    """Up to four words and the word of a practice or a home; capitals say where it begins."""
    data = load("story_bodies")
    if capitals:
        begins = rf"{data['capital']}(?:\s+(?:{data['joined']}\s+)?{data['capital']}){{0,3}}?"
        return re.compile(rf"(?<!\w)(?P<own>{begins})\s+(?P<word>{data['word']})(?!\w)")
    return re.compile(rf"(?P<own>(?:[\w'’&-]+\s+){{1,3}})(?P<word>{data['small_word']})(?!\w)")


def _own_name(text: str, kind: Any) -> str | None:
    """The name that stands in or beside a kind: "Harbour Street Dental" after "the dentist"."""
    start, end = max(0, kind.start - NEAR), min(len(text), kind.end + NEAR)
    for capitals in (True, False):
        for found in _named(capitals).finditer(text, start, end):
            own = _own_words(found["own"].split())
            if own:
                return f"{own} {found['word']}"
    return None


def _own_words(words: list[str]) -> str:
    """The last words that may be a name's own: none of "my", "went to the", "the local"."""
    stops = [at for at, word in enumerate(words) if _words("no_name").match(word.lower())]
    return " ".join(words[stops[-1] + 1 :] if stops else words)


def _by_clause(clauses: tuple[Clause, ...]) -> dict[str, Reading]:
    """A first word or two that name an organisation: "cms have took the wrong amount"."""
    for clause in clauses[:2]:
        words = clause.said.split()
        for count in (4, 3, 2, 1):
            best = organisations.match(" ".join(words[:count]))[0]
            named = best.id is not None and not _is_kind(best)
            if named and best.score >= bodies.EXACT:
                return {"organisation": answer(bodies.fact(best), clause.said, 0.7)}
    return {}


def _others(text: str, mentions: list[Any], main: Any) -> list[dict[str, Any]]:
    kept: dict[Any, dict[str, Any]] = {}
    data = load("bodies")
    for mention in mentions:
        match, words = mention.match, plain(text[mention.start : mention.end])
        if match.score < int(data["sure_of_another"]) or re.search(data["by_the_way"], words):
            continue
        if match.id not in (None, main.match.id) and not _is_kind(match):
            kept.setdefault(match.id, bodies.fact(match))
    return list(kept.values())


def _place(clauses: tuple[Clause, ...]) -> dict[str, Reading]:
    told = [(clause, closed.place(clause.words)) for clause in clauses]
    nations = {nation for _, nation in told if nation}
    if len(nations) != 1:
        return {}
    clause = next(clause for clause, nation in told if nation)
    return {"care_place": answer(nations.pop(), clause.said, 0.75)}


def _clause_of(clauses: tuple[Clause, ...], start: int) -> str | None:
    return next((c.said for c in clauses if c.start <= start < c.end), None)
