"""What staff do with a case: versions, moves, notes, overrides and edits, on both databases."""

import threading
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.data.casework import CaseChange
from backend.data.models import CaseEvent, Draft, Message
from backend.data.session import db
from backend.services import casework, casework_sources
from backend.services.casework import Asked, NotAllowed, Repeated, Stale
from tests.backend.staff.cases import BEGAN, FACTS, make_case, make_unsent

CASE = "conversation-one"
WORKER = ("caseworker",)


@pytest.fixture
def user(add_user):
    return add_user()


@pytest.fixture
def ask(user):
    number = user.id

    def asked(version=0, token="form-1"):
        return Asked(number, version, token, BEGAN)

    return asked


def the_case(session):
    session.expire_all()
    return session.get(Draft, CASE)


def last_change(session):
    return session.scalars(select(CaseChange).order_by(CaseChange.id.desc())).first()


def test_each_change_raises_the_version_and_is_in_the_history(session, ask, user):
    make_case(session)
    casework.assign(session, CASE, ask(), user.id)
    casework.note(session, CASE, ask(1, "form-2"), "Rang the ward.")
    session.commit()

    case = the_case(session)
    assert (case.version, case.assigned_to) == (2, user.id)
    happened = select(CaseEvent.kind).where(CaseEvent.conversation_id == CASE)
    kinds = session.scalars(happened.order_by(CaseEvent.id)).all()
    assert kinds == ["opened", "assigned", "noted"]


def test_the_history_holds_no_word_of_a_note_or_a_reason(session, ask):
    make_case(session)
    casework.note(session, CASE, ask(), "plum-jam-secret")
    casework.move(session, CASE, ask(1, "2"), "begin", WORKER, "plum-jam-secret")
    session.commit()

    events = session.scalars(select(CaseEvent)).all()
    assert "plum-jam" not in str([event.detail for event in events])
    assert [change.words for change in casework.changes(session, CASE)] == ["plum-jam-secret"] * 2


def test_a_save_on_an_old_version_is_refused_and_told_what_changed(session, ask, user):
    make_case(session)
    casework.assign(session, CASE, ask(), user.id)
    session.commit()

    with pytest.raises(Stale) as refused:
        casework.note(session, CASE, ask(0, "form-2"), "Too late")
    assert [change.kind for change in refused.value.since] == ["assigned"]


def test_the_same_form_twice_is_told_apart_from_a_stale_one(session, ask):
    make_case(session)
    casework.note(session, CASE, ask(), "Once")
    session.commit()

    with pytest.raises(Repeated):
        casework.note(session, CASE, ask(), "Once")


