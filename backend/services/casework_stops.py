"""What stopping and starting a clock does to the day that a case is due."""

from datetime import date
from typing import Any

from backend.data.models import Draft
from backend.services import casework_days, casework_flow
from backend.services.casework_days import DAY
from intake.config import load

FOR_PERSON, BY_STAFF = "person", "staff"
Fields = dict[str, Any]


def stop(draft: Draft, day: date, why: str) -> Fields:
    """Stop the clock from this day on; the case is due on no day until it starts again."""
    before = shown(draft)
    draft.stopped_due_on = casework_days.due(draft, load().case_days)
    draft.stopped_on, draft.stopped_for, draft.due_on = day, why, None
    return _changed(before, draft)


def start(draft: Draft, day: date) -> Fields:
    """Start it again: it is due as many working days later as it stood."""
    before = shown(draft)
    if draft.stopped_on is not None and draft.stopped_due_on is not None:
        stood = max(0, casework_days.between(draft.stopped_on - DAY, day - DAY))
        draft.due_on = casework_days.after(draft.stopped_due_on, stood)
    draft.stopped_on = draft.stopped_due_on = draft.stopped_for = None
    return _changed(before, draft)


def extend(draft: Draft, working_days: int) -> Fields:
    """Give it more time, whether the clock runs or stands."""
    before = shown(draft)
    later = casework_days.after(_due(draft), working_days)
    if draft.stopped_on is None:
        draft.due_on = later
    else:
        draft.stopped_due_on = later
    return _changed(before, draft)


def follow(draft: Draft, came_from: str, today: date) -> Fields:
    """The clock stands while the person is waited for, and runs again after; else it stays."""
    waits = casework_flow.work(draft.case_status) == casework_flow.WAITING
    waited = casework_flow.work(came_from) == casework_flow.WAITING
    if waits and draft.stopped_on is None and draft.submitted_at is not None:
        return stop(draft, today, FOR_PERSON)
    if waited and not waits and draft.stopped_for == FOR_PERSON:
        return start(draft, today)
    return {}


def shown(draft: Draft) -> dict[str, str | None]:
    """What a change of the clock is told by."""
    stopped = draft.stopped_on.isoformat() if draft.stopped_on else None
    due_on = casework_days.due(draft, load().case_days)
    return {"due_on": due_on.isoformat() if due_on else None, "stopped_on": stopped}


def _due(draft: Draft) -> date:
    due_on = casework_days.due(draft, load().case_days)
    if due_on is None:
        raise ValueError("A case that is not sent is due on no day.")
    return due_on


def _changed(before: dict[str, str | None], draft: Draft) -> Fields:
    after = shown(draft)
    return {
        name: {"before": before[name], "after": after[name]}
        for name in after
        if before[name] != after[name]
    }
