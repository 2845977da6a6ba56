"""The language of the conversation: changed in its middle, and Welsh heard as it is said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.actions.dialogue import answering, controls, opening, risk
from bot.actions.dialogue.talk import Talk
from bot.reading import welsh
from intake.questions import Question
from intake.wording import text

CHANGE = "cmd:language"
WELSH = "cy"


def is_change(talk: Talk) -> bool:
    """Whether the person asked for another language; the gateway has set it already."""
    return bool(talk.turn.choice == CHANGE)


def change(talk: Talk, question: Question) -> None:
    """Says so in the new language; what was open is asked again in it at the end of the turn."""
    talk.tell("chat.language.changed")
    if question.id == "privacy_ack" and not talk.facts:
        opening.greet(talk)
    if talk.memory.get("paused"):
        risk.offer(talk, "chat.paused")
        return
    pending = talk.memory.pop("confirm", None)
    if pending:
        say_back_again(talk, pending)


def say_back_again(talk: Talk, pending: dict[str, Any]) -> None:
    """What waits for a yes or no, in the new language; anything else is asked anew."""
    question = controls.current(talk, pending["question"])
    if pending["kind"] == "reading":
        said_back = answering.label(talk, question, pending["value"])
        ask = {
            "text": talk.words("chat.confirm", answer=said_back),
            "choices": talk.offer("yes", "no"),
        }
    elif pending["kind"] == "start_again":
        ask = {"text": talk.words("chat.start_again"), "choices": talk.offer("yes", "no")}
    else:
        talk.memory.pop("offered", None)
        return
    talk.memory["confirm"] = {**pending, "ask": ask}


def hear(talk: Talk, question: Question) -> str:
    """The person's words; short Welsh ones as the English that says the same."""
    turn = talk.turn
    if turn.locale != WELSH:
        return turn.text
    pending = talk.memory.get("confirm") or {}
    asked = (pending.get("ask") or {}).get("choices") or ()
    english = welsh.in_english(turn.text, question.id, question.input, question.choices, asked)
    if english != turn.text or welsh.is_welsh(turn.text):
        talk.heard[english] = turn.text
        # What was learned from English words says nothing of Welsh ones.
        talk.turn = replace(turn, text=english, nlu=None)
    return english


def in_welsh(talk: Talk, said: str) -> bool:
    """Whether words are Welsh and need no interpreter; how to go on in Welsh is told once."""
    found = welsh.is_welsh(said)
    if found and talk.turn.locale != WELSH and not talk.memory.get("welsh_told"):
        talk.memory["welsh_told"] = True
        key = "chat.language.welsh"
        talk.say(f"{text(key, WELSH)}\n\n{talk.words(key)}")
    return found
