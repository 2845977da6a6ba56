"""What goes out is put there with the change, sent in order, tried again, and never twice."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from backend.channels import dead, registry, sending, upkeep
from backend.channels.base import Abilities
from backend.data.channels import ChannelOut
from backend.data.models import Conversation, Message
from backend.services import telling
from backend.services.posting import SendingFailed
from tests.backend.channels.desk import identities

DOWN = SendingFailed("desk_500", passing=True)
REFUSED = SendingFailed("desk_no_such_number", passing=False)


def tell(session, clock, words, **more):
    session.expire_all()
    talk = session.scalars(select(Conversation)).one()
    telling.tell(session, talk, words, now=clock.now(), **more)
    session.commit()


def statuses(session):
    session.expire_all()
    return list(session.scalars(select(ChannelOut.status).order_by(ChannelOut.id)))


def test_what_staff_say_is_in_the_outbox_by_the_same_transaction(texter, session, clock):
    texter.say("hello there")
    talk = session.scalars(select(Conversation)).one()
    telling.tell(session, talk, "A word from us.", now=clock.now())
    session.rollback()
    assert texter.back() == ""

    tell(session, clock, "A word from us.")

    assert texter.back() == "A word from us."
    assert texter.back() == ""


def test_nothing_of_a_conversation_on_the_web_is_put_there(person, session, clock):
    assert session.scalars(select(ChannelOut)).all() == []


def test_the_words_are_locked_until_sent_and_go_some_days_later(texter, session, clock):
    texter.say("hello there")
    tell(session, clock, "About your appendix.")
    row = session.scalars(select(ChannelOut).order_by(ChannelOut.id.desc())).first()
    assert "appendix" not in row.content
    texter.back()
    clock.pass_time(hours=73)
    upkeep.erase_old(session, clock.now())
    session.expire_all()

    assert row.content == ""
    assert session.scalars(select(Message.text).order_by(Message.id.desc())).first()


def test_a_provider_that_is_down_is_asked_again_with_the_same_key_and_later_words_wait(
    texter, session, clock
):
    texter.say("hello there")
    texter.desk.failing = DOWN
    tell(session, clock, "First.")
    tell(session, clock, "Second.")
    assert texter.back() == ""
    texter.desk.failing = None
    assert texter.back() == ""  # not yet
    clock.pass_time(seconds=7)

    assert texter.back() == "First.\n---\nSecond."


def test_waits_grow_and_are_never_the_same_for_all(texter, session, clock):
    texter.say("hello there")
    texter.desk.failing = DOWN
    tell(session, clock, "First.")
    waits = []
    for _ in range(3):
        texter.back()
        session.expire_all()
        due = session.scalars(select(ChannelOut.next_try_at).order_by(ChannelOut.id.desc())).first()
        waits.append((due - clock.now()).total_seconds())
        clock.moment = due

    assert all(low <= wait <= low * 1.25 for low, wait in zip((5, 60, 600), waits, strict=True))
    assert not any(wait == low for low, wait in zip((5, 60, 600), waits, strict=True))


def test_a_provider_may_ask_for_a_longer_wait(texter, session, clock):
    texter.say("hello there")
    texter.desk.failing = SendingFailed("desk_429", passing=True, wait=90)
    tell(session, clock, "First.")
    texter.back()
    texter.desk.failing = None
    clock.pass_time(seconds=30)
    assert texter.back() == ""
    clock.pass_time(seconds=61)

    assert texter.back() == "First."


def test_what_is_refused_for_good_is_left_to_staff_and_holds_nothing_up(texter, session, clock):
    texter.say("hello there")
    texter.desk.failing = REFUSED
    tell(session, clock, "First.")
    texter.back()
    texter.desk.failing = None
    tell(session, clock, "Second.")

    assert texter.back() == "Second."
    assert [each.why for each in dead.listed(session)] == ["desk_no_such_number"]


def killed_while_sending(session, clock, texter):
    texter.say("hello there")
    tell(session, clock, "First.")
    row = session.scalars(select(ChannelOut).order_by(ChannelOut.id.desc())).first()
    row.status, row.tries = "sending", 1
    session.commit()


def test_after_a_kill_in_the_act_of_sending_a_keyed_channel_sends_again_with_the_key(
    texter, session, clock
):
    texter.desk.abilities = Abilities(keyed=True)
    killed_while_sending(session, clock, texter)

    assert texter.back() == "First."


def test_after_a_kill_in_the_act_of_sending_no_other_channel_sends_twice(texter, session, clock):
    killed_while_sending(session, clock, texter)

    assert texter.back() == ""
    assert [each.why for each in dead.listed(session)] == ["perhaps_sent"]


def test_the_end_of_a_receipt_of_failure_is_shown_to_staff(texter, session):
    texter.say("hello there")
    texter.post(receipts=[{"provider_id": "out-1", "state": "failed", "why": "30005"}])

    assert [each.why for each in dead.listed(session)] == ["30005"]


WINDOW = Abilities(window_hours=24)


@pytest.fixture
def templated(app, texter, settings):
    given = {"desk": {"DESK_TEMPLATE": "there_is_news"}}
    channels = replace(settings.channels, given=given)
    context = app.extensions["intake"]
    app.extensions["intake"] = replace(context, settings=replace(settings, channels=channels))
    texter.desk.abilities = WINDOW
    return texter


def test_outside_the_window_only_a_template_goes_and_the_words_follow_a_reply(
    templated, session, clock
):
    templated.say("hello there")
    clock.pass_time(hours=25)
    tell(session, clock, "Your notes were found.")
    tell(session, clock, "And more.")
    told = templated.back()

    assert [out.template for out in templated.desk.sent[-1:]] == ["there_is_news"]
    assert "notes" not in told and told.count("We have a message for you") == 1
    assert "Your notes were found.\n---\nAnd more." in templated.say("what is it?")


def test_without_a_template_nothing_goes_outside_the_window(texter, session, clock):
    texter.desk.abilities = WINDOW
    texter.say("hello there")
    clock.pass_time(hours=25)
    tell(session, clock, "Your notes were found.")

    assert texter.back() == ""
    assert statuses(session)[-1] == "held"


def test_within_the_window_words_go_as_they_are(templated, session, clock):
    templated.say("hello there")
    clock.pass_time(hours=23)
    tell(session, clock, "Your notes were found.")

    assert templated.back() == "Your notes were found."


def test_a_channel_that_was_switched_off_keeps_its_messages(texter, session, clock, app):
    texter.say("hello there")
    app.extensions[registry.KEY].pop("desk")
    tell(session, clock, "First.")
    sending.send_now(app, identities(app)[0])

    assert statuses(session)[-1] == "waiting"
