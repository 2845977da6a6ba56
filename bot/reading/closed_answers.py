"""The answer that a message gives to a closed question."""

from __future__ import annotations

from dataclasses import replace

from bot.reading import changes, choices, closed, lists, spelling, texts, weighing
from bot.reading.model import Reading, answer
from bot.reading.spoken import REACHING, UNKNOWING, Spoken


def read(turn: Spoken) -> Reading:
    """The value of a closed question that a message says, or what it is instead."""
    question = closed.questions().get(turn.question)
    picked = choices.pick(turn.text, turn.offered)
    if picked:
        return answer(picked, turn.text, 0.95)
    if turn.question == "outcome_priority":
        return weighing.weigh(turn, _read_priority(turn))
    if question is None:
        return turn.unanswered()
    if turn.question == "confirm" and _names_a_change(turn):
        return _not_as_it_is(turn)
    corrected = changes.taken_back(turn)
    if corrected:
        return corrected
    found = _by_rules(turn, question)
    told_at_length = question.short and len(turn.plain.split()) > question.short
    return weighing.otherwise(turn, found) if told_at_length else weighing.weigh(turn, found)


def _not_as_it_is(turn: Spoken) -> Reading:
    """A change before sending is a no to sending as well."""
    change = turn.unanswered()
    return replace(change, value="no") if turn.offered and change.intent == "change" else change


def _by_rules(turn: Spoken, question: closed.Closed) -> Reading:
    told = turn.told or (turn.lead() if not turn.strong else "")
    found = spelling.read_twice(lambda said: closed.read(turn.question, said), told)
    if found and not _outranked(turn, found):
        extra = dict(found.extra)
        return answer(found.value, turn.text, found.confidence, extra=extra, aside=turn.aside())
    return _closed_without_rules(turn, question)


def _names_a_change(turn: Spoken) -> bool:
    changing = turn.control is not None and turn.control.intent == "change"
    said_which = changes.target(turn.plain, turn.question, turn.facts) is not None
    return changing and (said_which or "something" in turn.plain or "change" in turn.plain)


def _outranked(turn: Spoken, found: closed.Found) -> bool:
    puzzled = turn.control is not None and turn.control.intent == "help" and not turn.substance
    strong = turn.strong and found.plain_only and turn.question not in REACHING
    return strong or (puzzled and found.by_lead)


def _closed_without_rules(turn: Spoken, question: closed.Closed) -> Reading:
    can_be_unsure = "not_sure" in question.values
    if can_be_unsure and (turn.unknowing or (not turn.control and texts.unknowing(turn.told))):
        return answer("not_sure", turn.text, 0.85)
    if turn.control and turn.control.intent not in UNKNOWING:
        return turn.unanswered()
    corrects = changes.correction(turn) is not None
    hint = closed.hint(turn.question, turn.told) if turn.told and not corrects else None
    if hint:
        return answer(hint.value, turn.text, hint.confidence)
    return turn.unanswered()


def _read_priority(turn: Spoken) -> Reading:
    chosen = turn.facts.get("outcomes") or []
    allowed = [code for code in chosen if isinstance(code, str)] if isinstance(chosen, list) else []
    named = [code for code in lists.labels("outcomes", turn.told) if code != "O_NOTSURE"]
    # A wish that was not among the chosen ones is one more wish.
    found = [code for code in named if code in allowed] or named
    if found:
        return answer(found[0], turn.text, 0.9 if len(found) == 1 else 0.55)
    if turn.unknowing:
        return answer("O_NOTSURE", turn.text, 0.7)
    return turn.unanswered()
