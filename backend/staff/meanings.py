"""What a message that was not understood may have meant."""

from dataclasses import dataclass

from backend.staff import labels
from intake import wording
from intake.facts import CHOICES, LISTS

CANNOT_TELL = "cannot_tell"
AN_ANSWER = "inform"


@dataclass(frozen=True)
class Meaning:
    """One label with its words; an answer is called `question.value`, as its intent is."""

    name: str
    label: str


def answers(question: str) -> list[Meaning]:
    """The values that a question allows; for an open one, that it was an answer."""
    values = CHOICES.get(question) or LISTS.get(question)
    if not values:
        return [Meaning(AN_ANSWER, "An answer to this question")]
    named = "outcomes" if question == "outcome_priority" else question
    return [
        Meaning(f"{question}.{value}", wording.text(f"questions.{named}.choices.{value}"))
        for value in values
    ]


def others() -> list[Meaning]:
    """What is no answer: a wish, a question back, chat."""
    return [
        Meaning(name, labels.label("meanings", name).label) for name in labels.codes("meanings")
    ]


def allowed(question: str) -> dict[str, str]:
    """Every label that a message said in answer to a question may have, with its words."""
    groups = grouped(question)
    return {each.name: each.label for group in groups for each in group}


def grouped(question: str) -> tuple[list[Meaning], list[Meaning], list[Meaning]]:
    """The same in three groups: answers, other wishes, and that it cannot be told."""
    own = answers(question)
    said = {each.name.removeprefix(f"{question}.") for each in own}
    more = [each for each in others() if each.name not in said]
    return own, more, [Meaning(CANNOT_TELL, "It cannot be told")]


def asked(question: str) -> str:
    """The question as the person was asked it."""
    key = f"questions.{question}.text"
    return wording.text(key) if wording.has(key) else labels.plain(question)
