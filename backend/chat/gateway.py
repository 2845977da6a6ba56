"""A person's message: kept, screened, then answered by Rasa, one turn at a time."""

import time
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from backend.chat import answering, handing, lease, risk, shapes, transcript
from backend.chat.incoming import Incoming, Said, check, look_up
from backend.chat.transcript import DONE, PENDING, PUSH, START, Owed
from backend.chat.turns import Run, push
from backend.context import Services
from backend.data.models import Conversation, Draft, Message
from backend.problems import Problem
from backend.services import conversations
from intake import speaking

Answer = dict[str, Any]


@dataclass
class Arrival:
    """A message that is kept, with the lease if it was free and all that is owed if it is known."""

    talk: Conversation
    draft: Draft
    mine: int
    lease: str | None
    rows: list[Message] = field(default_factory=list)
    owed: list[Owed] | None = None
    # Answered by the service itself: choices and numbers that are about a person taking over.
    settled: bool = False


def begin(session: Session, services: Services, *, locale: str, channel: str = "web") -> Answer:
    """Open a conversation and let the bot greet the person."""
    talk, draft, opening = opened(session, services, locale=locale, channel=channel)
    return greet(session, services, talk, draft, opening)


def opened(
    session: Session, services: Services, *, locale: str, channel: str
) -> tuple[Conversation, Draft, Message]:
    """A conversation in which the bot still owes a greeting, in the open transaction."""
    now = services.clock.now()
    talk, draft = conversations.begin(session, locale=locale, channel=channel, now=now)
    opening = Message(
        conversation_id=talk.id, author="person", kind=START, text="",
        choices=[], at=now, status=PENDING,
    )  # fmt: skip
    session.add(opening)
    session.flush()
    services.metrics.started.inc()
    return talk, draft, opening


def greet(
    session: Session, services: Services, talk: Conversation, draft: Draft, opening: Message
) -> Answer:
    """Let the bot greet the person of a conversation that has just been opened."""
    held = lease.take(session, talk.id, services.clock.now())
    session.commit()
    run = Run(session, services, talk.id, opening.id, held, _deadline(services), [])
    owed = [Owed(opening.id, START, "")]
    return {"conversation": talk.id, **push(run, talk, draft, owed)}


def take_turn(
    session: Session, services: Services, conversation: str, incoming: Incoming
) -> Answer:
    """Answer a message. The same id again gives the same answer and no second turn."""
    with services.metrics.turn_seconds.time():
        deadline = _deadline(services)
        checked = check(incoming)
        arrival = _receive(session, services, conversation, checked) or _seen_before(
            session, services, conversation, checked.client_id
        )
        if isinstance(arrival, dict):
            services.metrics.turns.labels("repeat").inc()
            return arrival
        if arrival.settled:
            return _finished(session, services, arrival, arrival.rows)
        if arrival.talk.owner != "bot":
            return _no_bot(session, services, arrival)
        return _answer(session, services, arrival, deadline)


def _deadline(services: Services) -> float:
    return time.monotonic() + services.settings.turn_seconds


def _answer(session: Session, services: Services, arrival: Arrival, deadline: float) -> Answer:
    talk, draft, mine = arrival.talk, arrival.draft, arrival.mine
    run = Run(session, services, talk.id, mine, arrival.lease, deadline, arrival.rows)
    if run.lease is None:
        with services.metrics.lease_seconds.time():
            run.lease = lease.wait(session, talk.id, services.clock, run.seconds_left)
    owed = arrival.owed
    if run.lease and owed is None:
        talk, draft = transcript.load(session, talk.id)
        owed = transcript.owed(session, talk.id, mine)
        done = transcript.finished(session, mine)
        if done:  # whoever had the lease before answered this message too
            lease.keep(session, talk.id, run.lease, services.clock.now(), last=True)
            session.commit()
            return _given(session, done)
    return push(run, talk, draft, owed or [])


