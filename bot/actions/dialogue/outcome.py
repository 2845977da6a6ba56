"""Says what the answers come to: once, and again only when it changes."""

from __future__ import annotations

import intake
from bot.actions.dialogue.talk import Talk
from intake import signposts
from intake.decision import Decision
from intake.questions import Question

MOST_SIGNPOSTS = 4
MOST_REASONS = 4


def announce_if_due(talk: Talk, question: Question | None) -> None:
    """Announces the result when nothing that is still to be asked can change it."""
    if question is not None and question.stage == "eligibility":
        return
    if not talk.facts:
        return
    decision = intake.decide(talk.facts, talk.turn.today)
    told = fingerprint(decision)
    before = talk.memory.get("told_result")
    if told == before:
        return
    opening = [talk.words("chat.outcome.changed")] if before else []
    talk.say("\n\n".join([*opening, *paragraphs(talk, decision)]), "outcome")
    talk.memory["told_result"] = told


def fingerprint(decision: Decision) -> str:
    """What makes one announcement differ from another."""
    return "|".join([decision.result, *sorted(decision.signposts)])


def paragraphs(talk: Talk, decision: Decision) -> list[str]:
    """The result, why, what to do, who can help, and how to reach a person."""
    parts = [talk.words(f"results.{decision.result}.says")]
    parts += reasons(talk, decision)
    parts += bullets(talk, "chat.outcome.steps", list(decision.next_steps))
    parts += bullets(talk, "chat.outcome.who", where(decision))
    if talk.words("chat.phone") not in "\n".join(parts):
        parts.append(talk.words("chat.outcome.person"))
    return parts


def reasons(talk: Talk, decision: Decision) -> list[str]:
    """The reasons behind the result, in plain words; those that only passed are left out."""
    against = [r.text for r in decision.reasons if r.result == decision.result and r.text]
    lines = list(dict.fromkeys(against))[:MOST_REASONS]
    return bullets(talk, "chat.outcome.why", lines)


def where(decision: Decision) -> list[str]:
    """Each body that can help, with its number and address."""
    lines = []
    for identity in decision.signposts[:MOST_SIGNPOSTS]:
        found = signposts.get(identity)
        ways = [way for way in (found.phone, found.url) if way]
        lines.append(f"{found.handler}: {', '.join(ways)}" if ways else found.handler)
    return lines


def bullets(talk: Talk, heading: str, lines: list[str]) -> list[str]:
    """A heading and its list, or nothing."""
    if not lines:
        return []
    return ["\n".join([talk.words(heading), *[f"- {line}" for line in lines]])]
