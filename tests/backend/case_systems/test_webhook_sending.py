"""Webhooks sent: signed, tried again, given up, sent again; never by two workers at once."""

import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from standardwebhooks import Webhook, WebhookVerificationError

from backend import webhook_jobs
from backend.data.case_api import WebhookDelivery, WebhookEndpoint
from backend.data.models import CaseEvent, OutboxMessage
from backend.data.session import db
from backend.services import casework, webhook_endpoints, webhook_sending
from backend.services.casework import Asked
from backend.services.webhook_sending import IN_A_ROW, LEASE, OFF_AFTER, WAITS, wait
from tests.backend.case_systems.receiver import receiving
from tests.backend.case_systems.systems import deliveries, make_webhook, the_webhook
from tests.backend.staff.cases import make_case

ROOT = Path(__file__).resolve().parents[3]
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def quick(app, monkeypatch):
    """Nothing is sent before a test says so, and nobody is waited for longer than a test can."""
    app.extensions[webhook_jobs.TASK] = lambda: None
    monkeypatch.setattr(webhook_sending, "TOTAL_SECONDS", 0.5)


@pytest.fixture
def change(app, session, clock, casey):
    """Adds notes to the case, each of which is told."""
    make_case(session)
    versions = iter(range(1000))

    def note(count=1):
        with app.app_context():
            for _ in range(count):
                asked = Asked(casey, next(versions), None, clock.now())
                casework.note(db.session, "conversation-one", asked, "plum-jam")
                db.session.commit()

    return note


@contextmanager
def the_row(app):
    """The only webhook, to be changed as an administrator does."""
    with app.app_context():
        yield db.session.scalars(select(WebhookEndpoint)).one()
        db.session.commit()


def states(session):
    return [(each.state, each.tries, each.why, each.status) for each in deliveries(session)]


def kinds(session):
    return list(session.scalars(select(CaseEvent.kind).where(CaseEvent.kind.like("webhook%"))))


def test_a_message_arrives_signed_and_is_sent_once(app, session, receiver, change):
    secret = make_webhook(app, receiver.url)
    change()

    assert webhook_jobs.send_webhooks(app) == 1
    assert webhook_jobs.send_webhooks(app) == 0

    ((headers, body),) = receiver.got
    told = Webhook(secret).verify(body, headers)
    assert told["id"] == headers["webhook-id"] and told["subject"] == "OMB-ONE"
    assert headers["content-type"] == "application/cloudevents+json"
    assert headers["host"] == receiver.url.split("/")[2]
    assert b"plum-jam" not in body and b"Ada" not in body
    assert states(session) == [("sent", 1, None, 204)]


def test_while_a_secret_is_changed_both_open_a_message_and_then_only_the_new_one(
    app, session, receiver, change, clock
):
    old = make_webhook(app, receiver.url)
    with the_row(app) as row:
        context = app.extensions["intake"]
        new = webhook_endpoints.rotate(
            db.session, context.settings, row, by=row.made_by, now=clock.now()
        )
        assert old not in row.secret + row.old_secret and new not in row.secret
    change()
    webhook_jobs.send_webhooks(app)
    clock.pass_time(hours=25)
    change()
    webhook_jobs.send_webhooks(app)

    (first, both), (second, one) = receiver.got
    assert len(first["webhook-signature"].split()) == 2
    for secret in (old, new):
        assert Webhook(secret).verify(both, first)
    assert Webhook(new).verify(one, second)
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(one, second)


@SQLITE
def test_an_old_secret_can_be_ended_at_once(app, receiver, change, clock):
    make_webhook(app, receiver.url)
    with the_row(app) as row:
        settings = app.extensions["intake"].settings
        webhook_endpoints.rotate(db.session, settings, row, by=row.made_by, now=clock.now())
        webhook_endpoints.drop_old_secret(db.session, row, by=row.made_by, now=clock.now())
    change()
    webhook_jobs.send_webhooks(app)

    assert len(receiver.got[0][0]["webhook-signature"].split()) == 1


def test_a_receiver_that_is_down_gets_it_when_it_is_back_with_the_same_id(
    app, session, receiver, change, clock
):
    make_webhook(app, receiver.url)
    receiver.statuses = [500, 503]
    change()

    for _ in range(3):
        webhook_jobs.send_webhooks(app)
        clock.pass_time(minutes=5)

    assert len(receiver.got) == 3 and len(set(receiver.ids())) == 1
    assert len({body for _headers, body in receiver.got}) == 1
    assert states(session) == [("sent", 3, None, 204)]
    assert the_webhook(session).failing_since is None


