"""Works off what came in: each person's messages in order, each through the one gateway."""

from datetime import datetime, timedelta

import structlog
from flask import Flask
from sqlalchemy.orm import Session

from backend.channels import commands, inbox, leases, marking, media, outbox, waking
from backend.channels import identity as identities
from backend.channels.base import Arrived
from backend.channels.commands import Turn
from backend.channels.identity import provider_hash
from backend.channels.leases import Way
from backend.channels.understanding import Meant, meant
from backend.chat import gateway, risk
from backend.chat.incoming import Incoming
from backend.context import Services, services
from backend.data.channels import ChannelIdentity, ChannelIn
from backend.data.models import Conversation, Draft
from backend.data.session import db
from backend.logs import place
from backend.problems import Problem, sentence
from backend.services.taking_over import OWN_STAFF
from intake import speaking

log = structlog.get_logger()
GONE = 410
HOUR = timedelta(hours=1)
SOON = 60  # seconds: a wait within it has a job of its own, others the sweep finds
STAY_STOPPED = ("start", "stop", "help")
NO_MESSAGE_YET = 2**31 - 1  # later than every message there is


def work_now(app: Flask, identity: int) -> None:
    """The job: work off what one person wrote, then send what there is to say."""
    with app.app_context():
        work_off(db.session, identity)


def work_off(session: Session, identity: int) -> None:
    """Work off what is due of one person, in order, under a lease."""
    context = services()
    clock = context.clock
    name = leases.take(session, identity, Way.IN, clock.now())
    if name is None:
        return
    session.info[outbox.QUIET] = True
    try:
        while leases.keep(session, identity, Way.IN, name, clock.now()):
            row = inbox.next_due(session, identity, clock.now())
            if row is None:
                break
            _one(session, context, row)
    finally:
        session.info.pop(outbox.QUIET, None)
        session.rollback()
        leases.release(session, identity, Way.IN, name)
    waking.wake(waking.SEND, identity)
    if inbox.next_due(session, identity, clock.now()):  # came in before the release
        waking.wake(waking.WORK, identity)
    session.rollback()


def _one(session: Session, context: Services, row: ChannelIn) -> None:
    """One message; whatever goes wrong with it is tried again, and others go on."""
    number, channel = row.id, row.channel
    try:
        done = handle(session, context, row)
    except Exception as error:
        session.rollback()
        log.error(
            "channel_message_failed",
            channel=channel,
            incoming=number,
            error=type(error).__name__,
            where=place(error),
        )
        done = False
    row = session.get_one(ChannelIn, number, populate_existing=True)
    wait = 0.0
    if row.status == inbox.WAITING:
        wait = 0 if done else inbox.put_off(row, context.clock.now())
        if done:
            inbox.finish(row)
    identity = row.identity_id
    session.commit()
    if 0 < wait <= SOON and identity:
        waking.wake(waking.WORK, identity, delay=wait)


def handle(session: Session, context: Services, row: ChannelIn) -> bool:
    """Do what a message asks for; False where it must be tried again. The same message again
    gives the same answer: whatever is done for it carries its id."""
    who = session.get_one(ChannelIdentity, row.identity_id, populate_existing=True)
    told = inbox.opened(context.settings, row)
    if told is None:
        log.error("channel_message_unreadable", channel=row.channel, incoming=row.id)
        row.status = inbox.FAILED
        return True
    arrived = inbox.message(told, row)
    _note_heard(session, context, who, arrived, row)
    if who.stopped_at is not None and _wants_none(arrived.text):
        row.status = inbox.HELD
        return True
    who.stopped_at = (
        None if commands.named(arrived.text) not in ("stop", "start") else who.stopped_at
    )
    if _loops(session, row):
        row.status = inbox.HELD
        return True
    turn = Turn(session, context, who, row, arrived.text)
    if arrived.choice is None and commands.carry_out(turn):
        return True
    return _talk(turn, arrived)


def _note_heard(
    session: Session, context: Services, who: ChannelIdentity, arrived: Arrived, row: ChannelIn
) -> None:
    """Note that the person wrote; after a long gap whoever writes now is somebody new."""
    if identities.long_silent(context.settings, who, row.arrived_at):
        identities.forget(session, who)
    identities.heard(context.settings, who, arrived, row.arrived_at)
    outbox.take_up_held(session, who, context.clock.now())
    session.commit()
    talk = session.get(Conversation, who.conversation_id) if who.conversation_id else None
    if talk is None or talk.owner != OWN_STAFF:  # they read and write in their own time
        marking.show(context, who, arrived.thread, (marking.READ, marking.TYPING))


