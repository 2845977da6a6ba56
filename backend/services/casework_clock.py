"""The clock of a case as staff set it: stopped, started again, given more time; with a reason."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from backend.clock import LONDON
from backend.data.models import Draft
from backend.services import casework_flow, casework_stops
from backend.services.casework import Asked, NotAllowed, claim, keep
from backend.services.entered import received_on

STOPPED, STARTED, EXTENDED = "clock_stopped", "clock_started", "clock_extended"
EXTENDERS = frozenset({"manager"})
MOST_DAYS = 60


def stop(session: Session, case: str, asked: Asked, from_on: date, reason: str) -> Draft:
    """Stop the clock from a day on, which is not counted any more. Raises NotAllowed."""
    draft = claim(session, case, asked)
    if not runs(draft):
        raise NotAllowed("clock_not_running")
    today = asked.now.astimezone(LONDON).date()
    if not (received_on(draft) or today) <= from_on <= today:
        raise NotAllowed("clock_day")
    fields = casework_stops.stop(draft, from_on, casework_stops.BY_STAFF)
    keep(session, draft, asked, STOPPED, fields, reason, from_on=from_on.isoformat())
    return draft


def start(session: Session, case: str, asked: Asked, reason: str) -> Draft:
    """Start it again from today. Raises NotAllowed where it runs, or waits for the person."""
    draft = claim(session, case, asked)
    if draft.stopped_on is None:
        raise NotAllowed("clock_not_stopped")
    if draft.stopped_for == casework_stops.FOR_PERSON:
        raise NotAllowed("clock_waits")
    fields = casework_stops.start(draft, asked.now.astimezone(LONDON).date())
    keep(session, draft, asked, STARTED, fields, reason)
    return draft


def extend(
    session: Session, case: str, asked: Asked, working_days: int, roles: Iterable[str], reason: str
) -> Draft:
    """Give more working days, which managers alone may. Raises NotAllowed."""
    draft = claim(session, case, asked)
    if not EXTENDERS & frozenset(roles):
        raise NotAllowed("clock_manager")
    if not 0 < working_days <= MOST_DAYS:
        raise NotAllowed("clock_days")
    if draft.submitted_at is None or _done(draft):
        raise NotAllowed("clock_not_running")
    fields = casework_stops.extend(draft, working_days)
    keep(session, draft, asked, EXTENDED, fields, reason, days=working_days)
    return draft


def runs(draft: Draft) -> bool:
    """True where the clock of a case counts now."""
    return draft.submitted_at is not None and draft.stopped_on is None and not _done(draft)


def _done(draft: Draft) -> bool:
    return casework_flow.work(draft.case_status) == casework_flow.DONE