@SQLITE
@pytest.mark.parametrize(
    ("fault", "why", "status"),
    [
        ({"status": 500}, "answer", 500),
        ({"status": 404}, "answer", 404),
        ({"status": 302, "headers": {"Location": "http://127.0.0.1:9/"}}, "answer", 302),
        ({"raw": b"rot\r\n\r\n"}, "wrong_answer", None),
    ],
)
def test_a_wrong_answer_is_a_try_that_failed(
    app, session, receiver, change, clock, fault, why, status
):
    make_webhook(app, receiver.url)
    for name, value in fault.items():
        setattr(receiver, name, value)
    change()
    webhook_jobs.send_webhooks(app)

    assert states(session) == [("waiting", 1, why, status)]
    assert len(receiver.got) == 1  # a redirect leads nowhere
    after = deliveries(session)[0].next_try_at - clock.now()
    assert timedelta(seconds=4) <= after <= timedelta(seconds=6)
    assert the_webhook(session).failing_since == clock.now()


@SQLITE
def test_where_nobody_answers_it_is_tried_again(app, session, down, change):
    make_webhook(app, down)
    change()
    webhook_jobs.send_webhooks(app)

    assert states(session) == [("waiting", 1, "no_connection", None)]


@SQLITE
def test_a_receiver_that_says_nothing_is_left_after_a_set_time(app, session, receiver, change):
    make_webhook(app, receiver.url)
    receiver.silent.set()
    change()
    webhook_jobs.send_webhooks(app)

    assert states(session) == [("waiting", 1, "time_out", None)]


@SQLITE
def test_a_slow_receiver_does_not_hold_up_another_one(app, session, receiver, change, clock):
    make_webhook(app, receiver.url)
    receiver.silent.set()
    with receiving() as other:
        make_webhook(app, other.url)
        change(IN_A_ROW + 3)
        webhook_jobs.send_webhooks(app)

        assert len(other.got) == IN_A_ROW + 3
        sequence = [body.split(b'"sequence":"')[1][:12] for _headers, body in other.got]
        assert sequence == sorted(sequence)
    # What came after the one that failed was not tried and goes at once when it is back.
    assert len(receiver.got) == 1
    assert {each[1] for each in states(session) if each[0] == "waiting"} == {0, 1}


@SQLITE
def test_gone_ends_it_at_once_and_the_administrator_hears(app, session, receiver, change):
    make_webhook(app, receiver.url)
    receiver.status = 410
    change(2)
    webhook_jobs.send_webhooks(app)

    assert states(session) == [("dead", 1, "answer", 410), ("waiting", 0, None, None)]
    row = the_webhook(session)
    assert (row.off_why, "webhook_off" in kinds(session)) == ("gone", True)
    letter = session.scalars(select(OutboxMessage)).one()
    assert letter.address == "casey@example.org" and "Casebook" in letter.text
    assert webhook_jobs.send_webhooks(app) == 0


@SQLITE
def test_after_three_days_without_one_that_arrives_it_is_turned_off(
    app, session, receiver, change, clock
):
    make_webhook(app, receiver.url)
    receiver.status = 500
    change()
    webhook_jobs.send_webhooks(app)
    clock.pass_time(hours=71)
    webhook_jobs.send_webhooks(app)
    assert the_webhook(session).off_since is None
    clock.pass_time(hours=2)
    webhook_jobs.send_webhooks(app)

    assert the_webhook(session).off_why == "failing"
    receiver.status = 204
    with the_row(app) as row:
        webhook_endpoints.turn_on(db.session, row, by=row.made_by, now=clock.now())
    webhook_jobs.send_webhooks(app)
    assert [each[0] for each in states(session)] == ["sent"]


def test_a_message_is_given_up_after_its_last_try_and_can_be_sent_again(
    app, session, receiver, change, clock
):
    make_webhook(app, receiver.url)
    change()
    with app.app_context():
        db.session.scalars(select(WebhookDelivery)).one().tries = len(WAITS)
        db.session.commit()
    receiver.status = 500
    webhook_jobs.send_webhooks(app)
    assert states(session) == [("dead", len(WAITS) + 1, "answer", 500)]

    receiver.status = 200
    with the_row(app) as row:
        now, one = clock.now(), deliveries(session)[0].id
        for number, there in ((one, True), (one + 1, False)):
            assert there is webhook_endpoints.replay_one(
                db.session, row, number, actor="staff:1", now=now
            )
    webhook_jobs.send_webhooks(app)

    assert states(session) == [("sent", 1, None, 200)] and len(set(receiver.ids())) == 1


