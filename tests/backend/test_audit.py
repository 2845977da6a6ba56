"""The record of what happened: chained, only added to, and checked by a command."""

import re
import subprocess
import sys

import pytest
from sqlalchemy import create_engine, delete, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from backend.config import ROOT
from backend.data import chain, migrate
from backend.data.models import CaseEvent
from backend.data.session import db, prepare
from backend.services.audit import verify
from backend.services.events import record, record_account

NOTED = re.compile(r"\d+:[0-9a-f]{64}")


@pytest.fixture
def events(session, clock):
    """Three events, each of a transaction of its own."""
    for number in range(3):
        record(session, f"c-{number}", "viewed", at=clock.now(), actor="staff:1", number=number)
        session.commit()
    return session


def check(session, **how):
    return verify(session.connection(), **how)


def tamper(session, statement, **values):
    """Change what no one may change, as somebody with the whole database could."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("DROP TRIGGER case_event_not_changed"))
        session.execute(text("DROP TRIGGER case_event_not_deleted"))
    else:
        session.execute(text("ALTER TABLE case_event DISABLE TRIGGER USER"))
    session.execute(text(statement), values)
    session.commit()


def run(app, *words):
    return app.test_cli_runner().invoke(args=["audit", "verify", *words])


def test_each_event_is_chained_to_the_one_before(events):
    rows = events.scalars(select(CaseEvent).order_by(CaseEvent.id)).all()
    for row in rows:
        events.refresh(row)

    assert [row.seq for row in rows] == [1, 2, 3]
    assert rows[1].hash == chain.digest(rows[0].hash, 2, rows[1])
    assert check(events).broken == "" and check(events).rows == 3


def test_events_of_accounts_stand_in_the_same_chain(events, clock):
    record_account(events, 7, "signed_in", at=clock.now(), actor="staff:7")
    events.commit()

    assert check(events).rows == 4


def test_an_event_that_is_taken_back_leaves_no_gap(events, clock):
    record(events, "c-9", "viewed", at=clock.now())
    events.rollback()
    with events.begin_nested():
        record(events, "c-4", "viewed", at=clock.now())
    events.commit()

    assert (check(events).rows, check(events).broken) == (4, "")


@pytest.mark.parametrize(
    "statement",
    [
        update(CaseEvent).where(CaseEvent.seq == 2).values(actor="staff:2"),
        update(CaseEvent).where(CaseEvent.seq == 2).values(seq=9),
        delete(CaseEvent).where(CaseEvent.seq == 2),
    ],
    ids=["change", "move", "delete"],
)
def test_the_database_refuses_to_change_or_delete_an_event(events, statement):
    with pytest.raises(DBAPIError, match="only added to"):
        events.execute(statement)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_database_refuses_to_empty_the_table(events):
    # With CASCADE, since other tables point to it: without, PostgreSQL refuses for that alone.
    with pytest.raises(DBAPIError, match="only added to"):
        events.execute(text("TRUNCATE case_event CASCADE"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE case_event SET actor = 'staff:2' WHERE seq = 2",
        "UPDATE case_event SET kind = 'erased' WHERE seq = 2",
        "UPDATE case_event SET conversation_id = 'c-7' WHERE seq = 2",
        "UPDATE case_event SET account = 5 WHERE seq = 2",
        "UPDATE case_event SET detail = '{\"number\": 8}' WHERE seq = 2",
        "UPDATE case_event SET at = '2026-11-21 09:00:00' WHERE seq = 2",
        "DELETE FROM case_event WHERE seq = 2",
    ],
)
def test_a_change_behind_the_services_back_is_found_at_its_row(app, events, statement):
    tamper(events, statement)

    said = run(app, "--quiet")

    assert said.exit_code == 1
    assert "broken: row 2" in said.output and "The 1 rows before it are whole" in said.output


def test_an_event_that_was_put_in_is_found(app, events, clock):
    tamper(events, "UPDATE case_event SET seq = NULL, hash = NULL WHERE seq = 3")

    assert "event 3 is not in the chain" in run(app).output


def test_the_last_event_that_was_noted_is_missed_when_it_is_gone(app, events):
    noted = NOTED.search(run(app).output)[0]
    assert run(app, "--seen", noted).exit_code == 0
    tamper(events, "DELETE FROM case_event WHERE seq = 3")

    assert run(app).exit_code == 0
    assert "row 3, which was there before, is missing" in run(app, "--seen", noted).output


def test_a_chain_that_was_made_anew_is_not_the_one_that_was_noted(app, events):
    noted = NOTED.search(run(app).output)[0]
    tamper(events, "UPDATE case_event SET actor = 'x', seq = NULL, hash = NULL WHERE seq = 3")
    chain.seal(events.connection())
    events.commit()

    assert run(app).exit_code == 0
    assert "not the one that was noted" in run(app, "--seen", noted).output


def test_a_note_that_is_none_is_refused(app):
    assert run(app, "--seen", "here").exit_code == 2


def test_an_empty_record_is_whole(app):
    assert "whole: 0 events" in run(app).output


def test_two_processes_that_add_at_once_make_one_chain(app, session, database_url):
    command = [sys.executable, "-m", "tests.backend.appending", database_url]
    both = [subprocess.Popen([*command, f"c-{name}", "40"], cwd=ROOT) for name in "ab"]

    assert [each.wait(timeout=120) for each in both] == [0, 0]
    assert check(session).broken == "" and check(session).rows == 80


def test_more_events_than_one_batch_are_chained_and_walked(session, clock, monkeypatch):
    monkeypatch.setattr(chain, "BATCH", 2)
    for number in range(5):
        record(session, "c", "viewed", at=clock.now(), number=number)
    session.commit()
    steps = []

    assert check(session, told=steps.append).rows == 5
    assert steps == [2, 2, 1]


def test_events_from_before_the_chain_are_chained_by_the_migration(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'old.db'}")
    prepare(engine)
    migrate.upgrade(engine, "0008")
    old = (
        "INSERT INTO case_event (conversation_id, kind, actor, detail, at) "
        "VALUES (:c, 'viewed', 's', '{}', '2026-11-20 09:00:00')"
    )
    with engine.begin() as connection:
        connection.execute(text(old), [{"c": f"c-{number}"} for number in range(3)])

    migrate.upgrade(engine)

    with Session(engine) as session:
        assert (check(session).rows, check(session).broken) == (3, "")
    engine.dispose()


def test_events_outlive_the_erasure_of_their_case(person, session):
    person.erase()

    kinds = list(session.scalars(select(CaseEvent.kind).order_by(CaseEvent.id)))

    assert kinds[-1] == "erased" and check(session).broken == ""


def test_the_chain_is_whole_after_a_whole_conversation(app, person):
    with app.app_context():
        assert check(db.session).rows == 1
