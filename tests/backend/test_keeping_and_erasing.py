"""How long things are kept, and that what is erased is gone everywhere."""

import pytest
from sqlalchemy import func, select, update

from backend import jobs
from backend.data.models import CaseEvent, Conversation, Draft, Erasure, Message
from tests.backend.people import Person


@pytest.fixture
def erase_due(app):
    return lambda: jobs.erase_due(app)


def rows(session, model) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(model))


def test_a_draft_never_sent_is_erased_after_28_days_and_not_before(
    person, clock, erase_due, session
):
    person.go_to("impact")

    clock.pass_time(days=28)
    assert erase_due() == 0
    clock.pass_time(seconds=1)
    assert erase_due() == 1
    assert [rows(session, model) for model in (Conversation, Message, Draft)] == [0, 0, 0]


def test_a_chat_in_which_nothing_was_said_is_erased_after_72_hours(person, clock, erase_due):
    clock.pass_time(hours=72)
    assert erase_due() == 0
    clock.pass_time(seconds=1)
    assert erase_due() == 1


def test_coming_back_starts_the_28_days_again(person, clock, erase_due):
    person.choose("Yes")
    clock.pass_time(days=27)
    person.say("The ward lost my notes.")
    clock.pass_time(days=2)

    assert erase_due() == 0


def test_a_sent_complaint_is_kept(person, clock, erase_due):
    person.go_to("confirm").choose("Yes, send it")
    clock.pass_time(days=400)

    assert erase_due() == 0


def test_a_conversation_that_staff_have_taken_on_is_kept(person, clock, erase_due, session):
    person.choose("Yes")
    session.execute(update(Conversation).values(owner="staff"))
    session.commit()
    clock.pass_time(days=400)

    assert erase_due() == 0


def test_the_record_that_something_was_erased_outlives_it(person, session):
    person.erase()

    kinds = list(session.scalars(select(CaseEvent.kind).order_by(CaseEvent.id)))
    assert kinds == ["opened", "erased"]


def test_what_rasa_could_not_forget_is_tried_again_until_it_does(app, person, bot, clock, session):
    bot.down = "unreachable"
    assert person.erase() == 204
    assert rows(session, Erasure) == 1
    bot.down = ""

    assert jobs.forget_erased(app) == 0  # too soon after the first try
    clock.pass_time(minutes=2)
    assert jobs.forget_erased(app) == 1
    assert bot.erased == [person.conversation]
    assert rows(session, Erasure) == 0


def test_tries_grow_further_apart(app, person, bot, clock, session):
    bot.down = "unreachable"
    person.erase()
    waits = []
    for _ in range(12):
        session.rollback()
        due = session.scalar(select(Erasure.next_try_at))
        waits.append((due - clock.now()).total_seconds())
        clock.moment = due
        jobs.forget_erased(app)

    assert waits[:3] == [60, 120, 240]
    assert max(waits) == 6 * 60 * 60


def test_the_command_erases_and_says_how_many(app, client, clock):
    Person(client).begin()
    clock.pass_time(days=4)

    said = app.test_cli_runner().invoke(args=["erase-due"]).output

    assert said.strip().endswith("Erased 1 conversations; Rasa forgot 1.")


def test_the_worker_runs_every_job_from_its_queue(app, settings):
    queue = jobs.make_queue(settings)

    jobs.schedule(app, queue)

    names = {name.rsplit(".", 1)[-1] for name in queue._registry._registry}
    assert names >= {"forget_erased", "erase_due", "count_totals", "send_code"}
