"""What the case page shows for working on the case: clock, owner, moves, notes, others, forms."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import intake
from backend.data.casework import CaseChange
from backend.data.models import CaseEvent
from backend.services import (
    casework,
    casework_answers,
    casework_clock,
    casework_days,
    casework_flow,
    casework_related,
    casework_stops,
)
from backend.services.casework_days import CaseClock
from backend.services.casework_reading import EDITED
from backend.services.casework_sources import by_staff
from backend.staff import casework_words, labels, people
from backend.staff.access import RoleName
from backend.staff.casework_words import Names, Told
from backend.staff.queries import Case
from backend.staff.sight import Sight
from intake.config import load

WORKERS = frozenset({RoleName.CASEWORKER.value, RoleName.MANAGER.value})
# What is in the list of who opened it, or told by the page itself.
QUIET = frozenset({"viewed"})
Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Viewer:
    """Who looks at the case, and when."""

    id: int
    roles: frozenset[str]
    now: datetime
    today: date

    @property
    def works(self) -> bool:
        """True for somebody who may change cases."""
        return bool(self.roles & WORKERS)


@dataclass(frozen=True)
class Form:
    """What was typed in a form that could not be saved, and why."""

    name: str = ""
    typed: Typed = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    since: Sequence[CaseChange] = ()
    parked: str = ""
    version: int | None = None

    def one(self, name: str) -> str:
        """The value of one field."""
        return next(iter(self.typed.get(name, ())), "")

    def value(self, form: str, name: str) -> str:
        """What was typed in a field of one form; nothing where it is another form."""
        return self.one(name) if form == self.name else ""


@dataclass(frozen=True)
class Other:
    """Another complaint that may be alike."""

    key: str
    name: str
    who: str
    organisation: str
    status: labels.Label
    shares: str
    said: labels.Label | None
    kind: str


def build(
    case: Case, viewer: Viewer, sight: Sight, form: Form, shown: int | None
) -> dict[str, Any]:
    """All that the template needs beside what the case itself tells."""
    draft = case.draft
    names = Names(draft.facts, case.colleagues, sight)
    changes = [casework_words.told(change, names) for change in case.changes]
    return {
        "key": draft.reference or draft.conversation_id,
        "works": viewer.works,
        "form": form,
        "errors": errors(form),
        "version": draft.version,
        "token": str(uuid.uuid4()),
        "others": others(case, viewer),
        "clock": clock_in_words(case, viewer),
        "answered": _answered(case),
        "assigned": names.of(draft.assigned_to),
        "mine": draft.assigned_to == viewer.id,
        "assignable": _assignable(case, viewer),
        "next": _next(case, viewer),
        "moves": [
            labels.label("moves", move.name)
            for move in casework_flow.moves(draft.case_status, viewer.roles)
        ],
        "result": labels.label("results", draft.staff_result or draft.result),
        "engine_result": labels.label("results", draft.result) if draft.staff_result else None,
        "other_results": [
            labels.label("results", code)
            for code in casework.RESULTS
            if code != (draft.staff_result or draft.result)
        ],
        "notes": [each for each in reversed(changes) if each.kind == casework.NOTED],
        "changed": next((each for each in changes if each.version == shown), None),
        "comparison": comparison(form, names),
        "timeline": _timeline(case, changes),
        "editable": EDITED if viewer.works and draft.submitted_at else frozenset(),
        "missing": _missing(case) if viewer.works and draft.submitted_at else [],
        "removed": _removed(case, names),
        "before": _before(case, names),
        "alike": [_other(each, sight) for each in case.alike],
        "links": [labels.label("links", code) for code in casework_related.KINDS],
    }


def problem(key: str) -> str:
    """What is wrong, in a sentence."""
    return labels.label("problems", key).label


def errors(form: Form) -> list[dict[str, str]]:
    """What is wrong with a form, each with the field to go to."""
    return [{"text": text, "href": f"#{name}"} for name, text in form.problems.items()]


def others(case: Case, viewer: Viewer) -> str:
    """Who else has the case open, in a sentence."""
    emails = [
        each.email for each in case.colleagues if each.id != viewer.id and each.here(viewer.now)
    ]
    return others_in_words(emails)


def others_in_words(emails: Sequence[str]) -> str:
    """The sentence for these addresses."""
    if not emails:
        return ""
    named = emails[0] if len(emails) == 1 else f"{', '.join(emails[:-1])} and {emails[-1]}"
    return f"{named} {'has' if len(emails) == 1 else 'have'} this complaint open now."


def comparison(form: Form, names: Names) -> dict[str, Any] | None:
    """What others changed while a form was open: field by field, and what they wrote."""
    if not form.since:
        return None
    return {
        "rows": casework_words.together(form.since, names),
        "told": [casework_words.told(change, names) for change in form.since],
    }


def clock_in_words(case: Case, viewer: Viewer) -> dict[str, Any] | None:
    """The clock of the case: since when, until when, how that stands, and what may be done."""
    draft = case.draft
    clock = casework_days.clock(draft, viewer.today, load().case_days)
    if clock is None:
        return None
    days = _days(clock.since)
    return {
        "since": f"{days} since it was sent on {labels.date_in_words(clock.sent_on)}",
        "due": labels.date_in_words(clock.due_on),
        "stopped": labels.date_in_words(clock.stopped_on) if clock.stopped_on else "",
        "today": viewer.today.isoformat(),
        "open": clock.running,
        "may_stop": casework_clock.runs(draft),
        "may_start": draft.stopped_for == casework_stops.BY_STAFF,
        "may_extend": bool(casework_clock.EXTENDERS & viewer.roles),
        **_standing(clock, waits=draft.stopped_for == casework_stops.FOR_PERSON),
    }


def _standing(clock: CaseClock, *, waits: bool) -> dict[str, str]:
    if not clock.running:
        return {"left": "Nothing left to do", "colour": "grey"}
    if clock.stopped_on:
        left = "Overdue" if clock.left < 0 else f"{_days(clock.left)} left"
        said = "Waiting for the person" if waits else "Stopped"
        return {"left": f"{said}, {left}", "colour": "yellow"}
    if clock.left < 0:
        return {"left": f"Overdue by {_days(-clock.left)}", "colour": "red"}
    if clock.left == 0:
        return {"left": "Due today", "colour": "orange"}
    return {"left": f"{_days(clock.left)} left", "colour": "teal"}


def _days(count: int) -> str:
    return "1 working day" if count == 1 else f"{count} working days"


def _assignable(case: Case, viewer: Viewer) -> list[tuple[int, str]]:
    """Whom a manager may give the case to."""
    if RoleName.MANAGER.value not in viewer.roles:
        return []
    return [(each.id, each.email) for each in case.colleagues if each.open and each.roles & WORKERS]


def _timeline(case: Case, changes: list[Told]) -> list[dict[str, Any]]:
    """All that happened, newest first; a change with its fields and its reason."""
    by_version = {change.version: change for change in changes}
    return [
        {
            "label": _happened(event),
            "by": case.staff.get(event.actor) or labels.label("actors", event.actor).label,
            "at": labels.when(event.at),
            "iso": event.at.isoformat(timespec="seconds"),
            "change": _change_of(event, by_version),
            "letter": event.detail.get("letter"),
            "about": _about(event),
            "message": event.detail.get("message")
            if event.kind == casework_answers.WROTE
            else None,
        }
        for event in reversed(case.events)
        if event.kind not in QUIET
    ]


def _happened(event: CaseEvent) -> str:
    """What an event is called: sending is the person's, unless staff did it for them."""
    in_place = event.kind in labels.codes("for_person") and event.actor != "person"
    return labels.label("for_person" if in_place else "events", event.kind).label


