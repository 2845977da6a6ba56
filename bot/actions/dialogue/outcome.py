"""Says what the answers come to: once, and again only when it changes."""

from __future__ import annotations

from zlib import crc32

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
    decision = intake.decide(talk.facts, talk.turn.today, locale=talk.turn.locale)
    marks = steps_told(talk, decision)
    before = talk.memory.get("told_result")
    if before == decision.result:
        tell_what_is_new(talk, decision, marks)
    else:
        opening = [talk.words("chat.outcome.changed")] if before else []
        talk.say("\n\n".join([*opening, *paragraphs(talk, decision)]), "outcome")
    talk.memory["told_result"] = decision.result
    talk.memory["told_steps"] = marks


def steps_told(talk: Talk, decision: Decision) -> list[int]:
    """A mark for each step of the decision, the same in every language."""
    english = decision
    if talk.turn.locale != "en":
        english = intake.decide(talk.facts, talk.turn.today)
    return [mark(step) for step in english.next_steps]


def tell_what_is_new(talk: Talk, decision: Decision, marks: list[int]) -> None:
    """The same result may bring new advice, as when somebody hopes for what we cannot do."""
    known = talk.memory.get("told_steps") or []
    steps = zip(decision.next_steps, marks, strict=False)
    new = [step for step, told in steps if told not in known]
    if new:
        talk.say("\n\n".join(new))


def mark(step: str) -> int:
    """A short stand-in for a sentence that was said."""
    return crc32(step.encode())


def paragraphs(talk: Talk, decision: Decision) -> list[str]:
    """The result, why, what to do, who can help, and how to reach a person."""
    parts = [talk.words(f"results.{decision.result}.says")]
    parts += reasons(talk, decision)
    parts += bullets(talk, "chat.outcome.steps", list(decision.next_steps))
    said = "\n".join(parts)
    parts += bullets(talk, "chat.outcome.who", where(decision, said, talk.turn.locale))
    if talk.words("chat.phone") not in said:
        parts.append(talk.words("chat.outcome.person"))
    return parts


def reasons(talk: Talk, decision: Decision) -> list[str]:
    """The reasons behind the result, in plain words; those that only passed are left out."""
    against = [r.text for r in decision.reasons if r.result == decision.result and r.text]
    lines = list(dict.fromkeys(against))[:MOST_REASONS]
    return bullets(talk, "chat.outcome.why", lines)


def where(decision: Decision, said: str, locale: str = "en") -> list[str]:
    """Each body that can help and was not named yet, with its number and address."""
    lines = []
    for identity in decision.signposts:
        found = signposts.get(identity, locale)
        if found is None or found.handler in said:
            continue
        ways = [way for way in (found.phone, found.url) if way]
        lines.append(f"{found.handler}: {', '.join(ways)}" if ways else found.handler)
    return lines[:MOST_SIGNPOSTS]


def bullets(talk: Talk, heading: str, lines: list[str]) -> list[str]:
    """A heading and its list, or nothing."""
    if not lines:
        return []
    return ["\n".join([talk.words(heading), *[f"- {line}" for line in lines]])]
