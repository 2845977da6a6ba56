"""Work on many cases goes on in the background: told, taken up again, and done once."""

from datetime import timedelta

import pytest
from huey import MemoryHuey
from sqlalchemy import select, update

from backend import lists_jobs
from backend.data.lists import BulkCase, BulkRun
from backend.data.models import Role, User
from backend.services import bulk
from tests.backend.staff.cases import BEGAN, make_case
from tests.backend.staff.many import act, case, choose, owner
from tests.backend.staff.working import CASEY, words


@pytest.fixture
def many(session, monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    for number in range(5):
        make_case(session, str(number), at=BEGAN - timedelta(hours=number), lines=[])


def test_many_are_done_in_the_background_with_a_page_that_says_how_far_it_is(
    app, casey, many, session
):
    queue = MemoryHuey(immediate=False)
    app.extensions[lists_jobs.TASKS] = lists_jobs.tasks(app, queue)

    waiting = act(casey, choose(casey, scope="page"), "assignment", to="me")
    assert "Waiting to start. 5 complaints to do." in waiting.text
    assert '<noscript><meta http-equiv="refresh"' in waiting.text
    progress = waiting.request.path + "/progress"
    assert casey.client.get(progress).get_json()["over"] is False

    queue.execute(queue.dequeue())

    over = casey.client.get(progress).get_json()
    assert over == {"text": "5 of 5 complaints done.", "over": True}
    assert "5 complaints done" in words(casey.open(waiting.request.path).text)
    assert {owner(session, str(number)) for number in range(5)} == {CASEY}


def test_what_a_worker_left_unfinished_is_taken_up_and_nothing_done_twice(
    app, casey, many, session, clock
):
    app.extensions[lists_jobs.TASKS] = dict.fromkeys(lists_jobs.JOBS, lambda _identity: None)
    waiting = act(casey, choose(casey, scope="page"), "assignment", to="me")
    run = waiting.request.path.rpartition("/")[2]
    # A worker did one case and was stopped before it could write that down.
    session.execute(update(BulkRun).values(state="running"))
    session.commit()
    lists_jobs.run(app, run)
    assert case(session, "0").version == 0  # somebody is at it, for all we know

    clock.pass_time(minutes=4)
    assert lists_jobs.take_up(app) == 1
    session.execute(update(BulkCase).where(BulkCase.place == 0).values(outcome="", version=0))
    session.execute(update(BulkRun).values(state="waiting"))
    session.commit()
    lists_jobs.run(app, run)

    assert {case(session, str(number)).version for number in range(5)} == {1}
    assert "5 complaints done" in words(casey.open(waiting.request.path).text)


def test_a_queue_that_is_down_only_delays_it(app, casey, many, session, clock):
    def down(_identity):
        raise ConnectionError

    app.extensions[lists_jobs.TASKS] = dict.fromkeys(lists_jobs.JOBS, down)
    waiting = act(casey, choose(casey, scope="page"), "assignment", to="me")
    assert "Waiting to start" in waiting.text

    clock.pass_time(minutes=4)
    lists_jobs.take_up(app)

    assert owner(session, "0") == CASEY


def test_somebody_who_lost_their_role_meanwhile_changes_nothing(app, casey, many, session):
    app.extensions[lists_jobs.TASKS] = dict.fromkeys(lists_jobs.JOBS, lambda _identity: None)
    waiting = act(casey, choose(casey, scope="page"), "assignment", to="me")
    user = session.scalars(select(User).where(User.email == CASEY)).one()
    user.roles = [
        session.scalars(select(Role).where(Role.name == "auditor")).first() or Role(name="auditor")
    ]
    session.commit()

    lists_jobs.run(app, waiting.request.path.rpartition("/")[2])

    assert case(session, "0").assigned_to is None
    assert session.scalars(select(BulkCase.outcome).distinct()).all() == ["role"]


def test_a_case_erased_meanwhile_is_no_fault(app, casey, many, session):
    app.extensions[lists_jobs.TASKS] = dict.fromkeys(lists_jobs.JOBS, lambda _identity: None)
    waiting = act(casey, choose(casey, scope="page"), "assignment", to="me")
    session.delete(case(session, "3"))
    session.commit()

    lists_jobs.run(app, waiting.request.path.rpartition("/")[2])

    assert "4 complaints done" in words(casey.open(waiting.request.path).text)
