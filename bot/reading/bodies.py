"""Answers that name an organisation."""

from __future__ import annotations

import re
from typing import Any

from bot.reading import own_names
from bot.reading.model import Reading, answer
from bot.reading.plain import load, plain
from intake import organisations

EXACT = 95
LIKELY = 75
DOUBTFUL = 56
"""What scores less is only guessed at, and said back."""
CLOSE = 4
"""Scores nearer to each other than this are offered as a choice."""


def fact(match: Any, how: str | None = None) -> dict[str, Any]:
    """An organisation as it is kept among the facts."""
    found = "exact" if match.score >= EXACT else "fuzzy"
    if match.id is None and match.branch == "UNSURE":
        found = "none"
    return {"name": match.name, "id": match.id, "branch": match.branch, "match": how or found}


def _alike(matches: list[Any]) -> list[Any]:
    best = matches[0]
    return [match for match in matches if match.score and best.score - match.score < CLOSE][:5]


def is_kind(match: Any) -> bool:
    """Whether it is only the kind of a service: "my GP"."""
    return bool(match.id and str(match.id).startswith("kind-"))


def named_kind(match: Any, typed: str) -> dict[str, Any]:
    """The fact for a kind of service, under the name that it was given: "Mill Lane Surgery"."""
    kept = fact(match)
    name = cleaned(typed)
    if is_kind(match) and match.score < EXACT:
        own = name if is_name(name) else own_names.within(typed)
        return {**kept, "name": own} if own else kept
    return kept


def alike_names(name: str, match: Any) -> tuple[dict[str, Any], ...]:
    """The organisations that a name fits as well as this one; empty when it fits only this."""
    alike = [other for other in organisations.match(name) if match.score - other.score < CLOSE]
    named = tuple(fact(other, "chosen") for other in alike if other.score)[:5]
    return named if len({other["id"] for other in named}) > 1 else ()


def _lead() -> re.Pattern[str]:
    return re.compile(load("bodies")["lead"], re.IGNORECASE)


def cleaned(text: str) -> str:
    """The name alone, without `it was` or `I'm complaining about` before it."""
    return _lead().sub("", text.strip()).strip(" .,!?;:\"'") or text.strip()


def is_name(text: str) -> bool:
    """True where unknown words could be what an organisation is called."""
    words = plain(text).split()
    if not words or len(words) > int(load("bodies")["longest_name"]):
        return False
    return not re.search(load("bodies")["no_name"], " ".join(words)) and any(
        character.isalpha() for character in text
    )


def read(text: str) -> Reading | None:
    """The organisation that a text names; None where it could not be a name."""
    name = cleaned(text)
    matches = organisations.match(name)
    if matches[0].id is None and len(matches) > 1:
        either = tuple(fact(match, "chosen") for match in matches[1:])
        return answer(fact(matches[1]), text, 0.5, candidates=either)
    if len(matches[0].name) and matches[0].score >= LIKELY:
        return _chosen(matches, text)
    mentions = organisations.find_all(text)
    if mentions:
        best = mentions[0].match
        others = [fact(mention.match) for mention in mentions if mention.match.id != best.id]
        extra = {"other_organisations": others} if others else {}
        return answer(fact(best), text[mentions[0].start : mentions[0].end], 0.85, extra=extra)
    if matches[0].score > 0:
        return _chosen(matches, text)
    return answer(fact(matches[0]), name, 0.7) if is_name(name) else None


def half_known(text: str) -> Reading | None:
    """The name of "Penhale Outreach or some such, no idea who runs it", where nobody bears it."""
    head, *doubt = re.split(load("bodies")["or_so"], text, maxsplit=1)
    name = cleaned(head)
    doubted = bool(doubt) and re.search(load("bodies")["doubt"], text[len(head) :].lower())
    if not doubted or not re.search(r"[A-Z]\w+ [A-Z]\w+", name) or not is_name(name):
        return None
    best = organisations.match(name)[0]
    return answer(fact(best), name, 0.7) if best.id is None else None


def mentioned(text: str) -> Reading | None:
    """The organisation that is surely named somewhere in a text."""
    found = [mention for mention in organisations.find_all(text) if mention.match.score >= LIKELY]
    if not found:
        return None
    return answer(fact(found[-1].match), text[found[-1].start : found[-1].end], 0.85)


def chosen(value: str, text: str) -> Reading | None:
    """The organisation of a chosen id."""
    organisation = organisations.find(value)
    if organisation is None:
        return None
    kept = {"name": organisation.name, "id": organisation.id, "branch": organisation.branch}
    return answer({**kept, "match": "chosen"}, text, 0.95)


def _chosen(matches: list[Any], text: str) -> Reading:
    alike = _alike(matches)
    candidates = tuple(fact(match, "chosen") for match in alike) if len(alike) > 1 else ()
    doubtful = bool(candidates) or matches[0].score < DOUBTFUL
    confidence = 0.5 if doubtful else 0.95 if matches[0].score >= EXACT else 0.8
    return answer(named_kind(matches[0], text), text, confidence, candidates=candidates)
