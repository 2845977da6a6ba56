"""The page on which staff take a complaint down: its questions in groups, and what follows."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import intake
from backend.data.models import Draft
from backend.services import casework_reading, casework_related, entry
from backend.services.entered import CHANNELS
from backend.services.entry_reading import CHANNEL, OTHER, RECEIVED, Entered, one
from backend.staff import casework_fact, labels, people
from backend.staff.casework_page import problem
from backend.staff.casework_words import Told
from backend.staff.lists import CONCERN, URGENT
from backend.staff.risk_words import Part, in_parts
from backend.staff.sight import Sight
from intake import facts as reading
from intake import personal, safety, signposts

OPEN = Sight(open=True)
HIDDEN = Sight()
PASS = intake.Result.PASS.value
# The questions in the order of a talk; every question stands in one group.
GROUPS: dict[str, tuple[str, ...]] = {
    "story": ("matter", "should_have_happened", "happened_on", "aware_on", "late_reason"),
    "person": (
        "acting_for", "acting_for_consent", "public_body", "relationship", "name",
        "contact_method", "phone", "email", "postal_address", "safe_contact", "adjustments",
    ),
    "body": (
        "organisation", "other_organisations", "care_place", "care_payer", "matter_kind",
        "victim_of_crime", "joint_consent",
    ),
    "steps": (
        "complained_locally", "cannot_complain_reason", "complained_on", "final_response",
        "final_response_on", "second_tier", "mp_referral", "legal_action", "previous_ombudsman",
        "send_anyway",
    ),
    "outcome": ("impact", "outcomes", "outcome_priority", "evidence"),
}  # fmt: skip
# Ticked by staff at the beginning and the end.
TICKED = ("privacy_ack", "confirm")
# Worth asking however the person wants to be reached.
ALWAYS = frozenset({"phone", "email", "postal_address", "other_organisations"})
Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Form:
    """What was typed, on which draft, and what is wrong with it."""

    typed: Typed = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    checked: bool = False
    parked: str = ""
    draft: Draft | None = None
    version: int = 0
    since: Sequence[Told] = ()
    # Complaints like this one that were shown before it is sent.
    alike: Sequence[casework_related.Alike] = ()


@dataclass(frozen=True)
class Field:
    """One question with what was typed for it."""

    question: str
    label: str
    asked: str
    input: str
    choices: list[tuple[str, str]]
    typed: list[str]
    other: str
    problem: str
    offered: dict[str, list[Any]]
    picked: dict[str, str]
    # What it was taken for, where that is not what was typed.
    taken: str

    @property
    def text(self) -> str:
        """What was typed in one field."""
        return next(iter(self.typed), "")


def build(form: Form, entered: Entered, today: date) -> dict[str, Any]:
    """All that the template needs."""
    day = entered.received_on or today
    ahead = intake.questions_ahead(entered.facts, day)
    shown = {*ahead, *entered.facts, *entered.problems, *ALWAYS}
    fields = {each: _field(each, form, entered) for each in _all()}
    draft = form.draft
    return {
        "form": form,
        "key": draft.conversation_id if draft else "",
        "token": one(form.typed, "token") if form.parked else str(uuid.uuid4()),
        "version": form.version,
        "errors": [{"text": text, "href": f"#{name}"} for name, text in form.problems.items()],
        "channels": [labels.label("channels", code) for code in CHANNELS],
        "channel": one(form.typed, CHANNEL),
        "received": one(form.typed, RECEIVED) or labels.date_in_words(today),
        "ticked": {name: one(form.typed, name) == "yes" for name in TICKED},
        "groups": _groups(fields, shown),
        "others": [fields[each] for each in _all() if each not in shown],
        "result": _result(entered, day) if form.checked else None,
        "open_questions": _unanswered(entered, ahead, fields) if form.checked else [],
        "danger": _danger(entered.facts),
        "alike": [_alike(each) for each in form.alike],
        "privacy": intake.question("privacy_ack", {}).help,
    }


def fields_of(draft: Draft) -> dict[str, list[str]]:
    """What stands in the form of a draft that staff go on with."""
    kept = draft.dialogue["entry"]
    typed = {question: _typed(question, value) for question, value in draft.facts.items()}
    adjustments = draft.facts.get("adjustments")
    own = [each["text"] for each in adjustments or [] if isinstance(each, dict)]
    return {
        **typed,
        **kept["words"],
        **_picks(draft.facts),
        OTHER: own[:1],
        RECEIVED: [labels.date_in_words(date.fromisoformat(kept["received_on"]))],
    }


def problems_of(found: Mapping[str, str]) -> dict[str, str]:
    """Each problem in words, the first field on the page first."""
    order = [CHANNEL, RECEIVED, "privacy_ack", *_all(), "confirm"]
    said = {name: problem(found[name]) for name in order if name in found}
    return {name: _named(name, text) for name, text in said.items()}


def _named(name: str, text: str) -> str:
    """The problem with the question that it is about, where it does not say so itself."""
    if name in (CHANNEL, RECEIVED, *TICKED, "send_anyway", "matter"):
        return text
    return f"{_label(name, {})}: {text[:1].lower()}{text[1:]}"


def _all() -> list[str]:
    return [question for group in GROUPS.values() for question in group]


def _label(question: str, facts: dict[str, Any]) -> str:
    return labels.question(question, intake.question(question, facts).label)


def _field(question: str, form: Form, entered: Entered) -> Field:
    asked = intake.question(question, entered.facts)
    offered = {name: list(each) for name, each in entered.offered.get(question, {}).items()}
    picks = casework_reading.picks({name: one(form.typed, name) for name in form.typed})
    lines = one(form.typed, question).splitlines() if question in casework_reading.NAMES else []
    picked = {name: picks[name] for name in map(str.strip, lines) if picks.get(name)}
    return Field(
        question=question,
        label=_label(question, entered.facts),
        asked=asked.text,
        input=casework_fact.input_of(question),
        choices=casework_fact.choices_of(question, asked.choices),
        typed=list(form.typed.get(question, ())),
        other=one(form.typed, OTHER) if question == "adjustments" else "",
        problem=form.problems.get(question, ""),
        offered=offered,
        picked=picked,
        taken=_taken(entered.facts.get(question), lines),
    )


def _taken(value: Any, lines: list[str]) -> str:
    """The organisations that names were read as, where they are called otherwise."""
    named = reading.organisations(value or [])
    said = {line.strip() for line in lines}
    return "; ".join(each["name"] for each in named if each["name"] not in said) if lines else ""


def _groups(fields: Mapping[str, Field], shown: set[str]) -> list[dict[str, Any]]:
    return [
        {
            "id": name,
            "title": labels.label("entry_groups", name).label,
            "fields": [fields[each] for each in questions if each in shown],
        }
        for name, questions in GROUPS.items()
    ]


def _result(entered: Entered, day: date) -> dict[str, Any]:
    decision = intake.decide(entered.facts, day)
    handlers = [signposts.get(code) for code in decision.signposts]
    return {
        "label": labels.label("results", decision.result),
        "reasons": [each for each in decision.reasons if each.result != PASS],
        "flags": [labels.label("flags", code) for code in decision.flags],
        "next_steps": decision.next_steps,
        "signposts": [each for each in handlers if each is not None],
    }


def _unanswered(entered: Entered, ahead: Sequence[str], fields: Mapping[str, Field]) -> list[Field]:
    """What is worth asking while the person is there; nothing of it has to be answered."""
    return [fields[each] for each in ahead if each in fields and each not in entered.facts]


def _danger(facts: dict[str, Any]) -> dict[str, Any] | None:
    question, found = entry.danger(facts)
    if found.level not in CONCERN:
        return None
    said = str(facts.get(question) or "")
    return {
        "label": labels.label("risks", found.level),
        "urgent": found.level in URGENT,
        "quote": _quote(said, found.words or ""),
        "flags": [labels.label("flags", code) for code in found.flags],
        "offers": safety.offers(found, person=safety.known(said, facts)),
    }


def _quote(said: str, words: str) -> list[Part]:
    return in_parts(said, words, 600, OPEN)


def _alike(each: casework_related.Alike) -> dict[str, Any]:
    key = each.draft.reference or each.draft.conversation_id
    facts = HIDDEN.all(each.draft.facts)
    return {
        "key": key,
        "who": people.who(facts),
        "organisation": people.organisation(facts),
        "status": labels.label("statuses", each.draft.case_status),
        "shares": ", ".join(labels.label("shared", kind).label for kind in each.shares),
    }


def hidden_kinds(draft: Draft) -> list[str]:
    """The kinds of private numbers in a draft, which its form cannot hide."""
    said = " ".join(people.as_text(value) for value in draft.facts.values())
    return sorted({number.kind for number in personal.found(said)})


def _typed(question: str, value: Any) -> list[str]:
    """A fact as it is typed."""
    if isinstance(value, list) and question not in casework_reading.NAMES:
        return [each for each in value if isinstance(each, str)]
    return [casework_fact.text_of(question, value)] if not isinstance(value, str) else [value]


def _picks(facts: dict[str, Any]) -> dict[str, list[str]]:
    """What each organisation was said to be, so that nobody is asked again."""
    picks = {}
    for question in sorted(casework_reading.NAMES):
        value = facts.get(question)
        for place, each in enumerate(reading.organisations(value or [])):
            if each["match"] == "exact":
                continue  # its name says it
            slot = f"{question}-{place}"
            picks[f"{casework_reading.PICKED_FOR}{slot}"] = [each["name"]]
            picks[f"{casework_reading.PICKED}{slot}"] = [each["id"] or "none"]
    return picks
