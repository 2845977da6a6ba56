"""A message that did not answer: what is said, the first, the second and the third time."""

from __future__ import annotations

from bot.actions.dialogue import asking, unclear
from bot.actions.dialogue.state import COMMAND, Out
from bot.actions.dialogue.talk import Talk, choice
from intake.questions import Question

# So often a question is tried; then it is left to the team.
MOST_TIMES = 3
PROBLEMS = ("future", "impossible", "unclear", "invalid")


def not_understood(talk: Talk, question: Question, problem: str | None = None) -> None:
    """How to answer; then an example; then a way past. The error replaces the question."""
    unclear.not_answered(talk, question.id, problem)
    times = talk.failed(question.id)
    opening = first_line(talk, question, problem)
    if times == 1:
        parts, more = [opening, question.help or how(talk, question)], []
    elif times == 2:
        parts, more = [opening, example(talk, question)], []
    else:
        parts, more = [talk.words("chat.failed.third")], ways_out(talk, question)
    words = "\n\n".join([part for part in parts if part] + [question.text])
    asking.ask_instead(talk, question, words, more)


def is_stuck(talk: Talk, question: Question) -> bool:
    """Whether every way of asking has failed, at a question that can be left open."""
    times = int((talk.memory.get("failures") or {}).get(question.id, 0))
    return question.skippable and times >= MOST_TIMES and not talk.memory.get("changing")


def first_line(talk: Talk, question: Question, problem: str | None) -> str:
    """Why the message was not taken as an answer."""
    key = f"chat.failed.{question.id}.{problem}" if problem else ""
    if key and talk.known(key):
        return talk.words(key)
    if problem and talk.known(f"chat.failed.{problem}"):
        return talk.words(f"chat.failed.{problem}")
    return talk.words("chat.failed.first")


def how(talk: Talk, question: Question) -> str:
    """How this kind of question is answered."""
    return talk.words(f"chat.how.{question.input}")


def example(talk: Talk, question: Question) -> str:
    """An example of an answer, or how to answer where there is none."""
    if not question.example:
        return how(talk, question)
    return talk.words("chat.failed.example", example=question.example)


def ways_out(talk: Talk, question: Question) -> list[Out]:
    """Skip it, or talk to a person: nobody stays stuck at a question."""
    offered: list[Out] = []
    has_skip = any(out["value"] == COMMAND + "skip" for out in asking.choices(talk, question))
    if question.skippable and not has_skip:
        offered.append(choice(talk.words("chat.choice.skip"), COMMAND + "skip"))
    return [*offered, *talk.offer("person")]
