"""Reads a story, or any long answer, for every fact that it truly tells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.reading import story_bodies, story_steps, story_times, story_who, story_wishes
from bot.reading.clauses import cut, sentences
from bot.reading.model import Reading, answer

LEAST_WORDS = 4
Found = dict[str, Reading]


def extract(text: str, today: date, facts: Mapping[str, Any] | None = None) -> Found:
    """The facts of a story by question, each with the words that told it; nothing is guessed."""
    text, facts = text or "", facts or {}
    clauses = cut(text)
    if sum(len(clause.words.split()) for clause in clauses) < LEAST_WORDS:
        return {}
    found: Found = {"matter": answer(text.strip(), text)}
    mentions = story_bodies.mentioned(text)
    steps = story_steps.read(
        clauses, sentences(clauses), facts, story_bodies.unnamed(text, clauses, mentions)
    )
    found.update(story_bodies.read(text, clauses, mentions, "victim_of_crime" in steps))
    found.update(story_who.acting_for(clauses, _branch(found, facts)))
    found.update(story_who.relationship(clauses, found))
    found.update(steps)
    story_steps.keep_to_branch(found, facts)
    story_steps.keep_to_matter(found)
    known = {**{key: Reading(value, "answer", 1.0) for key, value in facts.items()}, **found}
    found.update(story_times.read(text, clauses, today, known))
    found.update(story_wishes.read(clauses, found))
    return found


def _branch(found: Found, facts: Mapping[str, Any]) -> str:
    """The branch of the organisation that the story names, or that is known."""
    body = found["organisation"].value if "organisation" in found else facts.get("organisation")
    return str(body.get("branch") or "") if isinstance(body, Mapping) else ""
