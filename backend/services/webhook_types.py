"""Which events of the record are told to case systems, and by what name. Nothing else is."""

# The kind of the event, and the type of the webhook. An event that stands not here stays with us.
TYPES: dict[str, str] = {
    "submitted": "case.submitted",
    "moved": "case.moved",
    "assigned": "case.assigned",
    "noted": "case.changed",
    "edited": "case.changed",
    "overridden": "case.changed",
    "linked": "case.changed",
    "risk_noticed": "case.changed",
    "handover_asked": "case.changed",
    "letter_sent": "case.letter_sent",
}
EVERY = tuple(dict.fromkeys(TYPES.values()))
# Of what the event says, only codes that a case system needs to know what to fetch.
TOLD = ("move", "question", "letter", "link")
