"""Names of which only some words were said, or in another order: "the infirmary at Leeds"."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from intake.organisations import entries, register
from intake.organisations.context import DEVOLVED
from intake.organisations.entries import Sense
from intake.organisations.lexicon import is_common, lexicon
from intake.organisations.models import Match
from intake.organisations.spelling import guesses
from intake.organisations.text import Token

MOST_WORDS, WINDOW = 25, 8
ENOUGH, FAIR = 0.72, 0.5
TOP_SCORE = 84.0


@cache
def _index() -> tuple[dict[str, list[tuple[str, ...]]], dict[str, float]]:
    """The runs in which each word stands, and how much a word tells."""
    runs = [run for run, senses in lexicon().senses.items() if len(run) > 1 and _searchable(senses)]
    holding: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for run in runs:
        for word in set(run):
            holding[word].append(run)
    weight = {w: math.log(1 + len(runs) / len(found)) for w, found in holding.items()}
    return holding, weight


def _searchable(senses: Sequence[Sense]) -> bool:
    return any(_findable(s) for s in senses)


def _findable(sense: Sense) -> bool:
    """Hospitals and official names: of other names all the words have to be there."""
    if sense.sort != entries.NAMED or sense.use != entries.ANYWHERE:
        return False
    if sense.official or sense.id in DEVOLVED.values():
        return True
    return register.all_organisations()[sense.id].place is not None


def search(tokens: Sequence[Token]) -> list[Match]:
    """The names that a text comes near to, best first."""
    if len(tokens) > MOST_WORDS:
        return []
    holding, weight = _index()
    said = _said(tokens)
    telling = [w for w in said if w in holding and len(holding[w]) <= 60]
    best: dict[str, Match] = {}
    for run in {run for word in telling for run in holding[word]}:
        score = _score(run, said, weight, len(tokens))
        if score:
            for sense in lexicon().senses[run]:
                if sense.sort == entries.NAMED and (
                    sense.id not in best or best[sense.id].score < score
                ):
                    best[sense.id] = _match(sense, score)
    return sorted(best.values(), key=lambda m: -m.score)


def _said(tokens: Sequence[Token]) -> dict[str, tuple[int, float]]:
    """Each word said or guessed at, with its place and its sureness."""
    said: dict[str, tuple[int, float]] = {}
    vocabulary = lexicon().vocabulary
    for i, token in enumerate(tokens):
        if token.word in vocabulary or is_common(token.word):
            said.setdefault(token.word, (i, 1.0))
        elif len(token.word) >= 5:
            for word, likeness in guesses(token.word, most=2):
                said.setdefault(word, (i, likeness))
    return said


def _score(
    run: tuple[str, ...], said: dict[str, tuple[int, float]], weight: dict[str, float], length: int
) -> float:
    found = [(w, *said[w]) for w in set(run) if w in said]
    if len(found) < 2 or max(p for _, p, _ in found) - min(p for _, p, _ in found) > WINDOW:
        return 0.0
    matched = sum(weight[w] * sure for w, _, sure in found)
    of_name = matched / sum(weight[w] for w in set(run))
    of_text = matched / sum(weight.get(w, 0.0) for w in said if w in weight)
    if of_name < ENOUGH or (length <= WINDOW and of_text < FAIR):
        return 0.0
    return round(TOP_SCORE * (0.7 * of_name + 0.3 * min(1.0, of_text)), 1)


def _match(sense: Sense, score: float) -> Match:
    organisation = register.all_organisations()[sense.id]
    return Match(sense.name, sense.id, organisation.branch, organisation.signpost, score)
