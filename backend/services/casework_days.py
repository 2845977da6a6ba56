"""Working days: what staff count from the day a complaint was sent to the day it is due."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from govuk_bank_holidays.bank_holidays import BankHolidays

from backend.data.models import Draft
from backend.services import casework_flow
from backend.services.entered import received_on

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
    stopped_on: date | None = None


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
    sent_on = received_on(draft)
    if sent_on is None:
        return None
    return draft.due_on or draft.stopped_due_on or after(sent_on, allowed)


def clock(draft: Draft, today: date, allowed: int) -> CaseClock | None:
    """The clock of a case; None before it is sent."""
    due_on, sent_on = due(draft, allowed), received_on(draft)
    if due_on is None or sent_on is None:
        return None
    return CaseClock(
        sent_on=sent_on,
        since=between(sent_on, today),
        due_on=due_on,
        left=between(draft.stopped_on or today, due_on),  # while it stands, as when it stopped
        running=casework_flow.work(draft.case_status) != casework_flow.DONE,
        stopped_on=draft.stopped_on,
    )
