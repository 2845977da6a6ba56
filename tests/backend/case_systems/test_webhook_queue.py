"""What is told by webhooks: queued with the change itself, with codes and nobody's words."""

import json

import pytest
from sqlalchemy import func, select

from backend import webhook_jobs
from backend.data.case_api import WebhookMessage
from backend.data.models import CaseEvent, Draft
from backend.data.session import db
from backend.services import casework, webhook_endpoints
from backend.services.casework import Asked
from backend.services.events import record
from backend.services.webhook_body import body_of
from backend.services.webhook_types import EVERY, TYPES
from tests.backend.case_systems.systems import (
    deliveries,
    make_webhook,
    messages,
    the_webhook,
)
from tests.backend.people import Person
from tests.backend.staff.cases import make_case, make_unsent

ADDRESS = "https://cases.example.org/hooks"
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def asked_soon(app):
    """Notes each time that sending is asked for."""
    times = []
    app.extensions[webhook_jobs.TASK] = lambda: times.append(True)
    return times


@pytest.fixture
def change(app, clock, casey):
    """Adds a note to the case, in one transaction."""

    def note(words="plum-jam", version=0, commit=True):
        with app.app_context():
            asked = Asked(casey, version, None, clock.now())
            casework.note(db.session, "conversation-one", asked, words)
            (db.session.commit if commit else db.session.rollback)()

    return note


def body(session, message):
    seq = session.get(CaseEvent, message.event_id).seq
    return json.loads(body_of(message, seq, "https://intake.example.org"))


def test_a_change_is_told_with_codes_a_version_and_a_link(app, session, change, asked_soon):
    make_case(session)
    make_webhook(app, ADDRESS)
    change()

    (message,) = messages(session)
    told = body(session, message)
    assert told == {
        "specversion": "1.0",
        "id": message.id,
        "source": "https://intake.example.org/api/cases",
        "type": "case.changed",
        "subject": "OMB-ONE",
        "time": "2026-11-22T10:00:00+00:00",
        "datacontenttype": "application/json",
        "sequence": told["sequence"],
        "data": {
            "version": 1,
            "state": "submitted_by_person",
            "result": "LOOKS_ELIGIBLE",
            "change": "noted",
            "link": "https://intake.example.org/api/cases/OMB-ONE",
        },
    }
    assert len(told["sequence"]) == 12 and asked_soon == [True]


def test_a_change_that_is_taken_back_tells_nothing(app, session, change, asked_soon):
    make_case(session)
    make_webhook(app, ADDRESS)

    change(commit=False)
    assert (messages(session), asked_soon) == ([], [])
    change()
    assert len(messages(session)) == 1


def test_what_is_queued_is_there_exactly_where_the_change_is(app, session, clock, casey):
    make_case(session)
    make_webhook(app, ADDRESS)
    with app.app_context():
        casework.note(db.session, "conversation-one", Asked(casey, 0, None, clock.now()), "one")
        with db.session.begin_nested() as inner:
            record(db.session, "conversation-one", "moved", at=clock.now(), version=9)
            inner.rollback()
        assert db.session.scalar(select(func.count(WebhookMessage.id))) == 0
        db.session.commit()

    assert [each.data["change"] for each in messages(session)] == ["noted"]


def test_sequences_rise_for_each_case_in_the_order_of_commits(app, session, change):
    make_case(session)
    make_webhook(app, ADDRESS)
    for version in range(3):
        change(version=version)

    told = [body(session, each) for each in messages(session)]
    assert [each["data"]["version"] for each in told] == [1, 2, 3]
    assert [each["sequence"] for each in told] == sorted({each["sequence"] for each in told})


def test_a_complaint_that_is_sent_is_told_and_nothing_of_a_draft_before(app, client, session):
    make_webhook(app, ADDRESS)
    person = Person(client).begin().go_to("confirm")
    assert messages(session) == []

    person.choose("Yes, send it")

    (message,) = messages(session)
    reference = session.scalar(select(Draft.reference))
    assert (message.type, message.subject) == ("case.submitted", reference)
    assert message.data["state"] == "submitted_by_person"
    assert "ward" not in json.dumps(message.data)


@SQLITE
def test_without_an_endpoint_nothing_is_kept(app, session, change, asked_soon):
    make_case(session)
    change()

    assert (messages(session), asked_soon) == ([], [])


@SQLITE
def test_an_endpoint_gets_the_types_that_it_asked_for_and_nothing_while_it_is_off(
    app, session, clock, casey, asked_soon
):
    draft = make_case(session)
    make_webhook(app, ADDRESS, ("case.assigned",))

    def happen(kind):
        with app.app_context():
            record(db.session, draft.conversation_id, kind, at=clock.now(), actor="staff:1")
            db.session.commit()

    for kind in ("moved", "assigned", "viewed", "file_opened"):
        happen(kind)
    assert len(deliveries(session)) == 1 and len(messages(session)) == 2
    with app.app_context():
        row = db.session.get(type(the_webhook(session)), 1)
        webhook_endpoints.turn_off(db.session, row, "by_hand", actor="staff:1", now=clock.now())
        db.session.commit()
    happen("assigned")
    assert len(deliveries(session)) == 1 and len(messages(session)) == 3


@SQLITE
def test_a_draft_that_is_not_sent_is_nobody_elses(app, session, clock):
    draft = make_unsent(session)
    make_webhook(app, ADDRESS)
    with app.app_context():
        record(db.session, draft.conversation_id, "assigned", at=clock.now(), version=1)
        db.session.commit()

    assert messages(session) == []


@SQLITE
def test_only_codes_of_an_event_are_told(app, session, clock):
    draft = make_case(session)
    make_webhook(app, ADDRESS)
    with app.app_context():
        odd = {
            "version": 1,
            "move": "plum jam & words",
            "question": "name",
            "to": 3,
            "other": "conversation-x",
        }
        record(db.session, draft.conversation_id, "edited", at=clock.now(), **odd)
        db.session.commit()

    (message,) = messages(session)
    assert set(message.data) == {"version", "state", "result", "change", "question"}


@SQLITE
def test_a_queue_that_is_down_stops_no_change(app, session, change):
    make_case(session)
    make_webhook(app, ADDRESS)

    def broken():
        raise ConnectionError

    app.extensions[webhook_jobs.TASK] = broken
    change()

    assert len(deliveries(session)) == 1


@SQLITE
def test_whatever_gives_a_case_another_version_is_told_also_what_nobody_thought_of(
    app, session, clock, casey
):
    make_case(session)
    make_webhook(app, ADDRESS)
    with app.app_context():
        asked = Asked(casey, 0, None, clock.now())
        draft = casework.claim(db.session, "conversation-one", asked)
        casework.keep(db.session, draft, asked, "turned_over", {}, "plum-jam")
        db.session.commit()

    (message,) = messages(session)
    assert (message.type, message.data["version"]) == ("case.changed", 1)


@SQLITE
def test_every_type_is_a_short_code_of_the_case(app):
    assert set(TYPES.values()) == set(EVERY)
    assert all(each.startswith("case.") and len(each) <= 40 for each in EVERY)


@SQLITE
def test_old_messages_are_forgotten_unless_they_still_wait(app, session, clock, change):
    make_case(session)
    make_webhook(app, ADDRESS)
    change()
    change(version=1)
    with app.app_context():
        deliveries(session)[0].state = "sent"
        session.commit()
    clock.pass_time(days=31)

    assert webhook_jobs.forget_webhooks(app) == 1
    assert len(messages(session)) == 1
