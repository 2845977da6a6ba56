"""The organisations of a story, and where it happened."""

from __future__ import annotations

import re
from typing import Any

from bot.reading import bodies, closed
from bot.reading.clauses import Clause
from bot.reading.model import Reading, answer
from bot.reading.plain import load, plain
from intake import organisations

OURS = ("NHS", "GOV", "GOV_VICTIM_POSSIBLE", "UNSURE")
_CARE = ("NHS", "UNSURE", "OUT")


def _is_kind(match: Any) -> bool:
    return bool(match.id and str(match.id).startswith("kind-"))


def _rank(mention: Any) -> tuple[bool, bool, int]:
    """Ours before others, a name before a kind such as "my GP", then as told."""
    return (mention.match.branch not in OURS, _is_kind(mention.match), mention.start)


def read(text: str, clauses: tuple[Clause, ...]) -> dict[str, Reading]:
    """The main organisation, the others, and the part of the UK."""
    mentions = [m for m in organisations.find_all(text) if m.match.score >= bodies.LIKELY]
    if not mentions:
        return _by_clause(clauses)
    main = min(mentions, key=_rank)
    quote = _clause_of(clauses, main.start) or text[main.start : main.end]
    name = text[main.start : main.end]
    alike = bodies.alike_names(name, main.match)
    sure = 0.5 if alike else 0.8
    found = {"organisation": answer(bodies.fact(main.match), quote, sure, candidates=alike)}
    others = _others(text, mentions, main)
    if others:
        found["other_organisations"] = answer(others, text[:200], 0.7)
    if main.match.branch in _CARE:
        found.update(_place(clauses))
    return found


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