def _receive(
    session: Session, services: Services, conversation: str, incoming: Incoming
) -> Arrival | None:
    """Keep and screen the message in one transaction; None where it came before."""
    now = services.clock.now()
    held = lease.take(session, conversation, now)
    talk, draft = transcript.load(session, conversation)
    try:
        said = look_up(session, talk, draft, incoming)
    except Problem:
        session.rollback()  # the lease too
        if transcript.by_client_id(session, conversation, incoming.client_id):
            return None
        raise
    before = transcript.last_owed(session, talk.id)
    talk.locale = _language(talk, said)
    status = _status(talk, said, before)
    mine = transcript.store(
        session, conversation, incoming.client_id, said, status, now, talk.locale
    )
    if mine is None:
        session.rollback()
        return None
    found, rows = _screen(session, services, talk, draft, said, mine)
    steered = handing.steered(session, services.settings, talk, draft, said, now)
    if steered is not None:
        for row in steered:
            row.reply_to = row.run = mine
        return Arrival(talk, draft, mine, held, [*rows, *steered], settled=True)
    handing.called_by_risk(session, services.settings, talk, draft, found, now)
    told = answering.added(session, talk, draft, said, mine, now)
    if told is not None:
        return Arrival(talk, draft, mine, held, [*rows, told], settled=True)
    session.commit()
    owed = None
    if held and before is None:
        ours = Owed(mine, "info", said.text, said.chosen, said.change, found)
        owed = [ours] if status == PENDING else []
    return Arrival(talk, draft, mine, held, rows, owed)


def _language(talk: Conversation, said: Said) -> str:
    """The language to go on in: the one that is asked for, from this message on."""
    return (None if said.chosen else speaking.asked_for(said.text)) or talk.locale


def _status(talk: Conversation, said: Said, before: Owed | None) -> str:
    """Whether the bot must answer it: the same words as those it still owes an answer need none."""
    if talk.owner != "bot":
        return DONE
    same = before is not None and (before.text, before.chosen) == (said.text, said.chosen)
    return PUSH if said.retry or same else PENDING


def _screen(
    session: Session,
    services: Services,
    talk: Conversation,
    draft: Draft,
    said: Said,
    mine: int,
) -> tuple[dict[str, Any] | None, list[Message]]:
    """Screen free text; keep what was found, and show help from R2 on before anything else."""
    if said.chosen:
        return None, []
    found = risk.screen(said.text, draft.question, risk.asked_about(session, draft, mine))
    services.metrics.risk.labels(found["level"]).inc()
    if found == risk.NONE:
        return None, []
    now = services.clock.now()
    transcript.note_risk(session, mine, found)
    risk.keep(session, draft, found, mine, now)
    if not risk.needs_help(found):
        return found, []
    out = risk.help_out(said.text, found, draft, talk.locale)
    row = transcript.line(talk.id, out, at=now, reply_to=mine, run=mine, lang=talk.locale)
    session.add(row)
    session.flush()
    return found, [row]


def _seen_before(
    session: Session, services: Services, conversation: str, client_id: str
) -> Answer | Arrival:
    """The answer given before; or another try, where there has been none yet."""
    mine = transcript.by_client_id(session, conversation, client_id)
    if mine is None:
        raise Problem(410, "gone")
    if mine.status == DONE:
        return _given(session, mine)
    talk, draft = transcript.load(session, conversation)
    held = lease.take(session, conversation, services.clock.now())
    rows = [row for row in transcript.answer_to(session, mine) if row.kind == "risk"]
    session.commit()
    return Arrival(talk, draft, mine.id, held, rows)


def _given(session: Session, mine: Message) -> Answer:
    rows = transcript.answer_to(session, mine)
    return {"messages": [shapes.message(row) for row in rows], "state": mine.state}


def _no_bot(session: Session, services: Services, arrival: Arrival) -> Answer:
    """Staff have the conversation: the message waits for them, and the person knows."""
    talk, mine, now = arrival.talk, arrival.mine, services.clock.now()
    rows = list(arrival.rows)
    previous = transcript.last_before(session, talk.id, mine)
    if previous is None or (previous.author != "person" and previous.kind != "notice"):
        out = handing.with_staff(session, talk)
        line = transcript.line(talk.id, out, at=now, reply_to=mine, run=mine, lang=talk.locale)
        talk.offered = {**talk.offered, **transcript.offers([out], [line])}
        rows.append(line)
        session.add(rows[-1])
    services.metrics.turns.labels("staff").inc()
    return _finished(session, services, arrival, rows)


def _finished(
    session: Session, services: Services, arrival: Arrival, rows: list[Message]
) -> Answer:
    """A message that the bot need not answer: dealt with, in one transaction."""
    talk, now = arrival.talk, services.clock.now()
    if arrival.lease:
        lease.keep(session, talk.id, arrival.lease, now, last=True)
    session.flush()
    state = shapes.state(talk, arrival.draft)
    transcript.finish(session, arrival.mine, state)
    session.commit()
    return {"messages": [shapes.message(row) for row in rows], "state": state}
