"""A message read as an answer: kept, said back, or put to the person as a choice."""

from __future__ import annotations

from typing import Any

import intake
from bot.actions.dialogue import failing, naming, summary
from bot.actions.dialogue.state import COMMAND
from bot.actions.dialogue.talk import Talk, answer_in_words, choice
from bot.reading import Reading, when
from intake import organisations
from intake.questions import Question

UNKNOWN_DATE = {"from": None, "to": None, "precision": "unknown"}
NO_NAME = {"id": None, "branch": "UNSURE", "match": "none"}
MOST_CANDIDATES = 5
# Kinds whose name changes nothing: they are never looked at.
NEED_NO_NAME = ("kind-judge", "kind-court-decision")
# A skipped list is answered with its own word for "none", where it has one.
SKIPPED_LISTS = {"outcomes": ["O_NOTSURE"], "evidence": ["none_yet"], "adjustments": ["none"]}
# What a list holds where its answer fits none of the others.
OWN_WORDS = {"impact": ["other"], "adjustments": ["other"]}
SKIPPED_WORDS = {"outcome_priority": "O_NOTSURE"}


def take_reading(talk: Talk, question: Question, reading: Reading) -> None:
    """Keeps a sure answer, has an unsure one confirmed, and lets several be chosen from."""
    if question.id == "organisation":
        reading = naming.with_town(talk, reading)
        if naming.is_shared(talk, reading):
            naming.ask_town(talk, question, reading)
            return
    if len(reading.candidates) > 1 and question.id == "organisation":
        if talk.memory.get("offered") == reading.quote:
            keep_reading(talk, question, reading)  # said again: the likeliest, for staff to check
        else:
            choose_between(talk, question, reading)
    elif reading.unsure and not was_said_back(talk, question, reading):
        confirm(talk, question, reading)
    else:
        keep_reading(talk, question, reading)


def was_said_back(talk: Talk, question: Question, reading: Reading) -> bool:
    """Whether the same was said back just before, and was told again instead of yes or no."""
    return bool(talk.memory.pop("said_back", None) == [question.id, reading.value])


def keep_reading(talk: Talk, question: Question, reading: Reading, how: str = "text") -> None:
    """Stores the answer, and what else the same words held."""
    if talk.memory.get("changing") == question.id:
        how = "change"
        talk.tell("chat.changed", label=label(talk, question, reading.value))
    if question.id == "outcome_priority":
        add_outcome(talk, reading, how)
    talk.keep(question.id, reading.value, how, reading.quote, reading.confidence)
    talk.answered(question.id)
    if question.id == "happened_on":
        known_at_once(talk, reading)
    talk.also += keep_extra(talk, dict(reading.extra), skip=question.id)
    notice_bereavement(talk)


def wait_for_event(talk: Talk, question: Question) -> bool:
    """ "I knew the same day", before the day is known: it is asked, and counts for both."""
    waits = question.id == "aware_on" and "happened_on" not in talk.facts
    if not waits or talk.memory.get("changing") or not when.is_at_the_time(talk.turn.text):
        return False
    talk.memory["aware_at_once"] = talk.turn.text
    asked = intake.question("happened_on", talk.facts, talk.turn.locale)
    talk.ask(asked, asked.text, "question", [])
    return True


def known_at_once(talk: Talk, happened: Reading) -> None:
    """The day of the event is also the day it was known, where that was said before."""
    quote = talk.memory.pop("aware_at_once", None)
    if quote and "aware_on" not in talk.facts:
        talk.keep("aware_on", happened.value, "text", quote, 0.85)
        talk.answered("aware_on")


def known_at_the_time(talk: Talk) -> bool:
    """Whether the day it was known was given as the day of the event, whichever that is."""
    same = talk.facts.get("aware_on") == talk.facts.get("happened_on")
    quote = (talk.sources.get("aware_on") or {}).get("quote")
    return same and bool(quote) and when.is_at_the_time(str(quote))


def add_outcome(talk: Talk, reading: Reading, how: str) -> None:
    """What matters most belongs to what the person would like, named before or not."""
    wanted = list(talk.facts.get("outcomes") or [])
    if reading.value not in (*wanted, "O_NOTSURE"):
        talk.keep("outcomes", [*wanted, reading.value], how, reading.quote, reading.confidence)


def label(talk: Talk, question: Question, value: Any) -> str:
    """The answer as the person will see it in the summary."""
    return answer_in_words(talk, question.id, value)


def keep_extra(talk: Talk, extra: dict[str, Any], skip: str) -> list[str]:
    """Stores answers to questions that were not asked yet; never over an answer already given."""
    kept = []
    for question, found in extra.items():
        value = getattr(found, "value", found)
        if question == skip or question in talk.facts or value is None or only_a_kind(value):
            continue
        quote = getattr(found, "quote", talk.turn.text)
        talk.keep(question, value, "story", quote, getattr(found, "confidence", 0.8))
        kept.append(question)
    return kept


