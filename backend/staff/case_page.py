"""One case as its page shows it: risk and care first, then what was said and what follows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import intake
from backend.data.models import CaseEvent, Draft, Message
from backend.services import casework_sources
from backend.services import themes as suggestions
from backend.services.entered import entry_of
from backend.services.events import by_staff
from backend.staff import casework_words, files_shown, labels, people
from backend.staff.labels import Label
from backend.staff.lists import CONCERN, URGENT
from backend.staff.queries import Case
from backend.staff.risk_words import Part, quoted
from backend.staff.sight import Sight, kinds
from intake import personal, signposts, themes

CONTACT = ("name", "contact_method", "email", "phone", "postal_address", "safe_contact")
CARE = ("adjustments", "safe_contact")
OTHERS = "other_organisations"
NOTHING: tuple[Any, ...] = (None, "", [], ["none"], "not_sure")
VIEWED = "viewed"
PASS = intake.Result.PASS.value
SURE, FAIRLY_SURE = 0.9, 0.7
TOLD = {"matter": "what happened", "should_have_happened": "what should have happened"}


@dataclass(frozen=True)
class Answer:
    """One answer with the words that it was understood from."""

    question: str
    label: str
    value: str
    quote: str
    message: int | None
    how: str
    confidence: str
    percent: int | None
    check: bool


@dataclass(frozen=True)
class Risk:
    """The banner above everything else."""

    label: Label
    urgent: bool
    quote: list[Part]
    message: int | None
    at: str
    flags: list[Label]


@dataclass(frozen=True)
class Said:
    """One line of the transcript."""

    id: int
    author: str
    name: str
    text: str
    choices: list[str]
    day: str
    time: str
    iso: str
    risk: Label | None
    became: str = ""  # what became of it on a channel


@dataclass(frozen=True)
class Theme:
    """A theme that the words suggest, with those words."""

    label: str
    code: str
    words: list[tuple[str, str]]


@dataclass(frozen=True)
class Happened:
    """One entry of the history."""

    label: str
    by: str
    at: str
    iso: str


def build(case: Case, today: date, sight: Sight) -> dict[str, Any]:
    """All that the template needs; numbers about a person only where they were asked for."""
    draft, facts = case.draft, sight.all(case.draft.facts)
    told = casework_sources.sent(draft)  # whatever staff changed since
    answers = [_answer(line, case, sight) for line in _lines(facts)]
    reasons = [_reason(reason) for reason in sight.all(draft.reasons) if isinstance(reason, dict)]
    return {
        "draft": draft,
        "reference": draft.reference,
        "channel": labels.label("channels", case.conversation.channel).label,
        "taken_down": _taken_down(case),
        "result": labels.label("results", draft.result),
        "status": labels.label("statuses", draft.case_status),
        "hidden": _hidden(case),
        "open": sight.open,
        "risk": _risk(draft, case.messages, sight),
        "care": _care(facts, answers),
        "glance": _glance(draft, facts, answers, today),
        "themes": _themes(case, today, sight),
        "answers": [a for a in answers if a.question not in CONTACT],
        "contact": [a for a in answers if a.question in CONTACT],
        "files": [files_shown.shown(row, sight) for row in case.files],
        "reasons": [reason for reason in reasons if reason["finding"].code != PASS],
        "passed": [reason for reason in reasons if reason["finding"].code == PASS],
        "flags": [labels.label("flags", code) for code in labels.flags_of(draft)],
        "signposts": [_signpost(code) for code in told.signposts],
        "next_steps": sight.all(told.next_steps),
        "transcript": _by_day([said(message, sight) for message in case.messages]),
        "views": [_happened(e, case.staff) for e in reversed(case.events) if e.kind == VIEWED],
    }


def _taken_down(case: Case) -> str:
    """Who took the complaint down for the person, and the day it came; nothing for the others."""
    entry = entry_of(case.draft)
    if entry is None:
        return ""
    by = case.staff.get(by_staff(entry["by"]), "somebody who has left")
    day = labels.date_in_words(date.fromisoformat(entry["received_on"]))
    return f"Entered by staff: {by} took it down. It came on {day}."


def _hidden(case: Case) -> list[str]:
    """What kinds of numbers there are to hide, each with how many."""
    counts = kinds(case).items()
    return [f"{personal.name(kind)} ({count})" for kind, count in counts]


def _lines(facts: dict[str, Any]) -> list[intake.Line]:
    """Each answer given; organisations beside the main one stand on a line of their own."""
    lines = intake.summary({**facts, OTHERS: []})
    others = casework_words.others_in_words(facts.get(OTHERS))
    if not others:
        return lines
    before = next((n + 1 for n, line in enumerate(lines) if line.question == "organisation"), 0)
    label = intake.question(OTHERS, facts).label
    return [*lines[:before], intake.Line(OTHERS, label, others), *lines[before:]]


def _answer(line: Any, case: Case, sight: Sight) -> Answer:
    source = sight.all(case.draft.sources.get(line.question))
    source = source if isinstance(source, dict) else {}
    message = source.get("message")
    known = any(each.id == message for each in case.messages)
    confidence = source.get("confidence")
    level = _level(confidence)
    return Answer(
        question=line.question,
        label=labels.question(line.question, line.label),
        value=people.as_text(line.answer),
        quote=str(source.get("quote") or ""),
        message=message if known else None,
        how=labels.label("how", source["how"]).label if source.get("how") else "",
        confidence=labels.label("confidence", level).label if level else "",
        percent=round(float(confidence or 0) * 100) if level else None,
        check=level == "low",
    )


def _level(confidence: Any) -> str:
    if not isinstance(confidence, int | float) or isinstance(confidence, bool):
        return ""
    return "high" if confidence >= SURE else "medium" if confidence >= FAIRLY_SURE else "low"


def _risk(draft: Draft, messages: Any, sight: Sight) -> Risk | None:
    if draft.risk_level not in CONCERN:
        return None
    said = next((each for each in messages if each.id == draft.risk_message_id), None)
    return Risk(
        label=labels.label("risks", draft.risk_level),
        urgent=draft.risk_level in URGENT,
        quote=quoted(draft, said, 600, sight),
        message=said.id if said else None,
        at=labels.when(draft.risk_at),
        flags=[labels.label("flags", code) for code in draft.risk_flags],
    )


def _care(facts: dict[str, Any], answers: list[Answer]) -> list[Answer]:
    """Adjustments and safe ways to be in touch, for before anyone gets in touch."""
    return [a for a in answers if a.question in CARE and facts.get(a.question) not in NOTHING]


def _glance(
    draft: Draft, facts: dict[str, Any], answers: list[Answer], today: date
) -> list[tuple[str, str]]:
    """What a caseworker needs to know first: who, what, when, whom about, what they want."""
    value = {answer.question: answer.value for answer in answers}
    sent = draft.submitted_at
    rows = [
        ("Who", _who(facts, value)),
        ("Organisation", people.organisation(facts)),
        ("What", people.shortened(people.as_text(facts.get("matter")))),
        ("When it happened", value.get("happened_on", "")),
        ("When they first knew", value.get("aware_on", "")),
        ("What they want", value.get("outcome_priority") or value.get("outcomes", "")),
        ("Sent", f"{labels.when(sent)} ({_ago(sent, today)})" if sent else "Not sent yet"),
    ]
    return [(name, text) for name, text in rows if text]


def _themes(case: Case, today: date, sight: Sight) -> list[Theme]:
    """The themes kept when it was sent; before that, those that the words suggest now."""
    found = case.themes or suggestions.suggested(case.draft.facts, today)
    return [
        Theme(
            label=themes.label(code),
            code=code,
            words=[(sight.text(each["words"]), TOLD[each["question"]]) for each in words],
        )
        for code, words in found.items()
    ]


def _ago(moment: Any, today: date) -> str:
    age = labels.age(moment, today)
    return age if age == "today" else f"{age} ago"


def _who(facts: dict[str, Any], value: dict[str, str]) -> str:
    acting = value.get("acting_for", "")
    name = people.who(facts)
    return name if facts.get("acting_for") in (None, "self") else f"{name} – {acting}"


def _reason(reason: dict[str, Any]) -> dict[str, Any]:
    code = str(reason.get("result") or "")
    group = "results" if code in labels.codes("results") else "findings"
    return {**reason, "finding": labels.label(group, code)}


def _signpost(code: str) -> dict[str, str]:
    found = signposts.get(code)
    if found is None:
        return {"id": code, "name": code, "url": "", "phone": "", "hours": "", "for": ""}
    return {
        "id": found.id,
        "name": found.handler,
        "for": found.label,
        "url": found.url or "",
        "phone": found.phone or "",
        "hours": found.hours or "",
    }


def said(message: Message, sight: Sight) -> Said:
    """A line of the transcript as staff read it."""
    level = (message.risk or {}).get("level")
    return Said(
        id=message.id,
        author=message.author,
        name=labels.label("authors", message.author).label,
        text=sight.text(message.text),
        choices=[str(c.get("label", "")) for c in message.choices if isinstance(c, dict)],
        day=labels.day(message.at),
        time=labels.clock_time(message.at),
        iso=message.at.isoformat(timespec="seconds"),
        risk=labels.label("risks", level) if level in CONCERN else None,
    )


def _by_day(lines: list[Said]) -> list[tuple[str, list[Said]]]:
    days: dict[str, list[Said]] = {}
    for line in lines:
        days.setdefault(line.day, []).append(line)
    return list(days.items())


def _happened(event: CaseEvent, staff: dict[str, str]) -> Happened:
    return Happened(
        label=labels.label("events", event.kind).label,
        by=staff.get(event.actor) or labels.label("actors", event.actor).label,
        at=labels.when(event.at),
        iso=event.at.isoformat(timespec="seconds"),
    )
