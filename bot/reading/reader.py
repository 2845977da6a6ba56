"""Reads what was typed in answer to one question: the value, or why it is no answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from bot.reading import (
    bodies,
    choices,
    closed,
    closed_answers,
    contact,
    control,
    lists,
    opinion,
    spelling,
    texts,
    weighing,
    when,
)
from bot.reading.model import UNKNOWN_DATE, Reading, answer, no_answer
from bot.reading.spoken import REACHING, Spoken

_CONTACT: dict[str, Callable[[str], Reading | None]] = {
    "name": contact.name,
    "email": contact.email,
    "phone": contact.phone,
    "postal_address": contact.postal_address,
}
_CALLED = re.compile(r"(?:please |you can |just )*call me (?!back|later|now|on|at|when|please)\w+$")
_LONGEST = 6000
_LONGEST_WISH = 20
# Nobody hints at these: "check the X-ray before you pull" only looks like one of them.
_SAID_OUTRIGHT = ("back", "repeat", "start_again")


def read(
    question_id: str,
    text: str,
    nlu: Mapping[str, Any] | None = None,
    today: date | None = None,
    facts: Mapping[str, Any] | None = None,
    choices: Sequence[Any] = (),
) -> Reading:
    """What a text says in answer to a question; never raises, whatever the text."""
    text = (text or "").strip()[:_LONGEST]
    turn = Spoken(question_id, text, nlu, today or datetime.now(UTC).date(), facts or {}, choices)
    if not any(character.isalnum() for character in text):
        return _signs(turn)
    if question_id in _CONTACT:
        return _read_contact(turn)
    if question_id in texts.QUESTIONS:
        return _read_text(turn)
    if question_id == "organisation":
        return _read_organisation(turn)
    if question_id in when.QUESTIONS:
        return _read_date(turn)
    if question_id in lists.QUESTIONS:
        return _read_list(turn)
    return closed_answers.read(turn)


def _signs(turn: Spoken) -> Reading:
    if turn.question in closed.questions():
        word = closed.plain_yes_no(turn.text)
        value = closed.questions()[turn.question].means.get(word or "")
        if value:
            return answer(value, turn.text)
    return no_answer("help" if "?" in turn.text else "none", turn.text)


def _read_contact(turn: Spoken) -> Reading:
    found = _CONTACT[turn.question](turn.text)
    if turn.question == "name" and found and _CALLED.match(control.bare(turn.plain)):
        return found
    if turn.control and not (found and found.value and turn.question != "name"):
        return turn.unanswered() if not turn.unknowing else no_answer("skip", turn.text)
    return found or turn.unanswered()


def _read_text(turn: Spoken) -> Reading:
    digression = texts.digression(turn.controls, turn.rest)
    if digression:
        return turn.unanswered() if digression != "declined" else no_answer("skip", turn.text)
    wanted = opinion.asks_or_wants(turn.nlu, turn.question, turn.text)
    heard = wanted is not None and (turn.controls or wanted.intent not in _SAID_OUTRIGHT)
    if wanted and heard and len(turn.plain.split()) <= _LONGEST_WISH:
        return wanted
    if texts.holds_answer(turn.question, turn.plain, turn.rest):
        return answer(turn.text, turn.text, 0.9, aside=turn.aside())
    return turn.unanswered()


def _read_organisation(turn: Spoken) -> Reading:
    picked = _picked_organisation(turn)
    if picked:
        return picked
    if turn.controls and not turn.substance:
        changing = turn.control is not None and turn.control.intent == "change"
        return (bodies.mentioned(turn.text) if changing else None) or turn.unanswered()
    said = turn.text if not turn.controls else ". ".join(part.text for part in turn.substance)
    if turn.rest and all(segment.asks for segment in turn.rest):
        return bodies.mentioned(turn.text) or turn.unanswered()
    found = bodies.half_known(said) or bodies.read(said)
    if turn.unknowing and (found is None or not (found.value or {}).get("id")):
        return no_answer("not_sure", turn.text)  # "I don't know its name, the place on the hill"
    return found or turn.unanswered()


def _picked_organisation(turn: Spoken) -> Reading | None:
    value = choices.pick(turn.text, turn.offered)
    return bodies.chosen(value, turn.text) if value else None


def _read_date(turn: Spoken) -> Reading:
    firm = turn.control is not None and not turn.unknowing
    if firm and not turn.substance:
        return turn.unanswered()
    found = when.read_for(turn.question, turn.text, turn.today, turn.facts)
    if found:
        return found
    if turn.unknowing or texts.unknowing(turn.told):
        return answer(dict(UNKNOWN_DATE), turn.text)
    return turn.unanswered()


def _read_list(turn: Spoken) -> Reading:
    picked = choices.pick_several(turn.text, turn.offered)
    if not picked:
        one = choices.pick(turn.text, turn.offered)
        picked = [one] if one else []
    if picked:
        return answer(picked, turn.text, 0.95)
    told = turn.told or turn.lead()
    labels = spelling.read_twice(lambda said: lists.labels(turn.question, said), told)
    strong = turn.strong and turn.question not in REACHING
    found = weighing.several(turn, [] if strong or labels is None else labels)
    if found:
        return answer(found[0], turn.text, found[1], aside=turn.aside())
    if turn.unknowing:
        unsure = lists.when_not_sure(turn.question)
        return answer([unsure], turn.text) if unsure else no_answer("not_sure", turn.text)
    return weighing.otherwise(turn, turn.unanswered())
