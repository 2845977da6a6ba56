"""The gateway's part of handing over: asked for in a turn, steered by choices, a number to ring."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import phonenumbers
from phonenumbers import Leniency
from sqlalchemy.orm import Session

from backend.chat import transcript
from backend.chat.incoming import STEERS, Said
from backend.chat.rasa import Out
from backend.clock import LONDON
from backend.config import Settings
from backend.context import Services
from backend.data.models import Conversation, Draft, Message
from backend.problems import sentence
from backend.services import call_backs, opening, taking_over, telling
from backend.services.sealing import seal
from intake.config import load
from intake.dates_in_words import day_in_words

WISH = "hand_over"  # the bot notes here the turn in which a person was asked for
WITH_BOT, CALL = STEERS
CALLS_OFFERED = 3
REGION = "GB"


def joined(
    session: Session,
    services: Services,
    talk: Conversation,
    draft: Draft,
    turn: int,
    outs: list[Out],
) -> list[Out]:
    """What the bot said, with what follows where it was asked for a person in this turn.

    While staff are there the conversation is theirs from now on; at other times a call is offered
    and the bot goes on. The question waits until the person chooses to go on, or answers it.
    """
    now = services.clock.now()
    if not services.settings.live.on or draft.dialogue.get(WISH) != turn:
        return outs
    said = [out for out in outs if out["kind"] not in transcript.ASKING]
    if not taking_over.is_open(now):
        return [*said, closed(talk, now)]
    taking_over.ask(session, talk, draft, by=taking_over.PERSON, now=now)
    return [*said, _notice("person_asked", talk, [_with_bot(talk)])]


def is_offered(outs: Sequence[Out]) -> bool:
    """Whether what is said offers what `joined` adds."""
    values = [choice["value"] for out in outs for choice in out.get("choices") or []]
    return any(value.startswith(STEERS) for value in values)


def called_by_risk(
    session: Session,
    settings: Settings,
    talk: Conversation,
    draft: Draft,
    found: dict[str, Any] | None,
    now: datetime,
) -> None:
    """Have staff take over where danger was noticed, they are there and the settings say so."""
    live = settings.live
    if found is None or not live.on or live.risk == "none" or found["level"] < live.risk:
        return
    if talk.owner == "bot" and taking_over.is_open(now):
        taking_over.ask(session, talk, draft, by=taking_over.RISK, now=now)


def with_staff(session: Session, talk: Conversation) -> Out:
    """What is said to a message for staff: they have the chat, or are asked to come."""
    row = taking_over.current(session, talk.id)
    if row is not None and row.taken_by is None:
        return _notice("person_asked", talk, [_with_bot(talk)])
    return _notice("with_staff", talk)


def closed(talk: Conversation, now: datetime, why: str = "person_closed") -> Out:
    """That nobody is there now, when somebody will be, and times at which we can ring."""
    told = load().opening
    opens = opening.opens(now, told)
    when = moment_in_words(opens, talk.locale) if opens else load().words(talk.locale)["hours"]
    calls = [
        {"label": stretch_in_words(one, talk.locale), "value": f"{CALL}{one.start.isoformat()}"}
        for one in opening.call_times(now, told, CALLS_OFFERED)
    ]
    return _notice(why, talk, [*calls, _with_bot(talk)], when=when)


def steered(
    session: Session,
    settings: Settings,
    talk: Conversation,
    draft: Draft,
    said: Said,
    now: datetime,
) -> list[Message] | None:
    """What is said where a message is for the service and not for the bot; None where it is not."""
    if said.steers:
        return _steer(session, settings, talk, draft, said.steers, now)
    if said.chosen or talk.owner != "bot" or not settings.live.on:
        return None
    return _number_given(session, settings, talk, draft, said.text, now)


def _steer(
    session: Session,
    settings: Settings,
    talk: Conversation,
    draft: Draft,
    value: str,
    now: datetime,
) -> list[Message]:
    if value == WITH_BOT:
        back = taking_over.hand_back(session, talk.id, by=taking_over.PERSON, now=now)
        return back or _asked_again(session, talk, draft, now)
    start = datetime.fromisoformat(value.removeprefix(CALL))
    known = call_backs.number_of(draft)
    stretch = call_backs.book(session, talk, draft, start, _sealed(settings, known), now=now)
    if stretch is None:
        return [_told(session, talk, closed(talk, now, "call_gone"), now)]
    when = stretch_in_words(stretch, talk.locale)
    if known is None:
        return [_told(session, talk, _notice("call_number", talk, when=when), now)]
    said = _notice("call_booked", talk, when=when, number=known[-3:])
    return [_told(session, talk, said, now), *_asked_again(session, talk, draft, now)]


def _number_given(
    session: Session, settings: Settings, talk: Conversation, draft: Draft, text: str, now: datetime
) -> list[Message] | None:
    # Words that hold no number end the wish for a call, and are read as anything else.
    row = call_backs.awaiting(session, talk.id)
    if row is None:
        return None
    found = next(iter(phonenumbers.PhoneNumberMatcher(text, REGION, Leniency.POSSIBLE)), None)
    if found is None:
        session.delete(row)
        telling.tell(session, talk, sentence("call_dropped", locale=talk.locale), now=now)
        return None
    number = phonenumbers.format_number(found.number, phonenumbers.PhoneNumberFormat.E164)
    row.call_number = seal(settings, number)
    when = stretch_in_words(call_backs.stretch(row), talk.locale)
    said = _notice("call_booked", talk, when=when, number=number[-3:])
    return [_told(session, talk, said, now), *_asked_again(session, talk, draft, now)]


def stretch_in_words(stretch: opening.Stretch, locale: str) -> str:
    """ "Tuesday 24 November 2026, 9am to 11am"."""
    day = moment_in_words(stretch.start, locale)
    return sentence("call_stretch", locale=locale, start=day, end=_clock(stretch.end))


def moment_in_words(moment: datetime, locale: str) -> str:
    """A day and a time of the clock in London."""
    there = moment.astimezone(LONDON)
    return sentence(
        "day_and_time", locale=locale, day=day_in_words(there.date(), locale), time=_clock(there)
    )


def _clock(moment: datetime) -> str:
    there = moment.astimezone(LONDON)
    hour, half = there.hour % 12 or 12, "am" if there.hour < 12 else "pm"
    return f"{hour}:{there.minute:02}{half}" if there.minute else f"{hour}{half}"


def _asked_again(
    session: Session, talk: Conversation, draft: Draft, now: datetime
) -> list[Message]:
    question = transcript.question_now(session, draft) if talk.status == "open" else None
    return [telling.again(session, question, now=now)] if question is not None else []


def _sealed(settings: Settings, number: str | None) -> str | None:
    return seal(settings, number) if number else None


def _told(session: Session, talk: Conversation, out: Out, now: datetime) -> Message:
    return telling.tell(session, talk, out["text"], now=now, author="bot", choices=out["choices"])


def _with_bot(talk: Conversation) -> Out:
    return {"label": sentence("go_on_with_bot", locale=talk.locale), "value": WITH_BOT}


def _notice(key: str, talk: Conversation, choices: list[Out] | None = None, **values: Any) -> Out:
    text = sentence(key, locale=talk.locale, **values)
    return {"kind": "notice", "text": text, "choices": choices or []}
