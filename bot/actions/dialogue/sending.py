"""Sending the draft: what is said once the backend has given it a reference."""

from __future__ import annotations

from bot.actions.dialogue import controls, risk, speaking, unclear
from bot.actions.dialogue.state import Out, Result, Turn
from bot.actions.dialogue.talk import Talk
from bot.reading import read

SAID_AFTER = ("thanks", "abuse")
# What asks where the complaint stands.
STAGE_ASKED = ("faq_status", "faq_how_long")


def begin(talk: Talk) -> None:
    """Marks the draft as being sent; the same turn number makes a repeated sending harmless."""
    talk.memory["submitting"] = talk.turn.number
    unclear.will_ask(talk)
    talk.submit = "first"
    talk.question = None
    talk.asked = True


def key_number(result: Result) -> int:
    """The number that stays the same however often the sending is tried."""
    return int(result.dialogue["submitting"])


def after(talk: Talk) -> None:
    """What is said once it is sent: questions are answered, a person can be asked for."""
    speaking.hear(talk, controls.current(talk, "confirm"))
    if speaking.is_change(talk):
        talk.tell("chat.language.changed")
    elif unclear.take_reply(talk):
        return
    talk.submit, talk.question = "again", None
    if talk.turn.payload == "repeat":
        return
    if risk.is_due(talk):
        talk.tell("chat.help_again")
        return
    turn = talk.turn
    reading = read("confirm", turn.text, turn.nlu, turn.today, talk.facts)
    if turn.choice == "cmd:person" or reading.intent == "person":
        talk.memory["wants_person"] = True
        talk.tell("chat.person_after")
    elif reading.intent in STAGE_ASKED and talk.turn.stage:
        talk.tell(f"chat.stage.{talk.turn.stage}")
    elif not controls.asked_about(talk, reading.intent) and reading.intent in SAID_AFTER:
        controls.CONTROLS[reading.intent](talk, controls.current(talk, "confirm"), reading)


def messages(turn: Turn, result: Result, reference: str) -> list[Out]:
    """The reference and what happens now, or a reminder of both."""
    talk = Talk(turn)
    talk.facts, talk.memory = result.facts, dict(result.dialogue)
    lost = turn.payload == "repeat" and key_number(result) == turn.number
    if result.submit == "again" and not lost:
        talk.tell("chat.already_sent", reference=reference)
        return [*result.messages, *talk.said]
    talk.tell("chat.sent", reference=reference)
    talk.tell("chat.sent_next", reference=reference)
    if talk.memory.get("wants_person"):
        talk.tell("chat.sent_person")
    risk.after_sending(talk)
    unclear.ask(talk)
    return [*result.messages, *talk.said]
