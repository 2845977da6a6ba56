"""The whole way with every provider: its call, the queue, the bot, the outbox, its API."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from backend import logs
from backend.channels import inbox
from backend.channels.settings import read_channels
from backend.config import Messages, Settings
from backend.data.channels import ChannelIn, ChannelOut
from backend.data.models import Message
from tests.backend import papers
from tests.backend.channels.fakes.events import Attached, Became, Pressed, Said
from tests.backend.channels.fakes.kit import CHANGED, FORGERIES, PUBLIC, Forgery, Kit
from tests.backend.channels.fakes.kits import KITS, running
from tests.backend.channels.fakes.mail import MailKit
from tests.backend.channels.line import Line
from tests.backend.fakes import FakeBot, SetClock
from tests.backend.given import make_settings

STORY = "The consultant Rumpelstiltskin lost my notes."


@pytest.fixture(params=sorted(KITS))
def kit(request: pytest.FixtureRequest) -> Iterator[Kit]:
    with running(request.param) as started:
        yield started


@pytest.fixture
def settings(kit: Kit, sqlite_copy: str, tmp_path: Path) -> Settings:
    """The settings as an operator would write them."""
    given = {"CHANNELS": kit.name, "PUBLIC_ADDRESS": PUBLIC, **kit.given()}
    messages = kit.messages() if isinstance(kit, MailKit) else Messages()
    channels = read_channels(given, "test")
    return make_settings(tmp_path, sqlite_copy, channels=channels, messages=messages)


@pytest.fixture
def line(app: Flask, kit: Kit, clock: SetClock) -> Line:
    return Line(app, kit, clock)


@pytest.fixture
def asked(line: Line) -> Line:
    """Somebody who was asked a question with choices."""
    line.say("START")
    assert "Yes" in line.values()
    return line


def written(session: Session) -> list[str]:
    """What the transcripts hold of the person."""
    session.expire_all()
    query = select(Message.text).where(Message.author == "person", Message.kind != "start")
    return list(session.scalars(query.order_by(Message.id)))


def turns(bot: FakeBot) -> list[str]:
    return [turn["metadata"]["choice"] or turn["metadata"]["text"] for turn in bot.turns]


# Who calls.


@pytest.mark.parametrize("forgery", [*FORGERIES, CHANGED], ids=lambda each: each.what)
def test_a_forged_call_is_refused_and_leaves_nothing(line, kit, session, forgery: Forgery):
    if forgery is CHANGED and not kit.proves_body:
        return
    call = forgery.made(kit.calls(line.said(STORY))[0])

    answer = line.post(call)

    assert (answer.status_code, answer.text) == (401, "")
    assert session.query(ChannelIn).count() == 0


def test_a_call_that_says_it_came_to_another_address_is_judged_by_ours(line, kit):
    call = kit.calls(line.said(STORY))[0]
    elsewhere = {"host": "evil.example", "x-forwarded-host": "evil.example"}

    assert line.post(replace(call, headers={**call.headers, **elsewhere})).status_code < 300


def test_a_call_that_is_too_large_is_refused_before_it_is_read(line, kit, session):
    call = kit.calls(line.said(STORY))[0]
    most = kit.adapter().abilities.largest_call

    assert line.post(replace(call, body=b"x" * (most + 1))).status_code == 413
    assert session.query(ChannelIn).count() == 0


# What comes in.


def test_a_story_is_answered_with_a_question_on_the_persons_channel(line, kit, session):
    told = line.say(STORY)

    assert "What happened?" in told
    assert {message.to.removeprefix("whatsapp:") for message in kit.api.sent} == {kit.sender}
    assert written(session) == [STORY]


def test_a_provider_is_answered_before_the_bot_has_worked(line, bot):
    assert all(status < 300 for status in line.deliver(line.said(STORY)))
    assert bot.turns == []


def test_a_call_that_comes_three_times_is_answered_once(line, kit, session, bot):
    again = line.said(STORY)
    for _ in range(3):
        line.deliver(again)
    line.back()
    line.deliver(again)

    assert line.back() == ""
    assert written(session) == [STORY]


def test_a_call_that_is_played_again_days_later_is_known(line, session, clock):
    again = line.said(STORY)
    line.happens(again)
    clock.pass_time(hours=71)

    line.deliver(again)

    assert line.back() == "" and written(session) == [STORY]


def test_a_call_that_we_could_not_keep_is_brought_again_and_kept_once(line, session, monkeypatch):
    keep, failing = inbox.keep, [OperationalError("", None, Exception("gone"))]

    def once(*given, **more):
        if failing:
            raise failing.pop()
        return keep(*given, **more)

    monkeypatch.setattr(inbox, "keep", once)

    assert all(status < 300 for status in line.deliver(line.said(STORY)))
    line.back()

    assert failing == [] and written(session) == [STORY]


def test_messages_of_one_call_or_of_many_keep_their_order(line, session):
    texts = ["one thing happened", "then another", "and a third"]
    events = []
    for text in texts:
        line.clock.pass_time(seconds=5)
        events.append(line.said(text))

    line.deliver(*events)
    line.back()

    assert written(session) == texts


def test_messages_that_come_in_the_wrong_order_are_read_in_the_right_one(line, kit, session):
    first = line.said("one thing happened")
    line.clock.pass_time(seconds=5)
    second = line.said("then another")
    line.deliver(second)
    line.deliver(first)
    line.back()

    arrived = kit.adapter().read(kit.calls(first)[0]).messages[0]
    told = arrived.at is not None or arrived.order is not None
    # Twilio says no times and counts nothing: there it is as it came.
    assert written(session) == sorted([first.text, second.text], reverse=not told)


def test_two_people_have_two_conversations(line, kit, session):
    line.say(STORY)
    line.happens(Said(line.id(), "My pension is late.", sender=kit.other, at=line.clock.now()))

    assert len(set(session.scalars(select(Message.conversation_id)))) == 2


def test_a_sticker_is_refused_kindly_and_the_question_stays(asked):
    assert "we can only read words" in asked.sticker()
    assert "What happened?" in asked.say("yes")


def test_a_paper_is_kept_and_a_program_refused_kindly(asked, kit):
    asked.say("yes")
    if not kit.adapter().abilities.media:
        return

    assert "kept your file" in asked.attach("letter", papers.pdf(), "application/pdf")
    assert "can't take that kind" in asked.attach(
        "run", b"MZ\x90\x00" * 99, "application/x-dosexec"
    )


def test_a_file_that_the_provider_cannot_give_is_told(asked, kit, clock):
    asked.say("yes")
    if not kit.files:
        return
    place = kit.place("letter", papers.pdf())
    kit.api.failures.extend([kit.api.down] * 3)  # as often as it is asked for
    asked.deliver(papers_event(asked, place))
    told = [asked.back()]
    for _ in range(3):
        clock.pass_time(minutes=10)
        told.append(asked.back())

    assert "could not get the file" in "".join(told)


def papers_event(line: Line, place: str) -> Attached:
    return Attached(line.id(), place, "application/pdf", at=line.clock.now())


# Choices.


@pytest.mark.parametrize("answer", ["1", "1.", "one", "yes", "Yes", "YES!", "option 1"])
def test_a_choice_is_made_by_number_or_by_word(asked, bot, answer):
    told = asked.say(answer)

    assert turns(bot)[-1] == "yes"
    assert "What happened?" in told


def test_a_choice_is_made_by_its_button(asked, kit, bot):
    if not asked.kit.api.sent[-1].choices:
        return  # numbered here
    asked.press("Yes")

    assert turns(bot)[-1] == "yes"


def test_a_number_that_is_no_answer_asks_again(asked):
    told = asked.say("7")

    assert "from 1 to 2" in told and "Is it OK to go on?" in told


def test_a_number_for_an_older_question_is_not_put_on_the_next(asked, kit, bot):
    late = asked.said("2")  # written now, brought much later
    asked.clock.pass_time(seconds=30)
    asked.say("yes")
    asked.say("They lost my notes, and nobody said sorry.")  # now: have you complained?
    before = turns(bot)

    asked.happens(late)

    arrived = kit.adapter().read(kit.calls(late)[0]).messages[0]
    if arrived.at is not None:
        # Not "No" to the question that is open now.
        assert [each for each in turns(bot)[len(before) :] if each == "no"] == []


def test_a_button_of_an_older_question_is_not_put_on_the_next(asked, bot):
    if not asked.kit.api.sent[-1].choices:
        return
    old = asked.values()["No"]
    asked.press("Yes")
    before = len(bot.turns)

    asked.happens(Pressed(asked.id(), old, "No", at=asked.clock.now()))

    assert "no" not in turns(bot)[before:]


# What goes out.


@pytest.mark.parametrize("failure", ["limited", "down"])
def test_what_cannot_be_sent_now_is_sent_later_and_once(line, kit, failure, clock):
    kit.api.failures.append(lambda: kit.limited(7) if failure == "limited" else kit.api.down())
    line.deliver(line.said("START"))
    assert line.back() == ""
    clock.pass_time(seconds=10)
    first = line.back()
    clock.pass_time(hours=1)

    assert "Is it OK to go on?" in first
    assert line.back() == ""


def test_what_a_slow_provider_may_have_sent_is_not_sent_twice(line, kit, app, session, monkeypatch):
    app.extensions["intake_channels"][kit.name] = kit.in_a_hurry(monkeypatch)
    kit.api.failures.append(kit.api.silent)
    line.deliver(line.said(STORY))
    line.back()
    line.clock.pass_time(hours=1)
    line.back()

    states = {row.why: row.status for row in session.scalars(select(ChannelOut))}
    if kit.adapter().abilities.keyed:
        assert set(states.values()) == {"sent"}
    else:
        assert states["perhaps_sent"] == "failed"  # staff see it, and may send it again


def test_somebody_who_cannot_be_reached_is_left_to_staff(line, kit, session):
    kit.api.refuses.add(kit.sender)
    line.deliver(line.said(STORY))
    line.back()
    line.clock.pass_time(days=2)
    line.back()

    rows = session.scalars(select(ChannelOut)).all()
    assert {row.status for row in rows} == {"failed"}
    assert kit.api.sent == []


def test_a_receipt_is_noted_on_the_message(line, kit, session):
    if not kit.receipts:
        return
    line.say("START")
    sent = session.scalars(select(ChannelOut).order_by(ChannelOut.id)).first()
    ids = {"sms": "SM{:032x}", "whatsapp": "SM{:032x}", "whatsapp_cloud": "wamid.{:08d}"}
    ids |= {"messenger": "m_{:08d}", "generic": "out-{}"}

    line.deliver(Became(ids[kit.name].format(1), "delivered"))

    session.refresh(sent)
    assert sent.status == "delivered"


# STOP, and what is told to nobody.


def test_stop_ends_all_messages_and_start_goes_on_where_it_was(asked, bot):
    stopped = asked.say("STOP")
    before = len(bot.turns)
    silence = asked.say("are you there")
    started = asked.say("START")

    assert "no more messages" in stopped and "999" in stopped
    assert silence == "" and len(bot.turns) >= before
    assert "Is it OK to go on?" in started


def test_somebody_in_danger_gets_help_even_after_stop(asked):
    asked.say("STOP")

    assert "116 123" in asked.say("I want to end my life tonight")


def test_no_log_and_no_table_tells_who_wrote_and_no_log_what(line, kit, tmp_path):
    stream = io.StringIO()
    logs.configure("DEBUG", stream)
    try:
        kit.api.failures.append(lambda: kit.limited(7))
        line.say(STORY)
        line.clock.pass_time(minutes=5)
        line.back()
        line.say("STOP")
        line.post(FORGERIES[0].made(kit.calls(line.said(STORY))[0]))
    finally:
        logs.configure()
    secrets = [each for each in kit.given().values() if len(each) > 12 and "://" not in each]
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("*.db*"))

    told = stream.getvalue()
    assert "channel_" in told
    assert not [each for each in (kit.sender, "Rumpelstiltskin", *secrets) if each in told]
    assert kit.sender.encode() not in stored
