"""The organisations of a story, and where it happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from bot.reading import bodies, closed, own_names
from bot.reading.clauses import Clause, in_words
from bot.reading.model import Reading, answer
from bot.reading.plain import load, plain
from intake import matter, organisations

OURS = ("NHS", "GOV", "GOV_VICTIM_POSSIBLE", "UNSURE")
POLICE = "GOV_VICTIM_POSSIBLE"
COURT, JUDGE = "X_COURT", "kind-judge"
DEVOLVED = ("S35", "S36", "S37")
_CARE = ("NHS", "UNSURE", "OUT")
_CAPITALS = re.compile(r"\b[A-Z]{3,6}\b")


def mentioned(text: str) -> list[Any]:
    """Every organisation that a story names, surely enough to count."""
    likely = [m for m in organisations.find_all(text) if m.match.score >= bodies.LIKELY]
    named = [m for m in likely if not _is_common(text[m.start : m.end], m.match)]
    wondered = [found.span() for found in _words("wondered").finditer(_level(text))]
    return [m for m in named if not any(first <= m.start < last for first, last in wondered)]


def _level(text: str) -> str:
    """The text in small letters, as long as it was."""
    lower = text.lower().replace("’", "'")
    return lower if len(lower) == len(text) else text


def _is_common(words: str, match: Any) -> bool:
    """Whether a word of every day, such as "three", only happens to be a company's name."""
    data, said = load("story_bodies"), {words.lower(), str(match.name).lower()}
    if match.branch in OURS:
        return False
    small = words == words.lower() and not said.isdisjoint(data["common_when_small"])
    return small or not said.isdisjoint(data["common"])


def unnamed(text: str, clauses: tuple[Clause, ...], mentions: list[Any]) -> tuple[str, ...]:
    """The clauses in plain words, with "the trust" in place of each organisation's own name."""
    return tuple(_unnamed(text, clause, mentions) for clause in clauses)


def _unnamed(text: str, clause: Clause, mentions: list[Any]) -> str:
    spans = [
        (m.start, m.end)
        for m in mentions
        if clause.start <= m.start and m.end <= clause.end
        if not bodies.is_kind(m.match) and not _is_passing(text, m) and not _pays(text, m)
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
        sure = best.score >= bodies.EXACT and not bodies.is_kind(best) and best.id is not None
        if sure and not _words("in_passing").search(found[0].lower()):
            yield clause.start + found.start(), clause.start + found.end()


def _is_passing(text: str, mention: Any) -> bool:
    return bool(_words("in_passing").search(text[mention.start : mention.end].lower()))


def _is_cleared(text: str, mention: Any) -> bool:
    """ "My own hospital in Carlisle had no part in it", "my mate complained to Homerton"."""
    after, before = text[mention.end :].lower(), text[: mention.start].lower()
    return bool(_words("cleared").match(after) or _words("of_a_friend").search(before))


def _pays(text: str, mention: Any) -> bool:
    return bool(_words("insurers").search(text[mention.start : mention.end].lower()))


def _rank(
    mention: Any, text: str, clauses: tuple[Clause, ...], victim: bool
) -> tuple[int, bool, bool, int]:
    """Ours before others, a name before a kind such as "my GP", who answered, then as told."""
    ours, kind = mention.match.branch in OURS, bodies.is_kind(mention.match)
    if mention.match.branch == POLICE and not victim:
        ours = False  # of the police only how they treat a victim of crime is ours
    clause = (_clause_of(clauses, mention.start) or "").lower()
    if kind and own_names.beside(text, mention):
        kind = bool(_words("sent_on").search(clause))
    group = 0 if ours and not kind else 1 if mention.match.id in DEVOLVED else 2 if ours else 3
    return group, kind, not _words("answered_by").search(clause), mention.start


def read(
    text: str, clauses: tuple[Clause, ...], mentions: list[Any], victim: bool = False
) -> dict[str, Reading]:
    """The main organisation, the others, and the part of the UK."""
    if not mentions:
        return _judge(text) or _by_clause(clauses)
    named = [m for m in mentions if not (_is_passing(text, m) or _is_cleared(text, m))] or mentions
    main = min(named, key=lambda mention: _rank(mention, text, clauses, victim))
    quote = _clause_of(clauses, main.start) or text[main.start : main.end]
    name = text[main.start : main.end]
    alike = bodies.alike_names(name, main.match)
    sure = 0.5 if alike else 0.8
    kept = bodies.fact(main.match)
    if bodies.is_kind(main.match):
        kept["name"] = own_names.beside(text, main) or kept["name"]
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


def _judge(text: str) -> dict[str, Reading]:
    """The judge, where a ruling is all that is complained of."""
    subject = matter.read(text).subject(COURT)
    judge = organisations.find(JUDGE)
    if subject is None or not subject.alone or judge is None:
        return {}
    kept = {"name": judge.name, "id": judge.id, "branch": judge.branch, "match": "fuzzy"}
    return {"organisation": answer(kept, text[:200], 0.8)}


def _by_clause(clauses: tuple[Clause, ...]) -> dict[str, Reading]:
    """A first word or two that name an organisation: "cms have took the wrong amount"."""
    for clause in clauses[:2]:
        words = clause.said.split()
        for count in (4, 3, 2, 1):
            best = organisations.match(" ".join(words[:count]))[0]
            named = best.id is not None and not bodies.is_kind(best)
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
        if match.id not in (None, main.match.id, *_family(main.match.id)) and not (
            bodies.is_kind(match) or main.match.id in _family(match.id)
        ):
            kept.setdefault(match.id, bodies.fact(match))
    return list(kept.values())


def _family(organisation_id: str | None) -> tuple[str, ...]:
    """What an organisation is a part of: a visa office and its department are one matter."""
    found = organisations.find(organisation_id) if organisation_id else None
    parent = found.parent if found else None
    return (parent,) if parent else ()


def _place(clauses: tuple[Clause, ...]) -> dict[str, Reading]:
    told = [(clause, closed.place(clause.words)) for clause in clauses]
    nations = {nation for _, nation in told if nation}
    if len(nations) != 1:
        return {}
    clause = next(clause for clause, nation in told if nation)
    return {"care_place": answer(nations.pop(), clause.said, 0.75)}


def _clause_of(clauses: tuple[Clause, ...], start: int) -> str | None:
    return next((c.said for c in clauses if c.start <= start < c.end), None)
