"""The addresses of the chat without script: show, begin, answer, start again."""

import re
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from backend.chat import gateway, transcript
from backend.chat.incoming import Incoming
from backend.context import services
from backend.data.session import db
from backend.extensions import limiter
from backend.pages import cookie
from backend.pages.view import page
from backend.problems import Problem
from backend.services import conversations
from intake.config import load
from intake.wording import text

bp = Blueprint("pages", __name__, url_prefix="/chat")
CODE_SEE_OTHER = 303
HELP_LINES = ("999", "111", "116 123")


def _say(key: str, **values: Any) -> str:
    return text(f"page.{key}", **values)


@bp.app_context_processor
def _words() -> dict[str, Any]:
    """What the templates use to speak."""
    return {"say": _say, "office": load()}


@bp.app_template_filter("with_phones")
def _with_phones(sentence: str) -> Markup:
    """The sentence with its phone numbers as links, to be rung at a touch."""
    numbers = "|".join(re.escape(number) for number in (load().phone, *HELP_LINES))
    linked = re.sub(
        rf"\b({numbers})\b",
        lambda found: f'<a href="tel:{found[0].replace(" ", "")}">{found[0]}</a>',
        str(escape(sentence)),
    )
    return Markup(linked)  # noqa: S704


@bp.after_request
def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _start_limit() -> str:
    return services().settings.limits.start_per_address


def _address_limit() -> str:
    return services().settings.limits.per_address


@bp.get("")
def show() -> ResponseReturnValue:
    """The conversation, or the first page where there is none."""
    conversation = cookie.read(request, services().settings)
    if conversation is None:
        return _first_page(had_one=cookie.NAME in request.cookies)
    try:
        return _page(conversation)
    except Problem as problem:
        if problem.status != 410:
            raise
        return _first_page(had_one=True)


@bp.post("/start")
@limiter.limit(_start_limit)
def start() -> ResponseReturnValue:
    """Begin a conversation, unless this browser is in one."""
    settings = services().settings
    conversation = cookie.read(request, settings)
    if conversation is None or not _exists(conversation):
        conversation = gateway.begin(db.session, services(), locale="en")["conversation"]
    response = make_response(redirect(url_for("pages.show"), CODE_SEE_OTHER))
    cookie.write(response, settings, conversation)
    return response


@bp.post("")
@limiter.shared_limit(_address_limit, scope="chat")
def answer() -> ResponseReturnValue:
    """Take an answer, then show the page anew, so that a reload sends nothing twice."""
    conversation = cookie.read(request, services().settings)
    if conversation is None:
        return redirect(url_for("pages.show"), CODE_SEE_OTHER)
    chosen = tuple(request.form.getlist("choice"))
    typed = request.form.get("answer", "")
    incoming = Incoming(
        client_id=request.form.get("id", "")[:64] or "none",
        text=typed,
        tokens=chosen,
        many=request.form.get("many") == "yes",
    )
    try:
        gateway.take_turn(db.session, services(), conversation, incoming)
    except Problem as problem:
        if problem.status != 422:
            raise
        db.session.rollback()
        more = {"error": problem.sentence, "typed": typed, "picked": frozenset(chosen)}
        return _page(conversation, **more), 422
    return redirect(url_for("pages.show", _anchor="new"), CODE_SEE_OTHER)


@bp.get("/start-again")
def ask_start_again() -> ResponseReturnValue:
    """Ask before everything is deleted."""
    conversation = cookie.read(request, services().settings)
    sent = conversation is not None and _sent(conversation)
    return render_template("chat/start_again.html", sent=sent)


@bp.post("/start-again")
def start_again() -> ResponseReturnValue:
    """Delete the conversation and the cookie, and go back to the first page."""
    context = services()
    conversation = cookie.read(request, context.settings)
    sent = conversation is not None and _sent(conversation)
    if conversation is not None and not sent:
        conversations.erase_now(
            db.session, context.rasa, conversation, actor="person", now=context.clock.now()
        )
    response = make_response(
        render_template("chat/first.html", note=_say("left" if sent else "erased"))
    )
    cookie.forget(response)
    return response


def _page(conversation: str, **more: Any) -> str:
    talk, draft = transcript.load(db.session, conversation)
    rows = transcript.since(db.session, conversation, 0)
    return render_template("chat/talk.html", page=page(talk, draft, rows, **more))


def _first_page(*, had_one: bool) -> ResponseReturnValue:
    note = _say("expired") if had_one else None
    response = make_response(render_template("chat/first.html", note=note))
    if had_one:
        cookie.forget(response)
    return response


def _exists(conversation: str) -> bool:
    try:
        transcript.load(db.session, conversation)
    except Problem:
        return False
    return True


def _sent(conversation: str) -> bool:
    """A sent complaint stays with staff; starting again then only leaves it."""
    try:
        return transcript.load(db.session, conversation)[1].reference is not None
    except Problem:
        return False
