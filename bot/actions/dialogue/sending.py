"""Sending the draft: what is said once the backend has given it a reference."""

from __future__ import annotations

from bot.actions.dialogue import risk
from bot.actions.dialogue.state import Out, Result, Turn
from bot.actions.dialogue.talk import Talk


def begin(talk: Talk) -> None:
    """Marks the draft as being sent; the same turn number makes a repeated sending harmless."""
    talk.memory["submitting"] = talk.turn.number
    talk.submit = "first"
    talk.question = None
    talk.asked = True


def key_number(result: Result) -> int:
    """The number that stays the same however often the sending is tried."""
    return int(result.dialogue["submitting"])


def messages(turn: Turn, result: Result, reference: str) -> list[Out]:
    """The reference and what happens now, or a reminder of both."""
    talk = Talk(turn)
    talk.facts, talk.memory = result.facts, dict(result.dialogue)
    if result.submit == "again" and turn.payload != "repeat":
        talk.tell("chat.already_sent", reference=reference)
        return [*result.messages, *talk.said]
    talk.tell("chat.sent", reference=reference)
    talk.tell("chat.sent_next", reference=reference)
    if talk.memory.get("wants_person"):
        talk.tell("chat.sent_person")
    risk.after_sending(talk)
    return [*result.messages, *talk.said]
