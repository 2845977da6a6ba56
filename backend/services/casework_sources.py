"""Where each fact comes from, once staff have edited some: the person's own stay beside theirs."""

from datetime import datetime
from typing import Any

from backend.data.models import Draft
from backend.services.assess import assess
from backend.services.entered import received_on

STAFF = "staff"


def edited(source: Any, value: Any, *, by: int, at: datetime, version: int) -> dict[str, Any]:
    """The source of a fact that staff edit, with what the person's was before any edit."""
    first = source["before"] if by_staff(source) else {"value": value, "source": source}
    moment = at.isoformat(timespec="seconds")
    return {"how": STAFF, "by": by, "at": moment, "version": version, "before": first}


def by_staff(source: Any) -> bool:
    """True for the source of a fact that staff edited."""
    return isinstance(source, dict) and source.get("how") == STAFF and "before" in source


def as_sent(draft: Draft) -> dict[str, Any]:
    """The facts as the person sent them, whatever staff made of them since."""
    facts = dict(draft.facts)
    for question, source in draft.sources.items():
        if not by_staff(source):
            continue
        facts.pop(question, None)
        if source["before"]["value"] is not None:
            facts[question] = source["before"]["value"]
    return facts


def sent(draft: Draft) -> Draft:
    """The draft as the person sent it, for telling them; itself where staff edited nothing."""
    if draft.submitted_at is None or not any(map(by_staff, draft.sources.values())):
        return draft
    kept = {column.key: getattr(draft, column.key) for column in Draft.__table__.columns}
    copy = Draft(**{**kept, "facts": as_sent(draft)})
    assess(copy, received_on(draft) or draft.submitted_at.date())
    return copy