def _about(event: CaseEvent) -> str:
    """Which letter an event is about."""
    kind = event.detail.get("letter_kind")
    return labels.label("letters", kind).label if isinstance(kind, str) else ""


def _is_answer(event: CaseEvent) -> bool:
    return event.kind == casework_answers.WROTE


def _answered(case: Case) -> dict[str, Any] | None:
    """When the person answered what staff asked, and where, until somebody has read it."""
    since = case.draft.answered_at
    if since is None:
        return None
    wrote = [each for each in case.events if _is_answer(each) and each.at >= since]
    return {"at": labels.when(since), "messages": [e.detail.get("message") for e in wrote]}


def _change_of(event: CaseEvent, by_version: dict[int, Told]) -> Told | None:
    version = event.detail.get("version")
    return by_version.get(version) if isinstance(version, int) else None


def _next(case: Case, viewer: Viewer) -> str:
    """What to do now, in a sentence; nothing where this person has nothing to do."""
    told = viewer.works and case.draft.case_status in labels.codes("next_for")
    return labels.label("next_for", case.draft.case_status).label if told else ""


def _missing(case: Case) -> list[tuple[str, str]]:
    """The facts that nobody has answered, for staff to add."""
    facts = case.draft.facts
    named = {
        question: labels.question(question, intake.question(question, facts).label)
        for question in EDITED
        if facts.get(question) in (None, "", [])
    }
    return sorted(named.items(), key=lambda each: each[1])


def _removed(case: Case, names: Names) -> list[tuple[str, str, str]]:
    """Answers that staff took away: the question, its label and what was answered."""
    draft = case.draft
    return [
        (
            question,
            labels.question(question, intake.question(question, draft.facts).label),
            casework_words.answer_in_words(question, source["before"]["value"], names),
        )
        for question, source in draft.sources.items()
        if by_staff(source) and question not in draft.facts and question in EDITED
    ]


def _before(case: Case, names: Names) -> dict[str, dict[str, Any]]:
    """For each answer that staff edited: the person's own, its words, who changed it and why."""
    reasons = {change.version: change.words for change in case.changes}
    shown = {}
    for question, source in case.draft.sources.items():
        if not by_staff(source) or question not in EDITED:
            continue
        first = source["before"]["source"]
        told = first if isinstance(first, dict) else {}
        shown[question] = {
            "value": casework_words.answer_in_words(question, source["before"]["value"], names),
            "quote": names.sight.text(str(told.get("quote") or "")),
            "message": told.get("message"),
            "by": names.of(source.get("by")),
            "at": labels.when(datetime.fromisoformat(source["at"])),
            "reason": names.sight.text(reasons.get(source.get("version"), "")),
        }
    return shown


def _other(alike: casework_related.Alike, sight: Sight) -> Other:
    draft = alike.draft
    facts = sight.all(draft.facts)
    key = draft.reference or draft.conversation_id
    return Other(
        key=key,
        name=key,
        who=people.who(facts),
        organisation=people.organisation(facts),
        status=labels.label("statuses", draft.case_status),
        shares=", ".join(labels.label("shared", each).label for each in alike.shares),
        said=labels.label("links", alike.kind) if alike.kind else None,
        kind=alike.kind or "",
    )