def test_of_two_that_save_at_the_same_moment_one_is_refused(app, session, ask):
    make_case(session)
    barrier, outcomes = threading.Barrier(2), []
    with app.app_context():
        engine = db.engine

    def save(number):
        with Session(engine) as own:
            barrier.wait()
            try:
                casework.note(own, CASE, ask(0, f"form-{number}"), f"note {number}")
                own.commit()
                outcomes.append("saved")
            except Stale:
                outcomes.append("stale")

    threads = [threading.Thread(target=save, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["saved", "stale"]
    assert the_case(session).version == 1
    assert len(casework.changes(session, CASE)) == 1


def test_a_move_follows_the_flow_and_no_other(session, ask):
    make_case(session)
    casework.move(session, CASE, ask(), "begin", WORKER, "Mine now")
    session.commit()

    assert the_case(session).case_status == "staff_triage"
    with pytest.raises(NotAllowed):
        casework.move(session, CASE, ask(1, "2"), "reopen", ("manager",), "No way back")


@pytest.mark.parametrize("roles", [(), ("auditor",), ("administrator",), ("bot",)])
def test_nobody_else_moves_a_case(session, ask, roles):
    make_case(session)

    with pytest.raises(NotAllowed):
        casework.move(session, CASE, ask(), "begin", roles, "x")


def test_a_refused_change_leaves_the_version_as_it_was(session, ask):
    make_case(session)
    with pytest.raises(NotAllowed):
        casework.move(session, CASE, ask(), "accept", WORKER, "x")
    session.rollback()

    assert the_case(session).version == 0


def test_an_override_stands_beside_what_the_engine_says(session, ask):
    make_case(session)
    casework.override(session, CASE, ask(), "NOT_YET", "Review first")
    session.commit()

    case = the_case(session)
    assert (case.result, case.staff_result) == ("LOOKS_ELIGIBLE", "NOT_YET")

    casework.override(session, CASE, ask(1, "2"), "LOOKS_ELIGIBLE", "Done after all")
    session.commit()
    assert the_case(session).staff_result is None


@pytest.mark.parametrize("result", ["LOOKS_ELIGIBLE", "MADE_UP", "PASS", ""])
def test_an_override_is_another_result_that_exists(session, ask, result):
    make_case(session)

    with pytest.raises(NotAllowed):
        casework.override(session, CASE, ask(), result, "x")


def test_an_edit_decides_again_and_keeps_what_changed(session, ask):
    make_case(session)
    casework.edit(session, CASE, ask(), "complained_locally", "no", "They rang to say so")
    session.commit()

    case, change = the_case(session), last_change(session)
    assert case.facts["complained_locally"] == "no"
    assert case.result == "NOT_YET" != "LOOKS_ELIGIBLE"
    assert change.fields["complained_locally"] == {"before": "yes", "after": "no"}
    assert change.fields["result"] == {"before": "LOOKS_ELIGIBLE", "after": "NOT_YET"}
    assert "reasons" in change.fields and change.words == "They rang to say so"


def test_an_edit_keeps_the_words_of_the_person_and_the_value_beside_it(session, ask, user):
    draft = make_case(session)
    before = draft.sources["aware_on"]
    said = [message.text for message in session.scalars(select(Message).order_by(Message.id))]
    may = {"from": "2026-05-01", "to": "2026-05-31", "precision": "month"}
    casework.edit(session, CASE, ask(), "aware_on", may, "Letter of May")
    june = {"from": "2026-06-01", "to": "2026-06-30", "precision": "month"}
    casework.edit(session, CASE, ask(1, "2"), "aware_on", june, "No, June")
    session.commit()

    source = the_case(session).sources["aware_on"]
    assert (source["how"], source["by"], source["version"]) == ("staff", user.id, 2)
    assert source["before"] == {"value": FACTS["aware_on"], "source": before}
    told = session.scalars(select(Message).order_by(Message.id))
    assert [message.text for message in told] == said


def test_the_time_limit_is_counted_to_the_day_of_sending_however_long_staff_take(session, ask):
    make_case(session)
    late = Asked(ask().by, 0, "form-1", BEGAN.replace(year=2028))
    casework.edit(session, CASE, late, "name", "Ada B. Example", "Spelling")
    session.commit()

    rules = {each["rule_id"]: each["result"] for each in the_case(session).reasons}
    assert rules["E5_TIME"] == "PASS"


def test_the_person_goes_on_seeing_what_they_sent(session, ask):
    make_case(session)
    casework.edit(session, CASE, ask(), "complained_locally", "no", "x")
    casework.edit(session, CASE, ask(1, "2"), "legal_action", None, "Never said")
    casework.edit(session, CASE, ask(2, "3"), "care_place", "england", "From the address")
    session.commit()

    case = the_case(session)
    assert "legal_action" not in case.facts and case.facts["care_place"] == "england"
    assert casework_sources.as_sent(case) == FACTS
    assert casework_sources.sent(case).result != "NOT_YET" == case.result


def test_the_same_value_is_no_edit_and_an_unsent_draft_is_the_persons_own(session, ask):
    make_case(session)
    make_unsent(session)

    with pytest.raises(NotAllowed, match="same_value"):
        casework.edit(session, CASE, ask(), "legal_action", "no", "x")
    with pytest.raises(NotAllowed, match="not_sent"):
        casework.edit(session, "conversation-unsent", ask(), "legal_action", "yes", "x")


def test_the_service_itself_moves_a_case_without_a_name(session):
    make_case(session, case_status="more_info")
    casework.move(session, CASE, Asked(None, 0, None, BEGAN), "answered", ("service",), "")
    session.commit()

    event = session.scalars(select(CaseEvent).where(CaseEvent.kind == "moved")).one()
    assert event.actor == "service" and the_case(session).case_status == "staff_triage"


def test_the_day_that_counts_is_the_day_in_london():
    draft = Draft(submitted_at=BEGAN.replace(month=6, hour=23, minute=30))

    assert casework.day_sent(draft, BEGAN) == date(2026, 6, 21)
