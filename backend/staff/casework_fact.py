"""The page on which staff change one fact: what was said, what stands there, what it shall be."""

import uuid
from collections.abc import Mapping
from typing import Any

import intake
from backend.staff import casework_words, labels, people
from backend.staff.casework_page import Form, Viewer, comparison, errors, others
from backend.staff.casework_words import NO_ANSWER, Names
from backend.staff.queries import Case
from backend.staff.sight import Sight
from intake import organisations, personal, wording
from intake.dates_in_words import span_in_words
from intake.facts import DATES, LISTS, NOT_SURE, span

# One line is enough for these.
SHORT = frozenset({"name", "email", "phone", "relationship", "organisation"})
OPEN = Sight(open=True)


def hidden(case: Case, question: str) -> list[str]:
    """The kinds of private numbers in a fact, which its form cannot hide."""
    said = people.as_text(case.draft.facts.get(question))
    return sorted({number.kind for number in personal.found(said)})


def build(
    case: Case,
    question: str,
    viewer: Viewer,
    form: Form,
    offered: Mapping[str, tuple[organisations.Match, ...]] | None = None,
) -> dict[str, Any]:
    """All that the template needs."""
    draft = case.draft
    names = Names(draft.facts, case.colleagues, OPEN)
    asked = intake.question(question, draft.facts)
    source = _source(case, question)
    return {
        "key": draft.reference or draft.conversation_id,
        "question": question,
        "label": labels.question(question, asked.label),
        "asked": asked.text,
        "now": casework_words.answer_in_words(question, draft.facts.get(question), names),
        "answered": draft.facts.get(question) is not None,
        "quote": str(source.get("quote") or ""),
        "message": source.get("message"),
        "input": input_of(question),
        "choices": choices_of(question, asked.choices),
        "mine": _mine(question, form, asked.choices),
        "chosen": _chosen(case, question, form),
        "text": form.one("value") if form.typed else text_of(question, draft.facts.get(question)),
        "other": form.one("other") if form.typed else _other(case, question),
        "offered": offered or {},
        "form": form,
        "errors": errors(form),
        "version": draft.version,
        "token": str(uuid.uuid4()),
        "others": others(case, viewer),
        "comparison": comparison(form, names),
        "shown_numbers": hidden(case, question),
    }


def _mine(question: str, form: Form, given: Any) -> str:
    """What was typed and is not saved yet, in the words of the page."""
    if form.one("remove"):
        return NO_ANSWER
    named = dict(choices_of(question, given))
    typed = [named.get(value, value) for value in form.typed.get("value", ())]
    return ", ".join([*typed, form.one("other")] if form.one("other") else typed)


def _source(case: Case, question: str) -> dict[str, Any]:
    """Where the person's own answer comes from."""
    source = case.draft.sources.get(question)
    if isinstance(source, dict) and "before" in source:
        source = source["before"]["source"]
    return source if isinstance(source, dict) else {}


def input_of(question: str) -> str:
    """How a question is answered on a form: choice, choices, date, line or text."""
    if question in DATES:
        return "date"
    if question in LISTS:
        return "choices"
    kind = intake.question(question, {}).input
    return "line" if kind == "text" and question in SHORT else kind


def choices_of(question: str, given: Any) -> list[tuple[str, str]]:
    """What can be chosen; "not sure" is an answer to a list too."""
    choices = [(choice.value, choice.label) for choice in given]
    if question == "outcome_priority" and not choices:
        values = LISTS["outcomes"]
        choices = [(each, wording.text(f"questions.outcomes.choices.{each}")) for each in values]
    if question in LISTS and NOT_SURE not in dict(choices):
        choices.append((NOT_SURE, wording.text("answers.not_sure")))
    return choices


def _chosen(case: Case, question: str, form: Form) -> list[str]:
    if form.typed:
        return list(form.typed.get("value", ()))
    value = case.draft.facts.get(question)
    return [each for each in (value if isinstance(value, list) else [value]) if each]


def text_of(question: str, value: Any) -> str:
    """A fact as somebody would type it."""
    if question in DATES:
        found = span(value)
        return span_in_words(found) if found and found.known else ""
    if question == "organisation":
        return people.as_text(value)
    if question == "other_organisations":
        return "\n".join(map(people.as_text, value or ()))
    return value if isinstance(value, str) else ""


def _other(case: Case, question: str) -> str:
    """The adjustment that the person put in own words."""
    value = case.draft.facts.get(question)
    items = value if isinstance(value, list) else []
    return next((str(each.get("text", "")) for each in items if isinstance(each, dict)), "")
