"""Working days: what staff count from the day a complaint was sent to the day it is due."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from govuk_bank_holidays.bank_holidays import BankHolidays

from backend.clock import LONDON
from backend.data.models import Draft
from backend.services import casework_flow

SATURDAY = 5
DAY = timedelta(days=1)


@dataclass(frozen=True)
class CaseClock:
    """How long a case has been with staff, and how long it still may be."""

    sent_on: date
    since: int
    due_on: date
    left: int
    running: bool


@lru_cache
def _holidays() -> frozenset[date]:
    """The bank holidays of England that come with the package: nothing is fetched."""
    known = BankHolidays(use_cached_holidays=True)
    return frozenset(day["date"] for day in known.get_holidays(BankHolidays.ENGLAND_AND_WALES))


def is_working(day: date) -> bool:
    """True on a day that is neither at a weekend nor a bank holiday."""
    return day.weekday() < SATURDAY and day not in _holidays()


def after(day: date, working_days: int) -> date:
    """The day so many working days later; the day itself is not counted."""
    while working_days > 0:
        day += DAY
        working_days -= is_working(day)
    return day


def between(first: date, last: date) -> int:
    """How many working days after the first day, to the last one; less than none where it is
    before."""
    if last < first:
        return -between(last, first)
    return sum(is_working(first + DAY * count) for count in range(1, (last - first).days + 1))


def due(draft: Draft, allowed: int) -> date | None:
    """The day by which staff should have decided; None before it is sent."""
    if draft.submitted_at is None:
        return None
    return draft.due_on or after(draft.submitted_at.astimezone(LONDON).date(), allowed)


def clock(draft: Draft, today: date, allowed: int) -> CaseClock | None:
    """The clock of a case; None before it is sent."""
    due_on = due(draft, allowed)
    if due_on is None or draft.submitted_at is None:
        return None
    sent_on = draft.submitted_at.astimezone(LONDON).date()
    return CaseClock(
        sent_on=sent_on,
        since=between(sent_on, today),
        due_on=due_on,
        left=between(today, due_on),
        running=casework_flow.work(draft.case_status) != casework_flow.DONE,
    )
