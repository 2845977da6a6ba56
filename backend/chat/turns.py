"""Under the lease: everything the bot still owes an answer is put to Rasa, in order."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backend.chat import handing, lease, shapes, transcript
from backend.chat.rasa import Out, RasaFailed
from backend.chat.transcript import START, Offers, Owed
from backend.context import Services
from backend.data.models import Conversation, Draft, Message
from backend.problems import Problem, sentence
from backend.services.casework_sources import as_sent
from intake import speaking

log = structlog.get_logger()
LEAST_SECONDS = 0.3
MOST_TRIES = 3
WORD_JOINER = "\u2060"  # before a slash, so that Rasa never takes words for a command
OTHER_LANGUAGE = "cmd:language"  # the bot's command for going on in another language
NO_RISK = {"level": "R0", "flags": []}


@dataclass
class Run:
    """One request's work on a conversation, and what it has to show for it so far."""

    session: Session
    services: Services
    conversation: str
    mine: int
    lease: str | None
    deadline: float
    rows: list[Message]

    @property
    def seconds_left(self) -> float:
        """Time until the person must have an answer."""
        return self.deadline - time.monotonic()


def push(run: Run, talk: Conversation, draft: Draft, owed: Sequence[Owed]) -> dict[str, Any]:
    """Answer what is owed; what fails stays pending, and the person is told."""
    try:
        state = _answer_or_say_why(run, talk, draft, owed)
    except IntegrityError:  # erased while Rasa was thinking
        run.session.rollback()
        raise Problem(410, "gone") from None
    return {"messages": [shapes.message(row) for row in run.rows], "state": state}


def _answer_or_say_why(
    run: Run, talk: Conversation, draft: Draft, owed: Sequence[Owed]
) -> dict[str, Any]:
    outcomes = run.services.metrics.turns
    try:
        if run.lease is None:
            raise RasaFailed("busy")
        state = _answer_all(run, talk, draft, owed)
    except RasaFailed as failure:
        state = _failed(run, failure.why)
        outcomes.labels("failed").inc()
    else:
        outcomes.labels("answered").inc()
    return state


def _answer_all(run: Run, talk: Conversation, draft: Draft, owed: Sequence[Owed]) -> dict[str, Any]:
    state: dict[str, Any] = shapes.state(talk, draft)
    for number, each in enumerate(owed, start=1):
        last = number == len(owed)
        if _is_stale(talk, draft, each):
            state = _ask_again(run, each.id, notice="stale_choice", last=last)
        else:
            asked, outs = draft.question, _ask_or_step_over(run, talk, draft, each)
            talk, draft = transcript.load(run.session, run.conversation)
            outs = handing.joined(run.session, run.services, talk, draft, each.id, outs)
            still = draft.question == asked
            state = _keep_replies(run, talk, draft, each, outs, still=still, last=last)
    if not owed:
        state = _ask_again(run, run.mine, notice=None, last=True)
    return state


def _is_stale(talk: Conversation, draft: Draft, owed: Owed) -> bool:
    """True for a choice that another question has replaced since, unless it was taken in time."""
    if owed.chosen is None or draft.turn >= owed.id:
        return False
    return not all(token in talk.offered for token in owed.chosen["tokens"])


def _ask_or_step_over(run: Run, talk: Conversation, draft: Draft, owed: Owed) -> list[Out]:
    """The bot's answer. A message that it can never answer must not block all that come after:
    where it failed often, and yet the bot can repeat its question, it is left to staff."""
    try:
        return _ask_rasa(run, talk, draft, owed)
    except RasaFailed:
        transcript.note_try(run.session, owed.id)
        run.session.commit()
        if owed.tries + 1 < MOST_TRIES or draft.question is None:
            raise
        repeated = _ask_rasa(run, talk, draft, owed, repeat=True)
        log.error("message_stepped_over", conversation=run.conversation, message=owed.id)
        told = sentence("stepped_over", locale=talk.locale)
        return [{"kind": "notice", "text": told}, *repeated]


def _ask_rasa(
    run: Run, talk: Conversation, draft: Draft, owed: Owed, *, repeat: bool = False
) -> list[Out]:
    run.session.commit()  # no transaction stays open while Rasa thinks
    if run.seconds_left < LEAST_SECONDS:
        raise RasaFailed("no_time")
    today = run.services.clock.today().isoformat()
    body = _body(talk, draft, owed, today)
    if repeat or draft.turn >= owed.id:
        # Either its answer was saved and only the replies were lost, or there is none to be had.
        body |= {"payload": "repeat", "message": None}
    return run.services.rasa.turn(body, run.seconds_left)


