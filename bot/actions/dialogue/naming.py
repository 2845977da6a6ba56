"""A name that many places bear: the town is asked once, and the name is kept in any case."""

from __future__ import annotations

from typing import Any

from bot.actions.dialogue.state import COMMAND
from bot.actions.dialogue.talk import Talk, choice
from bot.reading import Reading, bodies
from intake import organisations
from intake.organisations.listed import PREFIX
from intake.questions import Question

MOST_CANDIDATES = 5
_ASKED = "town_of"


def is_shared(talk: Talk, reading: Reading) -> bool:
    """Whether more places bear the name than a person could choose from; asked about once."""
    value = reading.value
    if talk.memory.get(_ASKED) or not isinstance(value, dict) or reading.candidates:
        return False
    kind = str(value.get("id") or "").startswith("kind-")
    return kind and organisations.namesakes(str(value["name"])) > MOST_CANDIDATES


def ask_town(talk: Talk, question: Question, reading: Reading) -> None:
    """Asks for the town, with a way on for those who do not know it."""
    name = reading.value["name"]
    talk.memory[_ASKED] = {"name": name, "value": reading.value}
    ask = {
        "text": talk.words("chat.which_town", name=name),
        "choices": [choice(talk.words("chat.choice.no_town"), f"{COMMAND}pick:0")],
    }
    talk.memory["confirm"] = {
        "kind": "pick",
        "question": question.id,
        "values": [reading.value],
        "value": reading.value,
        "quote": reading.quote,
        "ask": ask,
    }


def with_town(talk: Talk, reading: Reading) -> Reading:
    """The name asked about together with the town that was given for it."""
    asked: dict[str, Any] = talk.memory.get(_ASKED) or {}
    name = asked.pop("name", None)
    own = isinstance(reading.value, dict) and str(reading.value.get("id")).startswith(PREFIX)
    if name is None or own:
        return reading
    text = f"{name}, {talk.turn.text}"
    return bodies.read(text) or reading


def without_town(talk: Talk, question: Question) -> Any | None:
    """The name that was kept while its town was asked, where the town is not known."""
    asked = talk.memory.get(_ASKED) or {}
    waiting = question.id == "organisation" and asked.pop("name", None)
    return asked["value"] if waiting else None
