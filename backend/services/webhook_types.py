"""Which events of the record are told to case systems, and by what name. Nothing else is."""

from typing import Any

CHANGED = "case.changed"
# The kind of the event, and the type of the webhook. Whatever else gives a case another version
# is told as a change; an event that does neither stays with us.
TYPES: dict[str, str] = {
    "submitted": "case.submitted",
    "moved": "case.moved",
    "assigned": "case.assigned",
    "linked": CHANGED,
    "risk_noticed": CHANGED,
    "handover_asked": CHANGED,
    "person_wrote": CHANGED,
    "letter_sent": "case.letter_sent",
}
EVERY = tuple(dict.fromkeys(TYPES.values()))
# Of what the event says, only codes that a case system needs to know what to fetch.
TOLD = ("move", "question", "letter", "letter_kind", "link")


def type_of(kind: str, detail: dict[str, Any]) -> str | None:
    """The type of the webhook for an event; None for one that is not told."""
    return TYPES.get(kind) or (CHANGED if "version" in detail else None)
