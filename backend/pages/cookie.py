"""The cookie that says which conversation a browser is in."""

from flask import Request, Response

from backend.chat import tokens
from backend.config import Settings
from backend.problems import Problem

NAME = "chat"
PATH = "/chat"


def read(request: Request, settings: Settings) -> str | None:
    """The conversation of this browser; None where there is none, or its time is over."""
    token = request.cookies.get(NAME)
    if not token:
        return None
    try:
        return tokens.read(settings, token, tokens.COOKIE)
    except Problem:
        return None


def write(response: Response, settings: Settings, conversation: str) -> None:
    """Remember the conversation, out of reach of scripts and other sites."""
    response.set_cookie(
        NAME,
        tokens.sign(settings, conversation, tokens.COOKIE),
        max_age=settings.chat_token_days * tokens.DAY,
        path=PATH,
        secure=settings.production,
        httponly=True,
        samesite="Lax",
    )


def forget(response: Response) -> None:
    """Leave no trace of the conversation in the browser."""
    response.delete_cookie(NAME, path=PATH)
