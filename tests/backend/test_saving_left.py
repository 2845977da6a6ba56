"""Leaving and erasing: what is saved stays for its time, what is not goes at once."""

from backend import jobs
from backend.data.models import (
    Conversation,
    Draft,
    KeptDraft,
    OutboxMessage,
    ReturnCode,
)
from tests.backend.own_session import session
from tests.backend.saving import ask, come_back, count, newest_code, outbox, queue, save, told

__all__ = ["queue", "session", "told"]


def test_leaving_erases_what_was_not_saved(told, session, bot):
    left = told.client.delete("/api/chat/session", headers=told.headers)

    assert left.status_code == 204
    assert count(session, Conversation) == 0 and bot.erased == [told.conversation]


def test_leaving_ends_the_session_and_keeps_what_was_saved(told, session):
    reference = save(told).get_json()["reference"]

    told.client.delete("/api/chat/session", headers=told.headers)

    assert told.read().status == 401
    assert count(session, Draft) == 1
    back = come_back(told.client, reference, newest_code(session)).get_json()
    assert back["state"]["answered"] == 1


def test_leaving_after_sending_ends_the_session_and_keeps_the_complaint(person, session):
    person.go_to("confirm").choose("Yes, send it")

    person.client.delete("/api/chat/session", headers=person.headers)

    assert person.read().status == 401 and count(session, Draft) == 1


def test_erasing_erases_a_saved_draft_too(told, session):
    reference = save(told).get_json()["reference"]

    assert told.erase() == 204

    assert count(session, KeptDraft) == 0
    ask(told.client, reference)
    assert len(outbox(session)) == 1


def test_a_saved_draft_is_kept_90_days_after_its_last_use(app, told, session, clock):
    save(told)

    clock.pass_time(days=90)
    assert jobs.erase_due(app) == 0
    clock.pass_time(seconds=1)
    assert jobs.erase_due(app) == 1
    assert count(session, KeptDraft) == count(session, Conversation) == 0


def test_coming_back_starts_the_90_days_again(app, told, session, clock):
    reference = save(told).get_json()["reference"]
    clock.pass_time(days=80)
    ask(told.client, reference)
    come_back(told.client, reference, newest_code(session))
    clock.pass_time(days=80)

    assert jobs.erase_due(app) == 0


def test_codes_and_messages_of_development_are_erased_after_a_day(app, told, session, clock):
    save(told)

    clock.pass_time(days=1, seconds=1)
    jobs.erase_due(app)

    assert count(session, ReturnCode) == count(session, OutboxMessage) == 0
    assert count(session, KeptDraft) == 1


def test_the_address_of_a_complaint_that_was_sent_is_erased_in_its_time(
    app, person, session, clock
):
    person.go_to("confirm")
    save(person)
    person.choose("Yes, send it")

    clock.pass_time(days=90, seconds=1)
    jobs.erase_due(app)

    assert count(session, KeptDraft) == 0 and count(session, Conversation) == 1
