"""When somebody is in danger the form waits. The gateway has already shown where help is."""

from __future__ import annotations

from bot.actions.dialogue.talk import Talk
from bot.reading import Reading
from intake.questions import Question

PAUSE_FROM = "R3"
LEAST_WORDS = 12


def is_due(talk: Talk) -> bool:
    """Whether this message stops the questions."""
    return talk.turn.risk >= PAUSE_FROM


def pause(talk: Talk, question: Question | None) -> None:
    """Says that the complaint is safe and that nothing has to be done today."""
    talk.memory["paused"] = True
    talk.memory.pop("confirm", None)
    if question is not None and talk.turn.text:
        hold(talk, question)
    talk.asked = True
    talk.tell("chat.paused", choices=talk.offer("continue", "break", "person"))


def comfort(talk: Talk, reading: Reading) -> bool:
    """Says a kind word to distress, once; True where the words hold no sure answer."""
    if talk.turn.risk != "R1" or "BEREAVED" in talk.turn.risk_flags:
        return False
    if not talk.memory.get("comforted"):
        talk.memory["comforted"] = True
        talk.tell("chat.distress")
    return reading.unsure if reading.value is not None else reading.intent == "none"


def hold(talk: Talk, question: Question) -> None:
    """A long message may also hold the answer: it is read when the person goes on."""
    if len(talk.turn.text.split()) < LEAST_WORDS:
        return
    if question.id == "privacy_ack":
        before = talk.memory.get("opening")
        talk.memory["opening"] = f"{before}\n{talk.turn.text}" if before else talk.turn.text
    elif question.input == "text":
        talk.memory["held"] = {"question": question.id, "text": talk.turn.text}


def resume(talk: Talk) -> str | None:
    """Goes on, and gives back the words that were held."""
    talk.memory.pop("paused", None)
    held = talk.memory.pop("held", None) or {}
    return held.get("text") if held.get("question") == talk.turn.question else None


def after_sending(talk: Talk) -> None:
    """Repeats where help is at the end of a conversation that held a risk."""
    if talk.memory.get("risk_seen"):
        talk.tell("chat.help_again")
