"""A case as case systems see it: codes for all, and the person's words where the token may."""

from datetime import datetime
from typing import Any

from backend.data.casework import CaseChange
from backend.data.files import AttachedFile
from backend.data.models import CaseEvent, User
from backend.files.kinds import KINDS
from backend.services import casework_days, casework_flow
from backend.services.case_pages import Listed, sequence
from backend.services.events import by_staff
from backend.services.webhook_types import type_of
from intake.config import load
from intake.facts import CHOICES, DATES, LISTS

# What a case system may do with the flow is what a caseworker may.
ROLES = ("caseworker",)
PREFIX = "/api/cases"
SPAN = ("from", "to", "precision")
BODY = ("id", "name", "branch", "match")
CODED = ("assigned_to", "case_status", "staff_result", "result", "reasons", "flags", "signposts")
# Other cases are named by references alone.
INTERNAL = frozenset({"other"})


def in_list(found: Listed, personal: bool) -> dict[str, Any]:
    """A case in a list."""
    draft, due = found.draft, casework_days.due(found.draft, load().case_days)
    return {
        "reference": draft.reference,
        "version": draft.version,
        "state": draft.case_status,
        "result": draft.staff_result or draft.result,
        "branch": found.entry.branch or None,
        "flags": list(dict.fromkeys([*draft.risk_flags, *draft.flags])),
        "channel": found.entry.channel,
        "submitted_at": _moment(draft.submitted_at),
        "changed_at": _moment(draft.updated_at),
        "due_on": due.isoformat() if due else None,
        "assigned": _assigned(found.assigned, personal),
    }


def whole(found: Listed, locale: str, personal: bool) -> dict[str, Any]:
    """One case whole."""
    draft = found.draft
    here = f"{PREFIX}/{draft.reference}"
    return {
        **in_list(found, personal),
        "rules_result": draft.result,
        "rules_version": draft.rules_version,
        "locale": locale,
        "reasons": [{**each, "text": each["text"] if personal else None} for each in draft.reasons],
        "signposts": draft.signposts,
        "facts": {
            question: {
                **shown(question, value, personal),
                "source": _source(question, draft.sources.get(question), personal),
            }
            for question, value in _answers(draft.facts, draft.sources).items()
        },
        "moves": [move.name for move in casework_flow.moves(draft.case_status, ROLES)],
        "links": {"self": here, "events": f"{here}/events", "documents": f"{here}/documents"},
    }


def shown(question: str, value: Any, personal: bool) -> dict[str, Any]:
    """A value, or what of it is no word of the person; `withheld` where something is left out."""
    told = value if personal else _codes(question, value)
    return {"value": told, "withheld": told != value}


def _answers(facts: dict[str, Any], sources: dict[str, Any]) -> dict[str, Any]:
    """Every answer, and those that staff took away, as null."""
    gone = {question: None for question, source in sources.items() if _before(source)}
    return {**gone, **facts}


def _codes(question: str, value: Any) -> Any:
    if question in CHOICES or question == "themes" or question in CODED:
        return value
    if question in LISTS and isinstance(value, list):
        return [each for each in value if isinstance(each, str)]
    if question in DATES and isinstance(value, dict):
        return {name: value.get(name) for name in SPAN}
    if question == "organisation":
        return _organisation(value)
    if question == "other_organisations" and isinstance(value, list):
        return [told for told in map(_organisation, value) if told]
    return value if question.startswith("link:") else None


def _organisation(value: Any) -> dict[str, Any] | None:
    """An organisation of the register; the name of any other one is the person's word."""
    if not isinstance(value, dict) or not value.get("id"):
        return None
    return {name: value[name] for name in BODY if name in value}


def _source(question: str, source: Any, personal: bool) -> dict[str, Any] | None:
    if not isinstance(source, dict):
        return None
    before = _before(source)
    first = before["source"] if before else source
    first = first if isinstance(first, dict) else {}
    return {
        "how": source.get("how"),
        "message": first.get("message"),
        "confidence": first.get("confidence"),
        "quote": first.get("quote") if personal else None,
        "at": source.get("at"),
        "before": shown(question, before["value"], personal)["value"] if before else None,
    }


def _before(source: Any) -> dict[str, Any] | None:
    """What the person answered, where staff changed it since."""
    before = source.get("before") if isinstance(source, dict) else None
    return before if isinstance(before, dict) else None


def event(row: CaseEvent, change: CaseChange | None, reference: str, personal: bool) -> Any:
    """One thing that happened, much as CloudEvents has it."""
    detail = {name: value for name, value in row.detail.items() if name not in INTERNAL}
    data = {"kind": row.kind, "actor": row.actor, **detail}
    if change is not None:
        data |= {"fields": _fields(change, personal), "words": change.words if personal else None}
    return {
        "specversion": "1.0",
        "id": str(row.id),
        "source": PREFIX,
        "type": type_of(row.kind, row.detail) or f"case.{row.kind}",
        "subject": reference,
        "time": _moment(row.at),
        "sequence": sequence(row.seq or 0),
        "data": data,
    }


def change(row: CaseChange, personal: bool) -> dict[str, Any]:
    """What somebody else changed, for whoever was too late."""
    return {
        "version": row.version,
        "kind": row.kind,
        "by": by_staff(row.by) if row.by else "service",
        "at": _moment(row.at),
        "words": row.words if personal else None,
        "fields": _fields(row, personal),
    }


def document(row: AttachedFile, reference: str, personal: bool) -> dict[str, Any]:
    """A file of a case; what it is called is the person's word."""
    return {
        "id": row.id,
        "name": row.name if personal else None,
        "kind": row.kind,
        "media_type": KINDS[row.kind].media_type,
        "size": row.size,
        "scan": row.scan,
        "notes": row.notes,
        "at": _moment(row.at),
        "link": f"{PREFIX}/{reference}/documents/{row.id}",
    }


def _fields(row: CaseChange, personal: bool) -> dict[str, Any]:
    return {
        name: {
            "before": shown(name, each["before"], personal)["value"],
            "after": shown(name, each["after"], personal)["value"],
            "withheld": any(shown(name, value, personal)["withheld"] for value in each.values()),
        }
        for name, each in row.fields.items()
    }


def _assigned(user: User | None, personal: bool) -> dict[str, Any] | None:
    return {"id": user.id, "email": user.email if personal else None} if user else None


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
