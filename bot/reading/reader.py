"""Reads what was typed in answer to one question: the value, or why it is no answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from bot.reading import (
    bodies,
    changes,
    choices,
    closed,
    contact,
    control,
    lists,
    opinion,
    spelling,
    texts,
    when,
)
from bot.reading.model import UNKNOWN_DATE, Reading, answer, no_answer
from bot.reading.plain import asks, plain

_CONTACT: dict[str, Callable[[str], Reading | None]] = {
    "name": contact.name,
    "email": contact.email,
    "phone": contact.phone,
    "postal_address": contact.postal_address,
}
_UNKNOWING = ("not_sure", "declined")
# A statement that sounds like one of these may still answer: "I can't tell which one is final".
_MAY_TELL = (*_UNKNOWING, "help", "change", "repeat", "faq_mp", "faq_advocacy", "faq_evidence")
# Wishes that are answers to these questions: "leave it" to sending, a helper to what would help.
_ANSWERS_TO = {
    "confirm": ("chitchat", "stop"),
    "send_anyway": ("chitchat", "stop", "person"),
    "privacy_ack": ("chitchat",),
    "adjustments": ("faq_advocacy",),
}
_NEEDS = {
    "stop": re.compile(r"\b(?:leave|forget|not now|never ?mind|not today|later)\b"),
    "person": re.compile(r"\bto (?:check|look|read|see|decide)\b"),
}
_CALLED = re.compile(r"(?:please |you can |just )*call me (?!back|later|now|on|at|when|please)\w+$")
_LEAD = re.compile(
    r"(?:yes|no|okay|sure|fine)(?=[ ,.]+(?:but|and|thank|thanks|please)\b|[,.;!]+ )"
    r"|.*\b(?:yes|no)(?=[.! ]*$)"
)
_LONGEST_LEAD = 12
_REACHING = ("adjustments", "contact_method", "safe_contact")
_BY_PHONE = re.compile(r"\b(?:ring|phone|call|text)\b")
_LONGEST = 6000


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
    turn = _Turn(question_id, text, nlu, today or datetime.now(UTC).date(), facts or {}, choices)
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
    return _read_closed(turn)


class _Turn:
    """One question, the text said to it, and what the text holds beside an answer."""

    def __init__(
        self,
        question_id: str,
        text: str,
        nlu: Mapping[str, Any] | None,
        today: date,
        facts: Mapping[str, Any],
        offered: Sequence[Any],
    ) -> None:
        self.question, self.text, self.nlu = question_id, text, nlu
        self.today, self.facts, self.offered = today, facts, offered
        self.plain = plain(text)
        self.controls, self.rest = control.split(self.plain)
        self.control = control.strongest(self.controls)
        said = [segment.text for segment in self.rest if not segment.asks]
        kept = [held.words for held in self.controls if self._tells(held)]
        self.told = ". ".join([*kept, *said])
        self.substance = [
            segment for segment in self.rest if not control.is_filler(segment)
        ]

    def _tells(self, held: control.Control) -> bool:
        """True for words that may answer too: not knowing, a wish to be phoned, a statement."""
        if held.intent == "person" and self.question in _REACHING:
            return bool(_BY_PHONE.search(held.words))
        if held.intent in _ANSWERS_TO.get(self.question, ()):
            wanted = _NEEDS.get(held.intent)
            return wanted is None or bool(wanted.search(held.words))
        return held.intent in _MAY_TELL and not asks(held.words)

    def lead(self) -> str:
        """The yes or no before a question: "OK, but who reads it?"."""
        found = _LEAD.match(self.plain) if len(self.plain.split()) <= _LONGEST_LEAD else None
        return found[0] if found else ""

    def aside(self) -> str | None:
        """What was asked along with an answer."""
        if self.control is None or not (asks(self.control.words) or self.strong()):
            return None
        intent = self.control.intent
        return None if intent in (*_UNKNOWING, "greet", "thanks", "chitchat") else intent

    def strong(self) -> bool:
        """True where the person wants someone or an end above all."""
        return self.control is not None and self.control.intent in control.STRONG

    def unanswered(self) -> Reading:
        """The reading where nothing answers the question."""
        if self.control:
            intent = "skip" if self.control.intent == "declined" else self.control.intent
            target = changes.target(self.plain, self.question, self.facts)
            if intent == "change":
                return changes.reading(self, target)
            return no_answer(intent, self.text)
        return (
            changes.correction(self)
            or opinion.control(self.nlu, self.text)
            or no_answer("none", self.text, 0.0)
        )


def _signs(turn: _Turn) -> Reading:
    if turn.question in closed.questions():
        word = closed.plain_yes_no(turn.text)
        value = closed.questions()[turn.question].means.get(word or "")
        if value:
            return answer(value, turn.text)
    return no_answer("help" if "?" in turn.text else "none", turn.text)


def _unknowing(turn: _Turn) -> bool:
    return turn.control is not None and turn.control.intent in _UNKNOWING


def _read_contact(turn: _Turn) -> Reading:
    found = _CONTACT[turn.question](turn.text)
    if turn.question == "name" and found and _CALLED.match(control.bare(turn.plain)):
        return found
    if turn.control and not (found and found.value and turn.question != "name"):
        return turn.unanswered() if not _unknowing(turn) else no_answer("skip", turn.text)
    return found or turn.unanswered()


def _read_text(turn: _Turn) -> Reading:
    digression = texts.digression(turn.controls, turn.rest)
    if digression:
        return turn.unanswered() if digression != "declined" else no_answer("skip", turn.text)
    if texts.holds_answer(turn.question, turn.plain, turn.rest):
        return answer(turn.text, turn.text, 0.9, aside=turn.aside())
    return turn.unanswered()


def _read_organisation(turn: _Turn) -> Reading:
    picked = _picked_organisation(turn)
    if picked:
        return picked
    if turn.controls and not turn.substance:
        changing = turn.control is not None and turn.control.intent == "change"
        return (bodies.mentioned(turn.text) if changing else None) or turn.unanswered()
    said = turn.text if not turn.controls else ". ".join(part.text for part in turn.substance)
    if turn.rest and all(segment.asks for segment in turn.rest):
        return bodies.mentioned(turn.text) or turn.unanswered()
    return bodies.read(said) or turn.unanswered()


def _picked_organisation(turn: _Turn) -> Reading | None:
    value = choices.pick(turn.text, turn.offered)
    return bodies.chosen(value, turn.text) if value else None


def _read_date(turn: _Turn) -> Reading:
    firm = turn.control is not None and not _unknowing(turn)
    if firm and not turn.substance:
        return turn.unanswered()
    found = when.read_for(turn.question, turn.text, turn.today, turn.facts)
    if found:
        return found
    if _unknowing(turn) or texts.unknowing(turn.told):
        return answer(dict(UNKNOWN_DATE), turn.text)
    return turn.unanswered()


def _read_list(turn: _Turn) -> Reading:
    picked = choices.pick_several(turn.text, turn.offered)
    if not picked:
        one = choices.pick(turn.text, turn.offered)
        picked = [one] if one else []
    if picked:
        return answer(picked, turn.text, 0.95)
    found = _read_labels(turn.question, turn.told)
    firm = turn.control is not None and not _unknowing(turn)
    strong = firm and turn.control and turn.control.intent in control.STRONG
    if found and not (strong and turn.question not in _REACHING):
        return answer(found, turn.text, 0.85, aside=turn.aside())
    if _unknowing(turn):
        unsure = lists.when_not_sure(turn.question)
        return answer([unsure], turn.text) if unsure else no_answer("not_sure", turn.text)
    return turn.unanswered()


def _read_closed(turn: _Turn) -> Reading:
    question = closed.questions().get(turn.question)
    picked = choices.pick(turn.text, turn.offered)
    if picked:
        return answer(picked, turn.text, 0.95)
    if turn.question == "outcome_priority":
        return _read_priority(turn)
    if question is None:
        return turn.unanswered()
    if turn.question == "confirm" and _names_a_change(turn):
        return turn.unanswered()
    corrected = changes.taken_back(turn)
    if corrected:
        return corrected
    told = turn.told or (turn.lead() if not turn.strong() else "")
    found = _read_rules(turn.question, told)
    if found and not _outranked(turn, found):
        extra = dict(found.extra)
        return answer(found.value, turn.text, found.confidence, extra=extra, aside=turn.aside())
    return _closed_without_rules(turn, question)


def _names_a_change(turn: _Turn) -> bool:
    changing = turn.control is not None and turn.control.intent == "change"
    said_which = changes.target(turn.plain, turn.question, turn.facts) is not None
    return changing and (said_which or "something" in turn.plain or "change" in turn.plain)


def _read_rules(question_id: str, told: str) -> closed.Found | None:
    """What the rules find in a text as typed, or else with its spelling put right."""
    if not told:
        return None
    found = closed.read(question_id, told)
    better = plain(spelling.corrected(told))
    return found if found or better == told else closed.read(question_id, better)


def _read_labels(question_id: str, told: str) -> list[str]:
    found = lists.labels(question_id, told)
    better = plain(spelling.corrected(told))
    return found if found or better == told else lists.labels(question_id, better)


def _outranked(turn: _Turn, found: closed.Found) -> bool:
    strong = turn.control is not None and turn.control.intent in control.STRONG
    reaching = turn.question in _REACHING
    return strong and found.plain_only and not reaching


def _closed_without_rules(turn: _Turn, question: closed.Closed) -> Reading:
    can_be_unsure = "not_sure" in question.values
    if can_be_unsure and (_unknowing(turn) or (not turn.control and texts.unknowing(turn.told))):
        return answer("not_sure", turn.text, 0.85)
    if turn.control and turn.control.intent not in _UNKNOWING:
        return turn.unanswered()
    by_model = opinion.yes_no(turn.nlu, question)
    if by_model and turn.told:
        return answer(by_model[0], turn.text, by_model[1])
    return turn.unanswered()


def _read_priority(turn: _Turn) -> Reading:
    chosen = turn.facts.get("outcomes") or []
    allowed = [code for code in chosen if isinstance(code, str)] if isinstance(chosen, list) else []
    found = [code for code in lists.labels("outcomes", turn.told) if not allowed or code in allowed]
    if found:
        return answer(found[0], turn.text, 0.9 if len(found) == 1 else 0.55)
    if _unknowing(turn):
        return no_answer("not_sure", turn.text)
    return turn.unanswered()
