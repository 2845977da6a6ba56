"""When somebody is in danger the form waits. The gateway has already shown where help is."""

from __future__ import annotations

from bot.actions.dialogue.talk import Talk
from bot.reading import Reading
from intake import safety
from intake.questions import Question

PAUSE_FROM = "R3"
# The help for this level asks whether the person is in danger; above it they were told what to do.
ASKED_AT = "R3"
LEAST_WORDS = 12


def is_due(talk: Talk) -> bool:
    """Whether this message stops the questions.

    The very words that stopped them just before are meant as an answer; help is shown beside it.
    """
    if talk.turn.risk < PAUSE_FROM:
        return False
    again = talk.memory.get("stopped_by") == said(talk)
    if again:
        resume(talk)
    return not again


def said(talk: Talk) -> str:
    """The words of the message, however they were typed."""
    return " ".join(talk.turn.text.casefold().split())


def pause(talk: Talk, question: Question | None) -> None:
    """Says that the complaint is safe and that nothing has to be done today."""
    talk.memory["paused"] = True
    talk.memory["stopped_by"] = said(talk)
    talk.memory["danger_asked"] = talk.turn.risk == ASKED_AT
    talk.memory.pop("confirm", None)
    if question is not None and talk.turn.text:
        hold(talk, question)
    offer(talk, "chat.paused")


def offer(talk: Talk, words: str) -> None:
    """Says a sentence with the choices of a pause; no question is asked beside it."""
    talk.asked = True
    talk.tell(words, choices=talk.offer("continue", "break", "person"))


def answer(talk: Talk) -> bool:
    """Takes the reply to "Are you in danger right now?"; False where the words are none."""
    if not talk.memory.pop("danger_asked", None):
        return False
    said = safety.in_danger(talk.turn.text)
    if said is None:
        return False
    talk.asked = True
    if said == "no":
        words = safety.denied(talk.turn.locale)
    else:
        level = "R4" if said == "yes" else "R3"
        flags = talk.turn.risk_flags
        words = safety.reply(safety.Screening(level, flags), talk.turn.locale)
    talk.say(words, choices=talk.offer("continue", "break", "person"))
    return True


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
    talk.memory.pop("danger_asked", None)
    held = talk.memory.pop("held", None) or {}
    return held.get("text") if held.get("question") == talk.turn.question else None


def after_sending(talk: Talk) -> None:
    """Repeats where help is at the end of a conversation that held a risk."""
    if talk.memory.get("risk_seen"):
        talk.tell("chat.help_again")
