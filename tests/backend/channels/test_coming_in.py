"""What comes in is proven, kept once, worked off in order, and answered once."""

import pytest
from sqlalchemy import select

from backend.channels import inbox, upkeep, working
from backend.channels.leases import Way, take
from backend.data.channels import ChannelIdentity, ChannelIn, ChannelOut
from backend.data.models import Conversation, Message
from tests.backend.channels.desk import identities, work


def lines(session):
    session.expire_all()
    query = select(Message.text).where(Message.author == "person", Message.kind != "start")
    return list(session.scalars(query.order_by(Message.id)))


def test_the_first_message_opens_a_conversation_with_greeting_and_privacy(texter, session, bot):
    told = texter.say("They lost my notes.")

    talk = session.scalars(select(Conversation)).one()
    assert talk.channel == "desk"
    assert [turn["payload"] for turn in bot.turns] == ["start", None]
    assert lines(session) == ["They lost my notes."]
    assert "What happened?" in told or "That is all." in told


def test_a_forged_call_learns_nothing_and_keeps_nothing(texter, session):
    answer = texter.post(texter.message("hello"), word="wrong")

    assert (answer.status_code, answer.text) == (401, "")
    assert session.scalars(select(ChannelIn)).all() == []


def test_a_channel_that_is_off_is_not_there(client):
    assert client.post("/channels/telegraph").status_code == 404


def test_a_challenge_is_answered(client, desk):
    assert client.get("/channels/desk?challenge=12345").text == "12345"
    assert client.get("/channels/desk").status_code == 404


def test_a_body_that_is_too_big_is_refused_before_it_is_read(texter, desk):
    big = texter.message("x" * (desk.abilities.largest_call + 1))

    assert texter.post(big).status_code == 413


def test_nothing_is_asked_of_the_bot_while_the_provider_waits(texter, bot):
    answer = texter.post(texter.message("hello there"))

    assert (answer.status_code, answer.text) == (200, "taken")
    assert bot.turns == []


def test_a_message_that_comes_again_is_answered_once(texter, session):
    again = texter.message("They lost my notes.")
    texter.post(again)
    texter.back()
    texter.post(again)

    assert texter.back() == ""
    assert lines(session) == ["They lost my notes."]


def test_messages_that_come_in_the_wrong_order_are_read_in_the_right_one(texter, session):
    first, second = texter.message("one thing", order=1), texter.message("another", order=2)
    texter.post(second)
    texter.post(first)
    work(texter.app)

    assert lines(session) == ["one thing", "another"]


def test_a_process_that_died_after_the_turn_gives_the_same_answer_and_no_other(
    texter, session, bot
):
    texter.say("hello there friend")
    texter.post(texter.message("They lost my notes."))
    identity = identities(texter.app)[0]
    row = session.scalars(select(ChannelIn).where(ChannelIn.status == "waiting")).one()
    working.handle(session, texter.app.extensions["intake"], row)
    session.commit()  # killed here: the message is not marked as dealt with
    turns, out = len(bot.turns), session.query(ChannelOut).count()

    working.work_now(texter.app, identity)

    assert (len(bot.turns), session.query(ChannelOut).count()) == (turns, out)


def test_two_workers_do_not_work_for_one_person_at_once(texter, session, clock):
    texter.post(texter.message("hello there"))
    identity = identities(texter.app)[0]
    held = take(session, identity, Way.IN, clock.now())

    working.work_now(texter.app, identity)
    assert held and lines(session) == []
    clock.pass_time(minutes=1)  # its holder has died
    working.work_now(texter.app, identity)

    assert lines(session) == ["hello there"]


def test_what_nobody_was_woken_for_is_found_by_the_sweep(texter, app):
    texter.post(texter.message("hello there"))

    assert upkeep.sweep(app) == 1
    work(app)
    assert upkeep.sweep(app) == 0


def test_when_the_bot_is_down_the_person_is_told_once_and_answered_later(
    texter, session, bot, clock
):
    texter.say("hello there friend")
    bot.down = "unreachable"
    first = texter.say("They lost my notes.")
    clock.pass_time(seconds=6)
    second = texter.back()
    bot.down = ""
    clock.pass_time(minutes=1)
    third = texter.back()

    assert "What you said is kept" in first
    assert second == "" and third != ""
    assert lines(session)[-1] == "They lost my notes."


def test_somebody_in_danger_gets_help_though_the_bot_is_down(texter, bot):
    texter.say("hello there friend")
    bot.down = "unreachable"

    assert "116 123" in texter.say("I want to end my life tonight")


def test_what_came_in_is_locked_and_then_emptied(texter, session):
    texter.post(texter.message("A secret thing"))
    row = session.scalars(select(ChannelIn)).one()
    assert "secret" not in row.content and texter.number not in row.content
    texter.back()
    session.expire_all()

    assert session.get(ChannelIn, row.id).content == ""
    who = session.scalars(select(ChannelIdentity)).one()
    assert texter.number not in who.address + who.address_hash


@pytest.mark.parametrize("step", ["delivered", "read"])
def test_a_receipt_is_noted_on_what_it_is_about(texter, session, step):
    texter.say("hello there")
    texter.post(receipts=[{"provider_id": "out-1", "state": step}])

    assert session.scalars(select(ChannelOut.status)).first() == step


def test_a_receipt_that_comes_too_early_is_noted_later(texter, session, app):
    texter.post(receipts=[{"provider_id": "out-1", "state": "delivered"}])
    texter.say("hello there")
    upkeep.sweep(app)

    assert session.scalars(select(ChannelOut.status)).first() == "delivered"
    assert session.scalars(select(ChannelIn.status)).first() == inbox.DONE


def test_no_number_and_no_word_is_logged(texter, capfd):
    texter.say("The consultant Rumpelstiltskin shouted")

    logged = "".join(capfd.readouterr())
    assert texter.number not in logged and "Rumpelstiltskin" not in logged


def test_old_ids_and_lonely_addresses_are_erased(texter, session, clock):
    texter.say("hello there")
    clock.pass_time(hours=73)
    upkeep.erase_old(session, clock.now())
    assert session.query(ChannelIn).count() == 0
    assert session.query(ChannelIdentity).count() == 1  # the draft is still theirs

    session.execute(Conversation.__table__.delete())
    session.commit()
    upkeep.erase_old(session, clock.now())

    assert session.query(ChannelIdentity).count() == 0
