"""Forms for the clock of a case, and for an answer of the person that was read."""

from datetime import date

from flask import request
from flask.typing import ResponseReturnValue

from backend.data.models import Draft
from backend.data.session import db
from backend.services import casework_answers, casework_clock
from backend.services.casework import Asked
from backend.staff import casework_page, views
from backend.staff.casework_views import Problems, bp, reason_problems, saved, words_of

__all__ = ["bp"]
FEWEST, MOST = 1, casework_clock.MOST_DAYS


@bp.post("/clock/stop")
def stop_clock(key: str) -> ResponseReturnValue:
    """Stop the clock from a day on."""
    reason, day = words_of("reason"), _day("from_on")
    problems = reason_problems(reason, "stop-reason")
    if day is None:
        problems = {"from_on": casework_page.problem("enter_day"), **problems}

    def change(case: str, asked: Asked) -> Draft:
        return casework_clock.stop(db.session, case, asked, day or date.min, reason)

    return saved(key, problems, change, "clock_stopped")


@bp.post("/clock/start")
def start_clock(key: str) -> ResponseReturnValue:
    """Start the clock again from today."""
    reason = words_of("reason")
    return saved(
        key,
        reason_problems(reason, "start-reason"),
        lambda case, asked: casework_clock.start(db.session, case, asked, reason),
        "clock_started",
    )


@bp.post("/clock/extend")
def extend_clock(key: str) -> ResponseReturnValue:
    """Give more working days, as a manager."""
    reason, typed = words_of("reason"), words_of("days")
    days = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 0
    problems: Problems = reason_problems(reason, "extend-reason")
    if not FEWEST <= days <= MOST:
        problems = {"days": casework_page.problem("clock_days"), **problems}
    roles = views.viewer().roles
    return saved(
        key,
        problems,
        lambda case, asked: casework_clock.extend(db.session, case, asked, days, roles, reason),
        "clock_extended",
    )


@bp.post("/answer")
def read_answer(key: str) -> ResponseReturnValue:
    """Say that what the person answered was read."""
    return saved(
        key, {}, lambda case, asked: casework_answers.read(db.session, case, asked), "answer_read"
    )


def _day(name: str) -> date | None:
    """The day that was chosen in a field for dates; None where there is none."""
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        return None
