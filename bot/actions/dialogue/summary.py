"""The summary before sending, with a way to change each answer, and what is said after."""

from __future__ import annotations

import intake
from bot.actions.dialogue.state import COMMAND, Out
from bot.actions.dialogue.talk import Talk, choice
from intake.questions import Question

NOT_LISTED = ("privacy_ack", "confirm", "themes")


def ask(talk: Talk, question: Question) -> None:
    """Lists every answer and asks whether to send it."""
    lines = [f"{line.label}: {line.answer}" for line in listed(talk)]
    own = [choice(c.label, c.value, c.hint or None) for c in question.choices]
    offered = [*own, *talk.offer("person"), *changes(talk)]
    words = "\n\n".join([talk.words("chat.summary.intro"), "\n".join(lines), question.text])
    talk.ask(question, words, "summary", offered)


def listed(talk: Talk) -> list[intake.Line]:
    """The lines of the summary that a person gave an answer to."""
    lines = intake.summary(talk.facts, talk.turn.locale)
    return [line for line in lines if line.question not in NOT_LISTED]


def changes(talk: Talk) -> list[Out]:
    """One 'change' choice for each answer given."""
    return [change(talk, line.question, line.label) for line in listed(talk)]


def change(talk: Talk, question: str, label: str) -> Out:
    """The choice that opens one answer again."""
    words = talk.words("chat.choice.change", label=label)
    return choice(words, f"{COMMAND}change:{question}")


def nothing_left(talk: Talk) -> None:
    """Nothing more needs asking: the person has what they need and may still go on or change."""
    talk.question = None
    talk.asked = True
    talk.tell("chat.nothing_left", choices=[*talk.offer("send_anyway", "person"), *changes(talk)])


def understood(talk: Talk, questions: list[str]) -> None:
    """Says back, in one message, what a story was understood to hold."""
    lines = [line for line in listed(talk) if line.question in questions]
    if not lines:
        talk.tell("chat.story.thanks")
        return
    words = "\n".join([talk.words("chat.story.understood"), *points(lines)])
    words = f"{words}\n\n{talk.words('chat.story.wrong')}"
    talk.say(words, choices=[change(talk, line.question, line.label) for line in lines])


def also_noted(talk: Talk) -> None:
    """Says back in one line what an answer held beside what was asked."""
    lines = [line for line in listed(talk) if line.question in talk.also]
    talk.also = []
    if lines:
        said = "; ".join(f"{line.label}: {line.answer}" for line in lines)
        offered = [change(talk, line.question, line.label) for line in lines]
        talk.say(talk.words("chat.story.also", facts=said), choices=offered)


def points(lines: list[intake.Line]) -> list[str]:
    """Lines of the summary as a list."""
    return [f"- {line.label}: {line.answer}" for line in lines]