def test_all_since_a_time_is_sent_again_also_what_was_missed(app, session, receiver, change, clock):
    make_webhook(app, receiver.url)
    change()
    webhook_jobs.send_webhooks(app)
    clock.pass_time(hours=1)
    since = clock.now()
    change()
    webhook_jobs.send_webhooks(app)
    with the_row(app) as row:
        webhook_endpoints.turn_off(db.session, row, "by_hand", actor="staff:1", now=clock.now())
    change()
    with the_row(app) as row:
        webhook_endpoints.turn_on(db.session, row, by=row.made_by, now=clock.now())
        count = webhook_endpoints.replay_since(
            db.session, row, since, actor="staff:1", now=clock.now()
        )
    webhook_jobs.send_webhooks(app)

    assert count == 2 and len(receiver.got) == 4
    first, second, again, missed = receiver.ids()
    assert again == second and len({first, second, missed}) == 3


def test_two_workers_never_send_the_same_message(app, session, receiver, change, clock):
    make_webhook(app, receiver.url)
    change(2)
    context = app.extensions["intake"]

    def claim():
        with app.app_context():
            return webhook_sending.claim(db.session, context.settings, clock.now())

    first, second = claim(), claim()
    assert (len(first), second) == (2, [])

    clock.pass_time(seconds=LEASE.total_seconds())
    later = claim()  # the first worker is taken for dead
    assert [each.message for each in later] == [each.message for each in first]
    with app.app_context():  # it was not, and its word no longer counts
        gone = webhook_sending.Outcome(410)
        webhook_sending.settle(db.session, first[0], gone, clock.now())
    assert states(session)[0] == ("waiting", 0, None, None)
    assert the_webhook(session).off_since is None


def test_of_many_workers_at_once_each_message_is_taken_by_one(app, session, change, settings):
    make_webhook(app, "http://127.0.0.1:9/")
    change(IN_A_ROW)
    clock = datetime.now(UTC).isoformat()
    program = [sys.executable, "-m", "tests.backend.case_systems.claiming", settings.database_url]
    workers = [
        subprocess.Popen([*program, clock], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    taken = [int(each) for worker in workers for each in worker.communicate()[0].split()]

    assert all(worker.returncode == 0 for worker in workers)
    assert sorted(taken) == [each.id for each in deliveries(session)]


def test_a_worker_killed_in_the_middle_loses_nothing(
    app, session, receiver, change, clock, settings
):
    make_webhook(app, receiver.url)
    change(2)
    receiver.silent.set()
    program = [sys.executable, "-m", "tests.backend.case_systems.claiming", settings.database_url]
    worker = subprocess.Popen([*program, datetime.now(UTC).isoformat(), "send"], cwd=ROOT)
    assert receiver.heard.wait(60)
    worker.kill()
    worker.wait()
    receiver.silent.clear()
    receiver.over.set()

    clock.moment = datetime.now(UTC)
    assert webhook_jobs.send_webhooks(app) == 0  # the dead one still holds them
    clock.pass_time(seconds=LEASE.total_seconds() + 1)
    webhook_jobs.send_webhooks(app)

    ids = receiver.ids()
    assert len(ids) == 3 and ids[0] == ids[1] and len(set(ids)) == 2
    assert [each[0] for each in states(session)] == ["sent", "sent"]


@SQLITE
def test_a_secret_that_no_key_opens_sends_nothing_unsigned(app, session, receiver, change):
    make_webhook(app, receiver.url)
    with the_row(app) as row:
        row.secret = "gAAAAA-not-ours"
    change()
    webhook_jobs.send_webhooks(app)

    assert receiver.got == [] and states(session) == [("waiting", 1, "secret_unreadable", None)]


@SQLITE
def test_an_endpoint_that_is_removed_takes_what_waits_with_it(app, session, change, clock):
    make_webhook(app, "https://cases.example.org/")
    change()
    with the_row(app) as row:
        webhook_endpoints.remove(db.session, row, by=row.made_by, now=clock.now())

    assert deliveries(session) == [] and "webhook_removed" in kinds(session)
    change()


def test_the_waits_grow_and_come_to_about_three_days_with_jitter():
    assert list(WAITS) == sorted(WAITS)
    assert timedelta(hours=70) <= timedelta(seconds=sum(WAITS)) <= OFF_AFTER
    assert wait(1, 0.0) < wait(1, 0.5) == timedelta(seconds=WAITS[0]) < wait(1, 1.0)
