"""The totals of each day and month: what is counted of how conversations went, and by what."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sqlalchemy import delete, func, insert, literal, select
from sqlalchemy.orm import Session

from backend.data.supervision import DAY, MONTH, CaseCourse, PeriodTotal
from backend.services import casework_flow
from intake.asks import CONFIRMATION, CONTACT_QUESTIONS

# A measure, what it is of, and by what else it is told apart.
Key = tuple[str, str, str]
Counted = Counter[tuple[str, Key]]  # in each channel
# All that is counted; the table is kept by it, so that a day's rows are found at once.
OF_BEGUN = (
    *("begun", "said", "finished", "told", "questions", "stopped", "person", "unclear"),
    *("asked", "answered", "volunteered"),
)
OF_SENT = (
    *("sent", "result", "branch", "organisation", "state", "minutes", "theme", "body_theme"),
    *("decided", "worked", "edited_any", "edited", "distance"),
)
# These are not asked to find the result.
AFTER = frozenset({CONFIRMATION.question, *(ask.question for ask in CONTACT_QUESTIONS)})
UNTOUCHED = ("draft", "submitted_by_person")
# A complaint that took longer is counted by steps: up to so many minutes, and each step's length.
STEPS = ((120, 1), (24 * 60, 10), (10**9, 24 * 60))


def count_day(session: Session, day: date) -> None:
    """Count one day anew: what began on it, and what was sent on it."""
    began = session.scalars(select(CaseCourse).where(CaseCourse.began_on == day)).all()
    sent = session.scalars(select(CaseCourse).where(CaseCourse.sent_on == day)).all()
    totals: Counted = Counter()
    for courses, keys in ((began, of_begun), (sent, of_sent)):
        for course in courses:
            for key, number in keys(course):
                totals[course.channel, key] += number
    _forget(session, DAY, day)
    rows = [
        {
            "period": DAY, "first_on": day, "channel": channel, "measure": measure,
            "name": name, "other": other, "number": number,
        }
        for (channel, (measure, name, other)), number in totals.items()
    ]  # fmt: skip
    if rows:
        session.execute(insert(PeriodTotal), rows)


def count_month(session: Session, first: date) -> None:
    """Add up the days of a month anew."""
    _forget(session, MONTH, first)
    same = (PeriodTotal.measure, PeriodTotal.channel, PeriodTotal.name, PeriodTotal.other)
    summed = (
        select(literal(MONTH), literal(first), *same, func.sum(PeriodTotal.number))
        .where(PeriodTotal.period == DAY)
        .where(PeriodTotal.first_on >= first, PeriodTotal.first_on < next_month(first))
        .group_by(*same)
    )
    columns = ["period", "first_on", "measure", "channel", "name", "other", "number"]
    session.execute(insert(PeriodTotal).from_select(columns, summed))


def next_month(day: date) -> date:
    """The first day of the month after this day's."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def of_begun(course: CaseCourse) -> Iterator[tuple[Key, int]]:
    """What counts on the day that a conversation began."""
    yield ("begun", "", ""), 1
    yield ("said", "", ""), course.said
    if course.sent_on is not None:
        yield ("finished", "", ""), 1
    if course.result is not None:
        yield ("told", course.result, ""), 1
        yield ("questions", str(len(set(course.asked) - AFTER)), ""), 1
    if course.stopped:
        yield ("stopped", course.question or "", ""), 1
    if course.person:
        yield ("person", "", ""), 1
    yield from _each("person", course.person)
    yield from _each("asked", course.asked)
    yield from _each("answered", course.answered)
    yield from _each("volunteered", course.volunteered)
    for question, times in course.unclear.items():
        yield ("unclear", question, ""), int(times)


def of_sent(course: CaseCourse) -> Iterator[tuple[Key, int]]:
    """What counts on the day that a complaint was sent."""
    result, state, body = course.result or "", course.state or "", course.organisation or ""
    yield ("sent", "", ""), 1
    yield ("result", result, ""), 1
    yield ("branch", course.branch or "", ""), 1
    yield ("organisation", body, ""), 1
    yield ("state", state, result), 1
    if course.minutes is not None:
        yield ("minutes", str(step(course.minutes)), ""), 1
    yield from _each("theme", course.themes)
    for theme in course.themes:
        yield ("body_theme", body, theme), 1
    if casework_flow.work(state) == casework_flow.DONE or course.staff_result:
        yield ("decided", result, course.staff_result or result), 1
    if state not in UNTOUCHED:
        yield from _of_worked(course)


def step(minutes: int) -> int:
    """The minutes as they are counted: one by one at first, then more roughly."""
    most, length = next(each for each in STEPS if minutes <= each[0])
    return min(most, minutes // length * length)


def _of_worked(course: CaseCourse) -> Iterator[tuple[Key, int]]:
    yield ("worked", "", ""), 1
    if course.edited:
        yield ("edited_any", "", ""), 1
    for question, percent in course.edited.items():
        yield ("edited", question, ""), 1
        if percent is not None:
            yield ("distance", question, ""), int(percent)


def _each(measure: str, names: Iterable[str]) -> Iterator[tuple[Key, int]]:
    for name in names:
        yield (measure, name, ""), 1


def _forget(session: Session, period: str, first: date) -> None:
    session.execute(
        delete(PeriodTotal)
        .where(PeriodTotal.period == period, PeriodTotal.measure.in_((*OF_BEGUN, *OF_SENT)))
        .where(PeriodTotal.first_on == first)
        .execution_options(synchronize_session=False)
    )