def only_a_kind(value: Any) -> bool:
    """Whether an organisation is just 'a hospital': a story that says so still leaves its name."""
    if not isinstance(value, dict) or not str(value.get("id") or "").startswith("kind-"):
        return False
    if value["id"] in NEED_NO_NAME:
        return False
    kind = organisations.find(str(value["id"]))
    return kind is None or kind.name == value.get("name")


def keep_story(talk: Talk, story: str, found: dict[str, Reading]) -> None:
    """Stores the matter in the person's own words and every fact in it, and says them back."""
    talk.keep("matter", story, "story", story)
    talk.answered("matter")
    sure = sure_of(found)
    keep_extra(talk, sure, skip="matter")
    notice_bereavement(talk)
    summary.understood(talk, [key for key in sure if is_new(talk, key, sure[key])])
    remember_maybe(talk, found)


def sure_of(found: dict[str, Reading]) -> dict[str, Reading]:
    """The facts that are kept without being asked about."""
    return {question: reading for question, reading in found.items() if not reading.unsure}


def is_new(talk: Talk, question: str, reading: Reading) -> bool:
    """Whether a fact of the story is to be said back: not the story itself."""
    return question != "matter" and talk.facts.get(question) == reading.value


def remember_maybe(talk: Talk, found: dict[str, Reading]) -> None:
    """Keeps a name that fits several organisations, to be offered as a choice."""
    named = found.get("organisation")
    if named and named.unsure and len(named.candidates) > 1:
        among = [dict(value) for value in named.candidates]
        talk.memory["maybe"] = {"value": named.value, "quote": named.quote, "among": among}


def notice_bereavement(talk: Talk) -> None:
    """Says once that we are sorry, when somebody has died."""
    if talk.facts.get("acting_for") == "deceased" and not talk.memory.get("condolence"):
        talk.memory["condolence"] = True
        talk.tell("chat.condolence")


def confirm(talk: Talk, question: Question, reading: Reading) -> None:
    """Says a doubtful reading back as a yes/no."""
    said_back = label(talk, question, reading.value)
    talk.memory["said_back"] = [question.id, reading.value]
    ask = {"text": talk.words("chat.confirm", answer=said_back), "choices": talk.offer("yes", "no")}
    talk.memory["confirm"] = {
        "kind": "reading",
        "question": question.id,
        "value": reading.value,
        "quote": reading.quote,
        "message": talk.turn.number,
        "confidence": round(reading.confidence, 2),
        "ask": ask,
    }


def choose_between(talk: Talk, question: Question, reading: Reading) -> None:
    """Offers the few organisations that a name fits, and 'none of these'."""
    talk.memory["offered"] = reading.quote
    values = [dict(value) for value in reading.candidates[:MOST_CANDIDATES]]
    offered = [choice(value["name"], f"{COMMAND}pick:{i}") for i, value in enumerate(values)]
    ask = {
        "text": talk.words("chat.which_organisation"),
        "choices": [*offered, *talk.offer("none_of_these")],
    }
    talk.memory["confirm"] = {
        "kind": "pick",
        "question": question.id,
        "values": values,
        "value": reading.value,
        "quote": reading.quote,
        "ask": ask,
    }


def skip(talk: Talk, question: Question) -> None:
    """Stores 'not sure' for a question that the person will not or cannot answer."""
    value = naming.without_town(talk, question) or unknown(question)
    if not question.skippable or not intake.clean({question.id: value}).facts:
        failing.not_understood(talk, question, "cannot_skip")
        return
    talk.keep(question.id, value, "text", talk.turn.text)
    talk.answered(question.id)
    talk.tell("chat.skipped")


def leave(talk: Talk, question: Question) -> None:
    """Leaves open what could not be settled: staff see the words, and the form goes on."""
    value = OWN_WORDS.get(question.id, unknown(question))
    if not intake.clean({question.id: value}).facts:
        failing.not_understood(talk, question)
        return
    talk.keep(question.id, value, "text", talk.turn.text, confidence=0)
    talk.answered(question.id)
    talk.tell("chat.left")


def unknown(question: Question) -> Any:
    """The value that says 'not known' to this question."""
    if question.input == "date":
        return dict(UNKNOWN_DATE)
    if question.input == "choices":
        return list(SKIPPED_LISTS.get(question.id, ["not_sure"]))
    if question.id == "organisation":
        return {"name": "not_sure", **NO_NAME}
    return SKIPPED_WORDS.get(question.id, "not_sure")
