"""What a case keeps of having been taken down by staff, beside its answers."""

from datetime import date
from typing import Any

from backend.clock import LONDON
from backend.data.models import Draft

ENTRY = "entry"
CHANNELS = ("phone", "post")


def entry_of(draft: Draft) -> dict[str, Any] | None:
    """Who took it down, the day it came and what could not be read; None where a person typed."""
    kept = (draft.dialogue or {}).get(ENTRY)
    return kept if isinstance(kept, dict) else None


def received_on(draft: Draft) -> date | None:
    """The day that time limits and our clock count from; None before it is sent.

    A letter counts from the day it came, however long it lay before staff took it down.
    """
    if draft.submitted_at is None:
        return None
    entry = entry_of(draft)
    if entry is not None:
        return date.fromisoformat(entry["received_on"])
    return draft.submitted_at.astimezone(LONDON).date()
