"""A change of a case in words: each field with what stood there before and what stands there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import intake
from backend.data.casework import CaseChange
from backend.staff import labels
from backend.staff.queries import Colleague
from backend.staff.sight import Sight
from intake import facts as reading
from intake import signposts

NOTHING = "Nothing"
NO_ANSWER = "No answer"
NOBODY = "Nobody"
LINK = "link:"
DAYS = ("due_on", "stopped_on")


@dataclass(frozen=True)
class Row:
    """One field of a change."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """One change as it is told to staff."""

    version: int
    kind: str
    label: str
    by: str
    at: str
    rows: list[Row]
    words: str


@dataclass(frozen=True)
class Names:
    """What is needed to say a value: the facts around it, who staff are, and what may be seen."""

    facts: dict[str, Any]
    colleagues: Sequence[Colleague]
    sight: Sight

    def of(self, user: Any) -> str:
        """The name of a member of staff; nobody's, where it is none."""
        found = next((each.email for each in self.colleagues if each.id == user), None)
        return found or (NOBODY if user is None else "Somebody who has left")


def told(change: CaseChange, names: Names) -> Told:
    """A change as it is told to staff."""
    return Told(
        version=change.version,
        kind=change.kind,
        label=labels.label("events", change.kind).label,
        by=names.of(change.by) if change.by else labels.label("actors", "service").label,
        at=labels.when(change.at),
        rows=rows(change.fields, names),
        words=names.sight.text(change.words),
    )


def together(changes: Sequence[CaseChange], names: Names) -> list[Row]:
    """Several changes as one: each field as it was before the first and is after the last."""
    fields: dict[str, dict[str, Any]] = {}
    for change in changes:
        for name, each in change.fields.items():
            before = fields[name]["before"] if name in fields else each["before"]
            fields[name] = {"before": before, "after": each["after"]}
    return rows(fields, names)


def rows(fields: Mapping[str, dict[str, Any]], names: Names) -> list[Row]:
    """Each field that changed, in words."""
    return [
        Row(
            name,
            _label(name, names),
            value_in_words(name, _own(name, each, "before"), names),
            value_in_words(name, _own(name, each, "after"), names),
        )
        for name, each in fields.items()
    ]


def value_in_words(name: str, value: Any, names: Names) -> str:
    """A value as staff read it; what the person wrote is shown as the rest of the page shows it."""
    if name == "assigned_to":
        return names.of(value)
    if name in GROUPS:
        return labels.label(GROUPS[name], value).label
    if name in DAYS:
        return labels.date_in_words(date.fromisoformat(value)) if value else NOTHING
    if name.startswith(LINK):
        return labels.label("links", value).label
    if name == "flags":
        return ", ".join(labels.label("flags", each).label for each in value) or NOTHING
    if name == "reasons":
        return "; ".join(f"{rule}: {_finding(found)}" for rule, found in value.items()) or NOTHING
    if name == "signposts":
        return ", ".join(map(_handler, value)) or NOTHING
    return answer_in_words(name, value, names)


def answer_in_words(question: str, value: Any, names: Names) -> str:
    """An answer as the person would say it."""
    if value is None:
        return NO_ANSWER
    if question == "other_organisations":
        return names.sight.text(others_in_words(value)) or NO_ANSWER
    lines = intake.summary({**names.facts, "other_organisations": [], question: value})
    said = next((line.answer for line in lines if line.question == question), NO_ANSWER)
    return names.sight.text(said)


def others_in_words(value: Any) -> str:
    """The names of organisations beside the main one."""
    return "; ".join(each["name"] for each in reading.organisations(value or []))


GROUPS = {"case_status": "statuses", "staff_result": "results", "result": "results"}


def _label(name: str, names: Names) -> str:
    if name.startswith(LINK):
        return name.removeprefix(LINK)
    if name in labels.codes("fields"):
        return labels.label("fields", name).label
    return labels.question(name, intake.question(name, names.facts).label)


def _own(name: str, each: dict[str, Any], side: str) -> Any:
    """The value; of reasons, only those that differ."""
    value = each[side]
    if name != "reasons":
        return value
    other = each["after" if side == "before" else "before"]
    return {rule: found for rule, found in value.items() if other.get(rule) != found}


def _handler(signpost: str) -> str:
    found = signposts.get(signpost)
    return found.handler if found else signpost


def _finding(code: str) -> str:
    group = "results" if code in labels.codes("results") else "findings"
    return labels.label(group, code).label
