"""The language of the chat's pages: of the conversation, or of the address while there is none."""

import uuid
from typing import Any

from flask import Blueprint, Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from backend.chat import gateway, transcript
from backend.chat.incoming import Incoming
from backend.context import services
from backend.data.session import db
from backend.extensions import limiter
from backend.pages import cookie
from backend.problems import Problem
from intake import speaking

ARGUMENT = "lang"
ENGLISH = "en"
SEE_OTHER = 303
# Addresses that show the same page in another language.
SHOWN = ("pages.show", "page_keeping.ask_reference")


def wanted() -> str:
    """The language that the address names, where we speak it."""
    named = request.values.get(ARGUMENT, "")
    return named if named in speaking.names() else ENGLISH


def choose() -> None:
    """Before a page: its language, and whether that is the language of a conversation."""
    if request.blueprint is None or not request.path.startswith("/chat"):
        return
    conversation = cookie.read(request, services().settings)
    try:
        talk = transcript.load(db.session, conversation)[0] if conversation else None
    except Problem:
        talk = None
    g.page_locale = talk.locale if talk else wanted()
    g.page_in_talk = talk is not None


def carry(endpoint: str, values: dict[str, Any]) -> None:
    """While nothing is kept in the browser, each address of the chat names its language."""
    locale = g.get("page_locale", ENGLISH)
    of_chat = endpoint.startswith(("pages.", "page_keeping."))
    if of_chat and locale != ENGLISH and not g.get("page_in_talk"):
        values.setdefault(ARGUMENT, locale)


def other_languages() -> list[dict[str, Any]]:
    """Each language that the page could be in instead; `address` only where nothing is begun."""
    if "page_in_talk" not in g:
        return []
    shown = request.endpoint if request.endpoint in SHOWN else SHOWN[0]
    return [
        {
            "code": code,
            "name": name,
            "dir": speaking.direction(code),
            "id": uuid.uuid4(),
            "address": None if g.page_in_talk else url_for(str(shown), lang=code),
        }
        for code, name in speaking.names().items()
        if code != g.page_locale
    ]


def install(bp: Blueprint, limit: Any) -> None:
    """Give every page of the chat its language, and a way to change it."""
    bp.before_app_request(choose)
    bp.app_url_defaults(carry)
    bp.app_context_processor(
        lambda: {"other_languages": other_languages, "direction": speaking.direction}
    )
    bp.post("/language")(limiter.shared_limit(limit, scope="chat")(change))


def change() -> ResponseReturnValue:
    """Go on in another language, as if its name had been typed."""
    conversation = cookie.read(request, services().settings)
    name = speaking.names()[wanted()]
    if conversation is None or not g.page_in_talk:
        return redirect(url_for("pages.show", lang=wanted()), SEE_OTHER)
    said = Incoming(request.form.get("id", "")[:64] or str(uuid.uuid4()), name)
    gateway.take_turn(db.session, services(), conversation, said)
    answer: Response = redirect(url_for("pages.show", _anchor="new"), SEE_OTHER)  # type: ignore[assignment]
    return answer
