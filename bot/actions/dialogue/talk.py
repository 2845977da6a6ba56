"""The turn while it is being taken: what is known so far, and what will be said."""

from __future__ import annotations

from typing import Any

import intake
from bot.actions.dialogue.state import COMMAND, Facts, Out, Result, Turn
from intake.questions import Question
from intake.wording import has, text

# An answer that changes takes with it the answers that were about the old one.
DEPENDANTS = {
    "organisation": ("second_tier", "care_place", "care_payer"),
    "acting_for": ("acting_for_consent", "relationship"),
    "complained_locally": ("final_response", "complained_on", "cannot_complain_reason"),
    "final_response": ("final_response_on", "second_tier"),
    "victim_of_crime": ("mp_referral",),
    "outcomes": ("outcome_priority",),
}
LONGEST_HISTORY = 40


class Talk:
    """Holds facts, memory and messages; the other modules decide what to do with them."""

    def __init__(self, turn: Turn) -> None:
        """Starts from what the draft holds; the turn itself is never changed."""
        self.turn = turn
        self.facts: Facts = dict(turn.facts)
        self.sources = dict(turn.sources)
        self.memory: dict[str, Any] = dict(turn.dialogue)
        self.said: list[Out] = []
        self.also: list[str] = []
        # What was said in Welsh, by the English that it was read as.
        self.heard: dict[str, str] = {}
        self.asked = False
        self.returning = False
        self.question: str | None = turn.question
        self.status = "open"
        self.submit: str | None = None

    # What is said

    def words(self, key: str, **values: object) -> str:
        """A sentence of the wording files, with what is known of this complaint filled in."""
        body = (self.facts.get("organisation") or {}) if self.facts else {}
        name = body.get("name") if isinstance(body, dict) else None
        return text(key, self.turn.locale, **{"body": name, **values})

    def known(self, key: str) -> bool:
        """Whether there is wording for a key."""
        return bool(has(key, self.turn.locale))

    def tell(
        self, key: str, kind: str = "info", choices: list[Out] | None = None, **v: Any
    ) -> None:
        """Says a sentence of the wording files."""
        self.say(self.words(key, **v), kind, choices)

    def say(self, words: str, kind: str = "info", choices: list[Out] | None = None) -> None:
        """Says something that is not a question."""
        self.said.append(message(kind, words, choices=choices))

    def ask(self, question: Question, words: str, kind: str, choices: list[Out]) -> None:
        """Asks; a turn asks once, whatever else it says."""
        asks = message(kind, words, question.id, question.input, choices)
        self.said.append(asks)
        self.question = question.id
        self.asked = True

    def offer(self, *commands: str) -> list[Out]:
        """Choices that steer the conversation, by the name of the command."""
        return [choice(self.words(f"chat.choice.{name}"), COMMAND + name) for name in commands]

    # What is kept

    def keep(
        self, question: str, value: Any, how: str, quote: str, confidence: float = 1.0
    ) -> None:
        """Stores an answer with the words it came from, and drops what depended on another one."""
        if question in self.facts and self.facts[question] != value:
            for dependant in DEPENDANTS.get(question, ()):
                self.facts.pop(dependant, None)
                self.sources.pop(dependant, None)
        self.facts[question] = value
        self.sources[question] = {
            "message": self.turn.number,
            "quote": self.heard.get(quote, quote),
            "confidence": round(confidence, 2),
            "how": how,
        }
        self.forget_failures(question)

    def answered(self, question: str) -> None:
        """Remembers the order of the answers, for going back."""
        history = list(self.memory.get("history", []))
        if question not in history:
            self.memory["history"] = [*history, question][-LONGEST_HISTORY:]
        if self.memory.get("changing") == question:
            self.memory.pop("changing")

    def failed(self, question: str) -> int:
        """Counts a message that did not answer the question."""
        failures = dict(self.memory.get("failures") or {})
        failures[question] = failures.get(question, 0) + 1
        self.memory["failures"] = failures
        return int(failures[question])

    def forget_failures(self, question: str) -> None:
        """An answered question starts anew."""
        failures = dict(self.memory.get("failures") or {})
        if failures.pop(question, None) is not None:
            self.memory["failures"] = failures

    def result(self) -> Result:
        """All that this turn comes to."""
        told = [out for out in self.said if out["question"] is None]  # to be said again if lost
        memory = {key: value for key, value in self.memory.items() if value not in (None, {}, [])}
        memory["said"] = told
        return Result(
            self.said, self.facts, self.sources, memory, self.question, self.status, self.submit
        )


def message(
    kind: str,
    words: str,
    question: str | None = None,
    input: str | None = None,
    choices: list[Out] | None = None,
) -> Out:
    """A message as the gateway takes it."""
    return {
        "kind": kind,
        "text": words,
        "question": question,
        "input": input,
        "choices": choices or [],
    }


def choice(label: str, value: str, hint: str | None = None) -> Out:
    """One choice under a message."""
    return {"label": label, "value": value, "hint": hint}


def answer_in_words(talk: Talk, question: str, value: Any) -> str:
    """An answer as the summary would show it."""
    for line in intake.summary({**talk.facts, question: value}, talk.turn.locale):
        if line.question == question:
            return str(line.answer)
    return str(value)
