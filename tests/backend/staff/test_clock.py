"""Clocks that staff stop, start and extend: the day due moves by working days alone."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from backend.data.casework import CaseChange
from backend.data.models import Draft
from backend.services import casework, casework_clock, casework_days, casework_stops
from backend.services.casework import Asked, NotAllowed, Stale
from backend.staff.access import RoleName
from tests.backend.staff.cases import make_case
from tests.backend.staff.working import CASE, MANAGER, form, send, the_case, words

EASTER_2027 = date(2027, 3, 28)  # Good Friday is on 26 March, Easter Monday on 29 March


def sent(day, **given):
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return Draft(
        submitted_at=at, case_status="staff_triage", due_on=None, sources={}, dialogue={}, **given
    )


@pytest.mark.parametrize(
    ("due", "stopped", "started", "due_then"),
    [
        # Stopped and started on the same day: nothing changes.
        (date(2026, 12, 4), date(2026, 12, 1), date(2026, 12, 1), date(2026, 12, 4)),
        # Three working days stood still.
        (date(2026, 12, 4), date(2026, 12, 1), date(2026, 12, 4), date(2026, 12, 9)),
        # Over a weekend none stands still.
        (date(2026, 12, 9), date(2026, 12, 5), date(2026, 12, 7), date(2026, 12, 9)),
        # From Christmas Eve to 29 December: only Christmas Eve itself is a working day.
        (date(2026, 12, 30), date(2026, 12, 24), date(2026, 12, 29), date(2026, 12, 31)),
        # Due on Christmas Eve, two days later: the day after the holidays and one more.
        (date(2026, 12, 24), date(2026, 12, 22), date(2026, 12, 24), date(2026, 12, 30)),
        # Over the new year.
        (date(2026, 12, 31), date(2026, 12, 31), date(2027, 1, 4), date(2027, 1, 4)),
        # Maundy Thursday to the Tuesday after Easter: one working day.
        (date(2027, 3, 31), date(2027, 3, 25), date(2027, 3, 30), date(2027, 4, 1)),
        # Due on Maundy Thursday, one day more: the Tuesday after Easter.
        (date(2027, 3, 25), date(2027, 3, 24), date(2027, 3, 25), date(2027, 3, 30)),
        # What was overdue by a day is overdue by a day again.
        (date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 9), date(2026, 12, 8)),
    ],
)
def test_what_stood_still_is_added_in_working_days(due, stopped, started, due_then):
    draft = sent(date(2026, 11, 20))
    draft.due_on = due
    left = casework_days.between(stopped, due)

    casework_stops.stop(draft, stopped, casework_stops.BY_STAFF)
    assert draft.due_on is None and casework_days.due(draft, 10) == due
    standing = casework_days.clock(draft, started, 10)
    assert (standing.left, standing.stopped_on) == (left, stopped)
    casework_stops.start(draft, started)

    assert draft.due_on == due_then and draft.stopped_on is None
    if casework_days.is_working(stopped):
        assert casework_days.between(started, draft.due_on) == left


@pytest.mark.parametrize(
    ("due", "days", "due_then"),
    [
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 12, 23), 5, date(2027, 1, 4)),
        (date(2027, 3, 25), 2, date(2027, 3, 31)),
    ],
)
@pytest.mark.parametrize("stands", [False, True])
def test_more_time_is_working_days_too_also_while_the_clock_stands(due, days, due_then, stands):
    draft = sent(date(2026, 11, 20))
    draft.due_on = due
    if stands:
        casework_stops.stop(draft, due, casework_stops.BY_STAFF)

    casework_stops.extend(draft, days)

    assert casework_days.due(draft, 10) == due_then
    assert (draft.due_on is None) is stands


def asked(session, at=datetime(2026, 11, 24, 10, tzinfo=UTC)):
    session.rollback()
    return Asked(1, the_case(session).version, None, at)


@pytest.fixture
def case(session, add_user):
    add_user()
    return make_case(session, case_status="staff_triage", due_on=date(2026, 12, 4))


def test_while_the_person_is_waited_for_the_clock_stands_by_itself(session, case):
    key, roles = case.conversation_id, {"caseworker"}
    casework.move(session, key, asked(session), "ask", roles, "The letter")
    session.commit()
    assert (the_case(session).stopped_on, the_case(session).due_on) == (date(2026, 11, 24), None)

    later = asked(session, datetime(2026, 11, 26, 10, tzinfo=UTC))
    casework.move(session, key, later, "answered", roles, "It came")
    session.commit()

    assert the_case(session).due_on == date(2026, 12, 8) and the_case(session).stopped_on is None
    change = session.scalars(select(CaseChange).order_by(CaseChange.version.desc())).first()
    assert change.fields["due_on"] == {"before": "2026-12-04", "after": "2026-12-08"}


def test_a_clock_that_staff_stopped_is_not_started_by_an_answer(session, case):
    key, roles = case.conversation_id, {"caseworker"}
    casework_clock.stop(session, key, asked(session), date(2026, 11, 24), "The inquest")
    session.commit()
    for name in ("ask", "answered"):
        casework.move(session, key, asked(session), name, roles, "x")
        session.commit()

    assert the_case(session).stopped_for == casework_stops.BY_STAFF


@pytest.mark.parametrize(
    ("does", "why"),
    [
        (lambda s, k, a: casework_clock.start(s, k, a, "x"), "clock_not_stopped"),
        (lambda s, k, a: casework_clock.stop(s, k, a, date(2026, 11, 25), "x"), "clock_day"),
        (lambda s, k, a: casework_clock.stop(s, k, a, date(2026, 11, 19), "x"), "clock_day"),
        (lambda s, k, a: casework_clock.extend(s, k, a, 5, {"caseworker"}, "x"), "clock_manager"),
        (lambda s, k, a: casework_clock.extend(s, k, a, 61, {"manager"}, "x"), "clock_days"),
    ],
)
def test_what_the_clock_does_not_take_changes_nothing(session, case, does, why):
    with pytest.raises(NotAllowed) as refused:
        does(session, case.conversation_id, asked(session))

    assert refused.value.key == why
    session.rollback()
    assert (the_case(session).version, the_case(session).due_on) == (0, date(2026, 12, 4))


def test_an_old_version_is_refused(session, case):
    old = asked(session)
    casework.note(session, case.conversation_id, old, "Meanwhile")
    session.commit()

    with pytest.raises(Stale):
        casework_clock.stop(session, case.conversation_id, old, date(2026, 11, 24), "x")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_clock_is_stopped_started_and_extended_on_the_page_with_its_history(clerk, session):
    make_case(session, case_status="staff_triage", due_on=date(2026, 12, 4))
    casey = clerk()
    page = casey.open(CASE).text
    assert "Give more time" not in page  # a manager's

    def post(browser, action, **fields):
        opened = browser.open(CASE).text
        data = {**form(opened, f"{CASE}/{action}"), **fields}
        return browser.client.post(f"{CASE}/{action}", data=data, follow_redirects=True)

    unsaid = post(casey, "clock/stop", from_on="", reason="")
    assert "Enter a day" in unsaid.text and "Give a reason" in unsaid.text
    stopped = post(casey, "clock/stop", from_on="2026-11-20", reason="The inquest comes first")
    assert "The clock stands since 20 November 2026" in stopped.text
    assert "Stopped, 10 working days left" in stopped.text

    manager = clerk(MANAGER, RoleName.MANAGER)
    more = post(manager, "clock/extend", days="2", reason="Two hospitals")
    started = post(manager, "clock/start", reason="The inquest is over")

    history = words(started.text)
    history = history[history.index("History") :]
    for said in (
        "The clock was stopped", "The inquest comes first", "More time was given",
        "4 December 2026 → 8 December 2026", "Two hospitals", "The clock was started again",
    ):  # fmt: skip
        assert said in history, said
    assert more.status_code == 200 and the_case(session).version == 3


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_case_whose_clock_stands_is_not_in_the_list_of_those_due(clerk, session):
    make_case(session, case_status="staff_triage", due_on=date(2026, 11, 18))
    casey = clerk()
    assert "OMB-ONE" in casey.open("/staff/?list=due").text

    send(casey, "move", move="ask", reason="The letter?")

    assert "OMB-ONE" not in casey.open("/staff/?list=due").text
    assert "Waiting for the person, Overdue" in casey.open(CASE).text
