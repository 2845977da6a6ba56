"""The cookie that says which conversation a browser is in."""

from flask import Request, Response

from backend.chat import tokens
from backend.config import Settings
from backend.data.session import db
from backend.problems import Problem

NAME = "chat"
PATH = "/chat"


def read(request: Request, settings: Settings) -> str | None:
    """The conversation of this browser; None where there is none, or its time is over."""
    token = request.cookies.get(NAME)
    if not token:
        return None
    try:
        held = tokens.read(settings, token, tokens.COOKIE)
        tokens.check(db.session, held)
    except Problem:
        return None
    return held.conversation


def write(response: Response, settings: Settings, conversation: str) -> None:
    """Remember the conversation until the browser closes, out of reach of scripts."""
    response.set_cookie(
        NAME,
        tokens.renewed(db.session, settings, conversation, tokens.COOKIE),
        path=PATH,
        secure=settings.production,
        httponly=True,
        samesite="Lax",
    )


def forget(response: Response) -> None:
    """Leave no trace of the conversation in the browser."""
    response.delete_cookie(NAME, path=PATH)