def _loops(session: Session, row: ChannelIn) -> bool:
    """True where so much came in an hour that it can only be two machines answering each other."""
    most = outbox.abilities(row.channel).hourly
    if not most or inbox.within(session, row, HOUR) <= most:
        return False
    log.warning("channel_loop", channel=row.channel, identity=row.identity_id)
    return True


def _wants_none(text: str) -> bool:
    """Whether words of somebody who wants no messages wait: not a START, a HELP or a danger."""
    if commands.named(text) in STAY_STOPPED:
        return False
    return not risk.needs_help(risk.screen(text, None))


def _talk(turn: Turn, arrived: Arrived) -> bool:
    """Files first, then the words, through the gateway."""
    found = turn.talk() or _opened(turn, arrived)
    if arrived.media and not turn.row.files_done and not media.take(turn, arrived, found[0]):
        return False
    if not arrived.text.strip() and arrived.choice is None and not turn.change:
        return _no_words(turn, arrived)
    incoming = _incoming(turn, arrived, found)
    return incoming is None or _take_turn(turn, arrived, incoming)


def _opened(turn: Turn, arrived: Arrived) -> tuple[Conversation, Draft]:
    """A new conversation on this channel; the greeting is owed until the first turn."""
    locale = speaking.asked_for(arrived.text) or turn.who.locale
    channel = turn.who.channel
    talk, draft, opening = gateway.opened(
        turn.session, turn.services, locale=locale, channel=channel
    )
    identities.link(turn.session, turn.who, talk)
    turn.session.commit()
    starts = commands.named(arrived.text) == "start"
    if starts or (not arrived.text.strip() and arrived.choice is None):
        gateway.greet(turn.session, turn.services, talk, draft, opening)
    return talk, draft


def _no_words(turn: Turn, arrived: Arrived) -> bool:
    """Nothing to read: a sticker, a place, a sound."""
    if not arrived.media:
        turn.say("no_words")
    return True


def _incoming(turn: Turn, arrived: Arrived, found: tuple[Conversation, Draft]) -> Incoming | None:
    """The message as the gateway takes it; None where it was answered here."""
    talk, draft = found
    mine = f"c:{provider_hash(turn.services.settings, turn.row.channel, arrived.provider_id)}"[:64]
    if commands.named(arrived.text) == "start":
        return None  # greeted
    if turn.change:
        return Incoming(mine, change=turn.change)
    if arrived.choice is not None:
        return Incoming(mine, tokens=(arrived.choice,))
    what = _meant(turn, arrived, talk, draft)
    if what.beyond:
        turn.say("which_number", most=what.beyond)
        commands.again(turn)
        return None
    if what.tokens:
        return Incoming(mine, tokens=what.tokens, many=what.many)
    return Incoming(mine, text=arrived.text)


def _meant(turn: Turn, arrived: Arrived, talk: Conversation, draft: Draft) -> Meant:
    """Which choice is named. Where we asked whether somebody is in danger, "yes" is an answer to
    that; and commands are never a choice."""
    in_danger = risk.asked_about(turn.session, draft, NO_MESSAGE_YET) is not None
    if in_danger or commands.named(arrived.text) or talk.owner != "bot":
        return Meant()
    at = _written(arrived, turn.row.arrived_at)
    told = arrived.at is not None
    return meant(turn.session, turn.who.id, talk.id, arrived.text, at, told=told)


def _written(arrived: Arrived, arrived_at: datetime) -> datetime:
    """When it was written: never later than it came, whatever a provider's clock says."""
    return min(arrived.at, arrived_at) if arrived.at else arrived_at


def _take_turn(turn: Turn, arrived: Arrived, incoming: Incoming) -> bool:
    who, session = turn.who, turn.session
    try:
        answer = gateway.take_turn(session, turn.services, who.conversation_id or "", incoming)
    except Problem as problem:
        session.rollback()
        who = session.get_one(ChannelIdentity, who.id, populate_existing=True)
        if problem.status == GONE:
            who.conversation_id = None
            session.commit()
            return _talk(turn, arrived)  # in a new conversation
        turn.tell(sentence(problem.key, locale=who.locale, **problem.values), "no")
        return True
    who.locale = answer["state"].get("locale") or who.locale
    return all(message["kind"] != "error" for message in answer["messages"])
