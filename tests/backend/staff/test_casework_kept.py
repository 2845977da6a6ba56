"""What is kept around a case: forms that waited too long go, old cases are brought up to date."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.data.casework import CaseTrace, ParkedForm
from backend.data.models import Draft
from backend.services import casework_parked, keeping
from tests.backend.queries import counted
from tests.backend.staff.cases import BEGAN, make_case, make_file, make_unsent
from tests.backend.staff.working import send

MOST_QUERIES = 12


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


@pytest.mark.parametrize("path", ["/staff/cases/OMB-ONE", "/staff/", "/staff/?words=nine"])
def test_a_page_asks_the_database_few_questions_however_much_happened(
    app, signed_in, session, path
):
    """Those for the record of who looked are among them."""
    draft = make_case(session)
    make_file(app, draft)
    for number in range(3):
        make_case(session, f"number-{number}")
        send(signed_in, "notes", note=f"Note {number}")
    signed_in.open(path)

    with counted(app) as asked:
        signed_in.open(path)

    assert 5 < len(asked) <= MOST_QUERIES, "\n\n".join(asked)
