"""What is kept around a case: forms that waited too long go, old cases are brought up to date."""

import re
from datetime import timedelta

from sqlalchemy import event, select

from backend.data.casework import CaseTrace, ParkedForm
from backend.data.models import Draft
from backend.data.session import db
from backend.services import casework_parked, keeping
from tests.backend.staff.cases import BEGAN, make_case, make_unsent

MOST_QUERIES = 12
# The record is chained by four more, whatever the page.
CHAINING = re.compile(r"advisory|seq IS (NOT )?NULL|SET seq|BEGIN IMMEDIATE")


def test_a_parked_form_is_erased_after_a_day(app, session, settings, add_user):
    user = add_user().id
    casework_parked.park(session, settings, user, {"note": ["x"]}, BEGAN)
    session.commit()

    keeping.erase_old(session, settings, BEGAN + timedelta(hours=24))
    assert len(session.scalars(select(ParkedForm)).all()) == 1
    keeping.erase_old(session, settings, BEGAN + timedelta(hours=24, seconds=1))
    assert session.scalars(select(ParkedForm)).all() == []


def test_a_parked_form_opens_with_its_key_alone_and_within_its_day(session, settings, add_user):
    user = add_user().id
    kept = casework_parked.park(session, settings, user, {"note": ["x"]}, BEGAN)
    session.flush()

    def fetch(who, at=BEGAN):
        return casework_parked.fetch(session, settings, who, kept, at)

    assert fetch(user) == {"note": ["x"]}
    assert fetch(user + 1) is None
    assert fetch(user, BEGAN + timedelta(hours=25)) is None


def test_cases_from_before_get_their_day_and_their_traces(app, session):
    for number in range(3):
        make_case(session, f"number-{number}", due_on=None)
    make_unsent(session)

    said = app.test_cli_runner().invoke(args=["casework", "refresh"])

    session.expire_all()
    assert said.output == "3 cases refreshed.\n"
    due = session.scalars(select(Draft.due_on).where(Draft.reference.is_not(None))).all()
    assert [str(day) for day in due] == ["2026-12-04"] * 3
    traced = set(session.scalars(select(CaseTrace.conversation_id)))
    assert len(traced) == 3 and "conversation-unsent" not in traced


def test_a_case_page_asks_the_database_few_questions_however_much_happened(app, signed_in, session):
    make_case(session)
    asked = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *what: asked.append(what[2]))
    for _ in range(3):
        asked.clear()
        signed_in.open("/staff/cases/OMB-ONE")

    own = [query for query in asked if not CHAINING.search(query)]
    assert len(own) <= MOST_QUERIES, "\n\n".join(own)
