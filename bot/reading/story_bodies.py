"""The organisations of a story, and where it happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from bot.reading import bodies, closed
from bot.reading.clauses import Clause, in_words
from bot.reading.model import Reading, answer
from bot.reading.plain import load, plain
from intake import organisations

OURS = ("NHS", "GOV", "GOV_VICTIM_POSSIBLE", "UNSURE")
POLICE = "GOV_VICTIM_POSSIBLE"
DEVOLVED = ("S35", "S36", "S37")
_CARE = ("NHS", "UNSURE", "OUT")
# How far from the kind ("my GP surgery") its name may stand, in letters.
NEAR = 40
_CAPITALS = re.compile(r"\b[A-Z]{3,6}\b")


def _is_kind(match: Any) -> bool:
    return bool(match.id and str(match.id).startswith("kind-"))


def mentioned(text: str) -> list[Any]:
    """Every organisation that a story names, surely enough to count."""
    likely = [m for m in organisations.find_all(text) if m.match.score >= bodies.LIKELY]
    return [m for m in likely if not _is_common(text[m.start : m.end], m.match)]


def _is_common(words: str, match: Any) -> bool:
    """Whether a word of every day, such as "three", only happens to be a company's name."""
    said = {words.lower(), str(match.name).lower()}
    return match.branch not in OURS and not said.isdisjoint(load("story_bodies")["common"])


def unnamed(text: str, clauses: tuple[Clause, ...], mentions: list[Any]) -> tuple[str, ...]:
    """The clauses in plain words, with "the trust" in place of each organisation's own name."""
    return tuple(_unnamed(text, clause, mentions) for clause in clauses)


def _unnamed(text: str, clause: Clause, mentions: list[Any]) -> str:
    spans = [
        (m.start, m.end)
        for m in mentions
        if clause.start <= m.start and m.end <= clause.end
        if not _is_kind(m.match) and not _is_passing(text, m)
    ]
    spans += [span for span in _short_names(clause) if span not in spans]
    if not spans:
        return clause.words
    said = text[: clause.end]
    for start, end in sorted(spans, reverse=True):
        said = f"{said[:start]} the trust {said[end:]}"
    words = in_words(said[clause.start :], clause.letter)
    return re.sub(r"\b(?:(?:the|my|our) )?the trust(?: the trust)*\b", "the trust", words)


def _short_names(clause: Clause) -> Iterator[tuple[int, int]]:
    """Names in capitals that stand for an organisation: "I wrote to EMAS"."""
    if clause.said.isupper():
        return
    for found in _CAPITALS.finditer(clause.said):
        best = organisations.match(found[0])[0]
        sure = best.score >= bodies.EXACT and not _is_kind(best) and best.id is not None
        if sure and not _words("in_passing").search(found[0].lower()):
            yield clause.start + found.start(), clause.start + found.end()


def _is_passing(text: str, mention: Any) -> bool:
    return bool(_words("in_passing").search(text[mention.start : mention.end].lower()))


def _rank(
    mention: Any, text: str, clauses: tuple[Clause, ...], victim: bool
) -> tuple[int, bool, bool, int]:
    """Ours before others, a name before a kind such as "my GP", who answered, then as told."""
    ours, kind = mention.match.branch in OURS, _is_kind(mention.match)
    if mention.match.branch == POLICE and not victim:
        ours = False  # of the police only how they treat a victim of crime is ours
    clause = (_clause_of(clauses, mention.start) or "").lower()
    if kind and _own_name(text, mention):
        kind = bool(_words("sent_on").search(clause))
    group = 0 if ours and not kind else 1 if mention.match.id in DEVOLVED else 2 if ours else 3
    return group, kind, not _words("answered_by").search(clause), mention.start


def read(
    text: str, clauses: tuple[Clause, ...], mentions: list[Any], victim: bool = False
) -> dict[str, Reading]:
    """The main organisation, the others, and the part of the UK."""
    if not mentions:
        return _by_clause(clauses)
    named = [m for m in mentions if not _is_passing(text, m)] or mentions
    main = min(named, key=lambda mention: _rank(mention, text, clauses, victim))
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
            named = named and not _is_common(" ".join(words[:count]).strip(",.!'"), best)
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
