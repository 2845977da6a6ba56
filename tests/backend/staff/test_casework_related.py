"""Complaints that may be the same one: found by hashes, and said by staff."""

import pytest
from sqlalchemy import select

from backend.data.casework import CaseTrace
from backend.data.models import CaseEvent
from backend.services import casework_related as related
from backend.services.casework import Asked, NotAllowed
from tests.backend.staff.cases import BEGAN, FACTS, make_case

ANN = {"name": "Ann Example", "email": "ann@example.org", "phone": "01274 960999"}
OTHER_BODY = {"organisation": {"name": "DWP", "id": "dwp", "branch": "GOV", "match": "exact"}}
HOME = {"postal_address": "1 High Street\nLeeds LS1 4AP"}


@pytest.fixture
def keep_case(session, settings):
    def keep(case, /, **facts):
        draft = make_case(session, case, facts={**FACTS, **facts})
        related.leave_traces(session, settings, draft)
        session.commit()
        return draft

    return keep


def found(session, name="one"):
    alike = related.alike(session, f"conversation-{name}")
    return {each.draft.reference: each.shares for each in alike}


def test_the_same_person_is_found_however_they_write_it(session, keep_case):
    keep_case("one", **ANN)
    keep_case("two", **OTHER_BODY, **{**ANN, "email": "ANN@example.org", "phone": "+441274960999"})

    assert set(found(session)["OMB-TWO"]) == {"email", "phone"}


def test_name_and_postcode_together_are_a_person_and_neither_alone(session, keep_case):
    keep_case("one", **HOME)
    keep_case("two", **OTHER_BODY, email="x@example.org", name="ADA  example",
              postal_address="Flat 2, ls14ap")  # fmt: skip
    keep_case("three", **OTHER_BODY, **HOME, email="y@example.org", name="Bob Example")

    assert found(session) == {"OMB-TWO": ("home",)}


def test_the_same_organisation_counts_only_where_the_time_overlaps(session, keep_case):
    keep_case("one")
    late = {"from": "2026-02-28", "to": "2026-03-31", "precision": "approx"}
    keep_case("two", email="x@example.org", aware_on=late)
    after = {"from": "2026-03-01", "to": "2026-03-31", "precision": "month"}
    keep_case("three", email="y@example.org", aware_on=after)

    assert found(session) == {"OMB-TWO": ("body",)}


def test_the_same_person_comes_before_the_same_organisation(session, keep_case):
    keep_case("one")
    keep_case("two", email="x@example.org")
    keep_case("three", **OTHER_BODY)

    assert list(found(session)) == ["OMB-THREE", "OMB-TWO"]


def test_no_trace_can_be_read_without_the_key(session, keep_case):
    keep_case("one", **ANN)

    kept = str([vars(row) for row in session.scalars(select(CaseTrace))])
    for word in ("ann", "example.org", "960999", "RR8"):
        assert word not in kept.lower().replace("conversation", "")


def test_an_edit_leaves_no_old_trace(session, keep_case, settings):
    draft = keep_case("one", **ANN)
    keep_case("two", **OTHER_BODY, **ANN)
    draft.facts = {**draft.facts, "email": "new@example.org", "phone": "01274 960111"}
    related.leave_traces(session, settings, draft)
    session.commit()

    assert found(session) == {}


def test_what_staff_say_of_two_stands_with_both(session, keep_case, add_user):
    keep_case("one")
    keep_case("two")
    asked = Asked(add_user().id, 0, "form", BEGAN)
    related.say(session, "conversation-two", asked, "OMB-ONE", related.DUPLICATE)
    session.commit()

    for name in ("one", "two"):
        [alike] = related.alike(session, f"conversation-{name}")
        assert alike.kind == "duplicate"
    events = session.scalars(select(CaseEvent).where(CaseEvent.kind == "linked")).all()
    assert {event.conversation_id for event in events} == {"conversation-one", "conversation-two"}


def test_what_was_said_stays_when_nothing_is_shared_any_more(
    session, keep_case, settings, add_user
):
    draft = keep_case("one")
    keep_case("two")
    asked = Asked(add_user().id, 0, "form", BEGAN)
    related.say(session, "conversation-one", asked, "OMB-TWO", related.RELATED)
    draft.facts = {}
    related.leave_traces(session, settings, draft)
    session.commit()

    [alike] = related.alike(session, "conversation-one")
    assert (alike.kind, alike.shares) == ("related", ())


@pytest.mark.parametrize(("other", "kind"), [("OMB-NOPE", "duplicate"), ("OMB-TWO", "made up")])
def test_only_what_was_offered_can_be_said(session, keep_case, add_user, other, kind):
    keep_case("one")
    keep_case("two")

    with pytest.raises(NotAllowed):
        asked = Asked(add_user().id, 0, "form", BEGAN)
        related.say(session, "conversation-one", asked, other, kind)
