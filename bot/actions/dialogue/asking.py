"""What is asked next, and how; everything that a turn says before is somebody else's business."""

from __future__ import annotations

from typing import Any

import intake
from bot.actions.dialogue import outcome, summary
from bot.actions.dialogue.state import COMMAND, Out
from bot.actions.dialogue.talk import Talk, choice
from intake.questions import Question

# Without the story there is little to help with; the way past it is shown after three failures.
NEVER_OFFERED_TO_SKIP = ("matter", "organisation")


def current(talk: Talk) -> Question | None:
    """The question that is open: one being changed, or else the engine's."""
    changing = talk.memory.get("changing")
    if changing:
        return intake.question(changing, talk.facts, talk.turn.locale)
    return intake.next_question(talk.facts, talk.turn.today, locale=talk.turn.locale)


def ask_next(talk: Talk) -> None:
    """Tells the result when it is known and new, then asks the open question once."""
    if talk.asked:
        return
    pending = talk.memory.get("confirm")
    question = current(talk)
    if not talk.memory.get("changing"):
        outcome.announce_if_due(talk, question)
    if pending and pending.get("ask"):
        again(talk, pending)
    elif question is None:
        summary.nothing_left(talk)
    elif question.id == "confirm":
        summary.ask(talk, question)
    else:
        talk.ask(question, question.text, "question", choices(talk, question))


def again(talk: Talk, pending: dict[str, Any]) -> None:
    """Asks what is waiting for a yes or no, or for one of a few names."""
    ask = pending["ask"]
    question = intake.question(pending["question"], talk.facts, talk.turn.locale)
    talk.ask(question, ask["text"], "question", list(ask["choices"]))
    talk.said[-1]["input"] = "choice"


def choices(talk: Talk, question: Question) -> list[Out]:
    """The question's own choices, and a way past it where it may be skipped."""
    offered = [choice(c.label, c.value, c.hint or None) for c in question.choices]
    if question.skippable and not offered and question.id not in NEVER_OFFERED_TO_SKIP:
        offered.append(choice(talk.words("chat.choice.skip"), COMMAND + "skip"))
    return offered


def ask_instead(talk: Talk, question: Question, words: str, more: list[Out]) -> None:
    """Asks with other words, such as what was wrong with the answer: never both."""
    talk.ask(question, words, "question", [*choices(talk, question), *more])
