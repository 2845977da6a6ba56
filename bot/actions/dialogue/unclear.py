"""Messages that were not understood: noted by their numbers, and kept only if the person agrees."""

from __future__ import annotations

from typing import Any

from bot.actions.dialogue.state import COMMAND
from bot.actions.dialogue.talk import Talk, choice
from bot.reading import read

YES, NO = "unclear_yes", "unclear_no"
# A wish or a date that was understood and only could not be granted.
UNDERSTOOD = ("cannot_skip", "future", "impossible")
MOST = 12
CALM = "R2"
Note = dict[str, Any]


def not_answered(talk: Talk, question: str, problem: str | None) -> None:
    """Notes a message that was read as no answer and no wish."""
    if problem not in UNDERSTOOD and talk.turn.choice is None and talk.turn.text:
        note(talk, {"message": talk.turn.number, "question": question})


def refused(talk: Talk, pending: dict[str, Any]) -> None:
    """Notes a message whose reading the person refused, with that reading."""
    kept = {key: pending.get(key) for key in ("message", "question", "confidence")}
    if kept["message"] is not None:
        note(talk, {**kept, "read": pending.get("value")})


def note(talk: Talk, found: Note) -> None:
    """Remembers a message, unless it was said in danger."""
    if talk.turn.risk < CALM:
        talk.memory["unclear"] = [*(talk.memory.get("unclear") or []), found][-MOST:]


def will_ask(talk: Talk) -> None:
    """Before sending: remembers that the question will follow, where there is reason to ask it."""
    if talk.memory.get("unclear") and not talk.memory.get("risk_seen"):
        talk.memory["unclear_asked"] = True


def ask(talk: Talk) -> None:
    """Asks, after all else is done, whether these messages may be kept without the name."""
    if talk.memory.get("unclear_asked") and not answered(talk):
        yes = choice(talk.words("chat.unclear.yes"), COMMAND + YES)
        no = choice(talk.words("chat.unclear.no"), COMMAND + NO)
        talk.tell("chat.unclear.ask", choices=[yes, no])


def take_reply(talk: Talk) -> bool:
    """Takes a tap, or a plain yes or no said right after the question; else False."""
    turn = talk.turn
    if turn.payload == "repeat":
        return False
    asked = talk.memory.pop("unclear_asked", None)
    agreed = {COMMAND + YES: "yes", COMMAND + NO: "no"}.get(str(turn.choice))
    if agreed is None and asked and turn.payload is None:
        agreed = read("confirm", turn.text, turn.nlu, turn.today, {}).value
    if agreed not in ("yes", "no") or answered(talk):
        return False
    talk.memory["unclear_consent"] = agreed
    if agreed == "no":
        talk.memory.pop("unclear", None)
    talk.tell("chat.unclear.kept" if agreed == "yes" else "chat.unclear.dropped")
    talk.question = None
    return True


def answered(talk: Talk) -> bool:
    """Whether the person has said yes or no to it."""
    return talk.memory.get("unclear_consent") is not None
