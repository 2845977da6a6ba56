"""A choice that was pressed: an answer to the question, or a command such as 'change'."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.actions.dialogue import (
    answering,
    controls,
    foreign,
    opening,
    risk,
    sending,
    summary,
    unclear,
)
from bot.actions.dialogue.state import COMMAND
from bot.actions.dialogue.talk import Talk
from bot.reading import Reading
from intake import organisations
from intake.questions import Question

NOTHING = Reading()


def chosen(talk: Talk, question: Question, value: Any) -> None:
    """Carries out a command, or keeps the value as the answer."""
    if isinstance(value, str) and value.startswith(COMMAND):
        command(talk, question, value.removeprefix(COMMAND))
        return
    talk.memory.pop("confirm", None)
    answer(talk, question, value, labels(question, value) or talk.turn.text)


def answer(talk: Talk, question: Question, value: Any, quote: str) -> None:
    """Keeps a chosen value; the first and the last question have consequences of their own."""
    single = value[0] if isinstance(value, list) and value else value
    if question.id == "privacy_ack":
        opening.privacy_answer(talk, question, single == "yes", quote, "choice")
    elif question.id == "confirm":
        confirm_answer(talk, str(single))
    else:
        kept = stored(question, value)
        reading = Reading(kept, "answer", 1.0, quote)
        answering.keep_reading(talk, question, reading, "choice")


def stored(question: Question, value: Any) -> Any:
    """A chosen value in the form in which facts hold it."""
    if question.input == "choices":
        return list(value) if isinstance(value, list) else [value]
    single = value[0] if isinstance(value, list) and value else value
    if question.id == "organisation":
        return organisation(str(single))
    if question.input == "date":
        return dict(answering.UNKNOWN_DATE)
    return single


def organisation(identity: str) -> dict[str, Any]:
    """An organisation of the register, or an unknown one under the words that were chosen."""
    found = organisations.find(identity)
    if found is None:
        return {"name": identity, **answering.NO_NAME}
    return {"name": found.name, "id": found.id, "branch": found.branch, "match": "chosen"}


def labels(question: Question, value: Any) -> str:
    """The words that stood on what was pressed."""
    values = value if isinstance(value, list) else [value]
    return ", ".join(c.label for c in question.choices if c.value in values)


def confirm_answer(talk: Talk, value: str) -> None:
    """Sends, or asks what should be different."""
    if value == "yes":
        talk.keep("confirm", "yes", "choice", talk.turn.text)
        sending.begin(talk)
    elif value == "no":
        talk.asked = True
        offered = [*summary.changes(talk), *talk.offer("stop", "person")]
        talk.tell("chat.summary.no", choices=offered)
    else:
        controls.send_later(talk)


def pick(talk: Talk, question: Question, index: int) -> None:
    """Keeps one of the organisations that were offered."""
    pending = talk.memory.pop("confirm", None) or {}
    values = pending.get("values") or []
    if not 0 <= index < len(values):
        return
    value = {**values[index], "match": "chosen"}
    reading = Reading(value, "answer", 1.0, str(pending.get("quote") or value["name"]))
    answering.keep_reading(talk, question, reading, "choice")


def none_of_these(talk: Talk, question: Question) -> None:
    """Keeps the name as it was written, for staff to look up."""
    pending = talk.memory.pop("confirm", None) or {}
    quote = str(pending.get("quote") or talk.turn.text)
    value = {"name": quote, **answering.NO_NAME}
    answering.keep_reading(talk, question, Reading(value, "answer", 1.0, quote), "choice")


def yes(talk: Talk, question: Question) -> None:
    """The doubtful reading was right, or all answers are to go."""
    pending = talk.memory.pop("confirm", None) or {}
    if pending.get("kind") == "start_again":
        wipe(talk)
    elif pending.get("kind") == foreign.KIND:
        foreign.accepted(talk, pending)
    elif pending.get("kind") == "reading":
        reading = Reading(pending["value"], "answer", 1.0, pending.get("quote") or "")
        answering.keep_reading(talk, question, reading)


def no(talk: Talk, question: Question) -> None:
    """The doubtful reading was wrong, or the answers stay."""
    pending = talk.memory.pop("confirm", None) or {}
    talk.memory.pop("said_back", None)
    talk.memory.pop("again_asked", None)
    if pending.get("kind") == "reading":
        unclear.refused(talk, pending)
    kept = pending.get("kind") == "start_again"
    talk.tell("chat.kept" if kept else "chat.misread")


def wipe(talk: Talk) -> None:
    """Starts again: the answers go, what matters for a person's safety and wishes stays."""
    staying = ("wants_person", "risk_seen", "condolence")
    acknowledged = talk.facts.get("privacy_ack")
    talk.facts = {"privacy_ack": acknowledged} if acknowledged else {}
    talk.sources = {key: talk.sources[key] for key in talk.facts if key in talk.sources}
    talk.memory = {key: value for key, value in talk.memory.items() if key in staying}
    talk.tell("chat.started_again")


def go_on(talk: Talk, question: Question) -> None:
    """Goes on after a pause; the question is asked again at the end of the turn."""
    risk.resume(talk)


def interpreter(talk: Talk, question: Question) -> None:
    """Takes up the offer of an interpreter."""
    language = talk.memory.get("language")
    foreign.accepted(talk, {"language": language, "quote": talk.turn.text})


def send_anyway(talk: Talk, question: Question) -> None:
    """Has a person look at it although the result speaks against."""
    talk.keep("send_anyway", "yes", "choice", talk.turn.text)


def by_control(name: str) -> Callable[[Talk, Question], None]:
    """A command that does what the same words would do."""
    return lambda talk, question: controls.CONTROLS[name](talk, question, NOTHING)


COMMANDS: dict[str, Callable[[Talk, Question], None]] = {
    **{name: by_control(name) for name in ("person", "stop", "skip", "back", "repeat")},
    "start_again": by_control("start_again"),
    "break": by_control("stop"),
    "continue": go_on,
    "yes": yes,
    "no": no,
    "none_of_these": none_of_these,
    "interpreter": interpreter,
    "send_anyway": send_anyway,
    "send_later": lambda talk, question: controls.send_later(talk),
}


def command(talk: Talk, question: Question, name: str) -> None:
    """Carries out one command; one that is not known changes nothing."""
    name, _, argument = name.partition(":")
    if name == "change" and argument:
        controls.start_change(talk, argument)
    elif name == "pick" and argument.isdigit():
        pick(talk, question, int(argument))
    elif name in COMMANDS:
        COMMANDS[name](talk, question)