def _body(talk: Conversation, draft: Draft, owed: Owed, today: str) -> dict[str, Any]:
    payload = "start" if owed.kind == START else "choose" if owed.chosen else None
    value = owed.chosen["value"] if owed.chosen else None
    if payload is None and speaking.asked_for(owed.text):
        payload, value = "choose", OTHER_LANGUAGE
    spoken = f"{WORD_JOINER}{owed.text}" if owed.text.startswith("/") else owed.text
    return {
        "sender": talk.id,
        "message": spoken if payload is None else None,
        "payload": payload,
        "metadata": {
            "turn": owed.id,
            "text": owed.text,
            "choice": value,
            "change": owed.change,
            "question": draft.question,
            "facts": as_sent(draft),
            "sources": draft.sources,
            "dialogue": draft.dialogue,
            "today": today,
            "locale": talk.locale,
            "stage": draft.case_status if draft.submitted_at else "",
            "risk": {name: (owed.risk or NO_RISK)[name] for name in NO_RISK},
        },
    }


def _keep_replies(
    run: Run,
    talk: Conversation,
    draft: Draft,
    owed: Owed,
    outs: list[Out],
    *,
    still: bool,
    last: bool,
) -> dict[str, Any]:
    now = run.services.clock.now()
    rows = [
        transcript.line(
            run.conversation, out, at=now, reply_to=owed.id, run=run.mine, lang=talk.locale
        )
        for out in outs
    ]
    offered = transcript.offers(outs, rows)
    if handing.is_offered(outs):
        offered = {**talk.offered, **offered}  # the question waits until they go on
    elif not offered and still and all(out["kind"] != "question" for out in outs):
        offered = talk.offered  # only said something; the question before still stands
    return _settle(run, talk, draft, owed.id, rows, offered, last=last)


def _ask_again(run: Run, message: int, *, notice: str | None, last: bool) -> dict[str, Any]:
    """Show the question we are on once more, with a word on why."""
    now = run.services.clock.now()
    talk, draft = transcript.load(run.session, run.conversation)
    rows = []
    if notice:
        out: Out = {"kind": "notice", "text": sentence(notice, locale=talk.locale)}
        rows = [
            transcript.line(
                run.conversation, out, at=now, reply_to=message, run=run.mine, lang=talk.locale
            )
        ]
    question = transcript.question_now(run.session, draft)
    if question:
        rows.append(transcript.copy(question, at=now, reply_to=message, run=run.mine))
    return _settle(run, talk, draft, message, rows, talk.offered, last=last)


def _settle(
    run: Run,
    talk: Conversation,
    draft: Draft,
    message: int,
    rows: list[Message],
    offered: Offers,
    *,
    last: bool,
) -> dict[str, Any]:
    """Keep the replies and mark the message as answered, in one transaction."""
    session = run.session
    session.add_all(rows)
    session.flush()
    state = shapes.state(talk, draft)
    for answered in {message, run.mine} if last else {message}:
        transcript.finish(session, answered, state)
    now = run.services.clock.now()
    if not lease.keep(session, talk.id, run.lease or "", now, last=last, offered=offered):
        session.rollback()
        raise RasaFailed("lease_lost")
    session.commit()
    run.rows.extend(rows)
    return state


def _failed(run: Run, why: str) -> dict[str, Any]:
    """Tell the person that the message is kept and can be tried again."""
    run.session.rollback()
    run.services.metrics.rasa_failures.labels(why).inc()
    log.warning("turn_failed", conversation=run.conversation, message=run.mine, why=why)
    now = run.services.clock.now()
    talk, draft = transcript.load(run.session, run.conversation)
    if talk.owner != "bot":  # a person took over meanwhile: what the bot had to say is dropped
        state = shapes.state(talk, draft)
        transcript.finish(run.session, run.mine, state)
        run.session.commit()
        return state
    out = transcript.failure_out("busy" if why == "busy" else "rasa_down", talk.locale)
    row = transcript.line(
        run.conversation, out, at=now, reply_to=run.mine, run=run.mine, lang=talk.locale
    )
    run.session.add(row)
    if run.lease:
        lease.keep(run.session, run.conversation, run.lease, now, last=True)
    run.session.commit()
    run.rows.append(row)
    return shapes.state(talk, draft)
