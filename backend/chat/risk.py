"""The risk screen at the gateway: help is shown whatever else is down, and staff are told."""

from datetime import datetime
from typing import Any

import structlog

from backend.chat.rasa import Out
from backend.data.models import Conversation, Draft
from intake import safety

log = structlog.get_logger()
LEVELS = ("R0", "R1", "R2", "R3", "R4")
HELP_FROM = "R2"
NONE: dict[str, Any] = {"level": "R0", "flags": [], "words": None}


def screen(text: str, asked: str | None) -> dict[str, Any]:
    """What the screen found, as it is kept with the message; `words` are for staff alone."""
    found = safety.screen(text, asked)
    return {"level": found.level, "flags": list(found.flags), "words": found.words}


def needs_help(risk: dict[str, Any]) -> bool:
    """True from the level at which help is shown at once."""
    return LEVELS.index(risk["level"]) >= LEVELS.index(HELP_FROM)


def help_text(text: str, asked: str | None, locale: str, *, under_18: bool = False) -> str | None:
    """The static help for these words, or None; needs no model, database or network."""
    found = safety.screen(text, asked)
    if not needs_help({"level": found.level}):
        return None
    return safety.reply(found, locale, under_18=under_18)


def help_out(text: str, draft: Draft, locale: str) -> Out:
    """The help as a line of the bot."""
    young = "UNDER_18" in draft.flags
    return {"kind": "risk", "text": help_text(text, draft.question, locale, under_18=young) or ""}


def keep(
    talk: Conversation, draft: Draft, risk: dict[str, Any], message: int, at: datetime
) -> None:
    """Note the highest risk so far on the draft, with the message whose words showed it."""
    draft.risk_flags = sorted({*draft.risk_flags, *risk["flags"]})
    draft.flags = sorted({*draft.flags, *risk["flags"]})
    if LEVELS.index(risk["level"]) >= LEVELS.index(draft.risk_level):
        draft.risk_level, draft.risk_message_id, draft.risk_at = risk["level"], message, at
    if needs_help(risk):
        log.warning("risk", conversation=talk.id, message=message, level=risk["level"])
