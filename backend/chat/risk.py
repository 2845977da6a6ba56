"""The risk screen at the gateway: help is shown whatever else is down, and staff are told."""

from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.chat.rasa import Out
from backend.data.models import Draft, Message
from backend.services.events import record
from intake import safety

log = structlog.get_logger()
LEVELS = ("R0", "R1", "R2", "R3", "R4")
HELP_FROM = "R2"
# The level whose help asks "Are you in danger right now?"
ASKED_AT = "R3"
NOTICED = "risk_noticed"
NONE: dict[str, Any] = {"level": "R0", "flags": [], "words": None}


def screen(text: str, asked: str | None, before: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the screen found, as it is kept with the message; `words` are for staff alone.

    `before` is what was found in the last message, where that one was answered by asking the
    person whether they are in danger: "yes" is then read as the answer.
    """
    found = safety.screen(text, asked)
    if before is not None:
        earlier = safety.Screening(before["level"], tuple(before["flags"]))
        found = safety.rescreened(text, earlier, asked)
    return {"level": found.level, "flags": list(found.flags), "words": found.words}


def asked_about(session: Session, draft: Draft, message: int) -> dict[str, Any] | None:
    """What was found in the person's last message, where they were then asked if in danger."""
    if LEVELS.index(draft.risk_level) < LEVELS.index(ASKED_AT):
        return None
    last: dict[str, Any] | None = session.scalars(
        select(Message.risk)
        .where(
            Message.conversation_id == draft.conversation_id,
            Message.author == "person",
            Message.id < message,
        )
        .order_by(Message.id.desc())
        .limit(1)
    ).one_or_none()
    return last if last and last["level"] == ASKED_AT else None


def needs_help(risk: dict[str, Any]) -> bool:
    """True from the level at which help is shown at once."""
    return LEVELS.index(risk["level"]) >= LEVELS.index(HELP_FROM)


def help_text(text: str, asked: str | None, locale: str) -> str | None:
    """The static help for these words, or None; needs no model, database or network."""
    found = safety.screen(text, asked)
    if not needs_help({"level": found.level}):
        return None
    return safety.reply(found, locale, person=safety.known(text))


def help_out(text: str, risk: dict[str, Any], draft: Draft, locale: str) -> Out:
    """The help as a line of the bot, fitted to the country and age that the person told of."""
    found = safety.Screening(risk["level"], tuple(risk["flags"]), risk["words"])
    young = "UNDER_18" in draft.flags
    person = safety.known(text, draft.facts)
    told = safety.reply(found, locale, under_18=young, person=person)
    return {"kind": "risk", "text": told}


def keep(
    session: Session, draft: Draft, risk: dict[str, Any], message: int | None, at: datetime
) -> None:
    """Note the highest risk so far on the draft, with the message whose words showed it.

    What staff took down for somebody stands in no message.
    """
    draft.risk_flags = sorted({*draft.risk_flags, *risk["flags"]})
    draft.flags = sorted({*draft.flags, *risk["flags"]})
    if LEVELS.index(risk["level"]) >= LEVELS.index(draft.risk_level):
        draft.risk_level, draft.risk_message_id, draft.risk_at = risk["level"], message, at
    if not needs_help(risk):
        return
    told = {"level": risk["level"], "flags": risk["flags"], "message": message}
    record(session, draft.conversation_id, NOTICED, at=at, **told)
    log.warning("risk", conversation=draft.conversation_id, message=message, level=risk["level"])
