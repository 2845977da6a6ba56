"""The addresses of the chat without script: show, begin, answer, look at what was understood."""

from dataclasses import replace
from typing import Any

from flask import (
    Blueprint,
    Response,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from backend.chat import gateway, transcript
from backend.chat.incoming import Incoming, clean
from backend.context import services
from backend.data.models import Message
from backend.data.session import db
from backend.extensions import csrf, limiter
from backend.pages import cookie, language, words
from backend.pages.keeping import is_wish
from backend.pages.origin import refuse_other_sites
from backend.pages.view import Page, result_of
from backend.pages.words import phrase, say
from backend.problems import Problem
from backend.services import conversations

bp = Blueprint("pages", __name__, url_prefix="/chat")
words.install(bp)
SEE_OTHER = 303
CONFLICT = 409
TAKES_WORDS = ("/chat", "/chat/start")
BIGGEST_ANSWER = 400_000  # far more than is taken, so that it can be shown again to be cut


@bp.after_request
def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _start_limit() -> str:
    return services().settings.limits.start_per_address


def _address_limit() -> str:
    return services().settings.limits.per_address


language.install(bp, _address_limit)


@bp.get("")
def show() -> ResponseReturnValue:
    """The conversation, or the first page where there is none."""
    conversation = cookie.read(request, services().settings)
    if conversation is None:
        had_one = cookie.NAME in request.cookies
        return _first_page("expired" if had_one else None)
    try:
        return _page(conversation)
    except Problem as problem:
        if problem.status != 410:
            raise
        return _first_page("expired")


@bp.post("/start")
@limiter.limit(_start_limit)
def start() -> ResponseReturnValue:
    """Begin a conversation with the notice accepted, unless this browser is in one."""
    refuse_other_sites()
    settings = services().settings
    conversation = cookie.read(request, settings)
    if conversation is None or not _exists(conversation):
        conversation = _begin()
    typed = request.form.get("answer", "").strip()
    if typed:
        response = make_response(_page(conversation, typed=typed))
    else:
        response = make_response(redirect(url_for("pages.begun"), SEE_OTHER))
    cookie.write(response, settings, conversation)
    return response


@bp.get("/begun")
def begun() -> ResponseReturnValue:
    """On to the question, where the browser kept the cookie."""
    # An address of its own: some text browsers send no cookie where a query follows its path.
    if cookie.NAME not in request.cookies:
        return _first_page("no_cookie")
    return redirect(url_for("pages.show"), SEE_OTHER)


# The first page keeps nothing in the browser, so there is no token to show either.
csrf.exempt(f"{__name__}.{start.__name__}")


def _begin() -> str:
    """A new conversation; pressing Start is the answer to the privacy question."""
    begun = gateway.begin(db.session, services(), locale=language.wanted())
    conversation = str(begun["conversation"])
    talk, _draft = transcript.load(db.session, conversation)
    agreed = [
        token
        for token, real in talk.offered.items()
        if real.get("question") == "privacy_ack" and real.get("value") == "yes"
    ]
    if agreed:
        incoming = Incoming(client_id="start", tokens=(agreed[0],))
        gateway.take_turn(db.session, services(), conversation, incoming)
    return conversation


@bp.post("")
@limiter.shared_limit(_address_limit, scope="chat")
def answer() -> ResponseReturnValue:
    """Take an answer, then show the page anew, so that a reload sends nothing twice."""
    conversation = cookie.read(request, services().settings)
    if conversation is None or not _exists(conversation):
        return _first_page("expired_words" if _typed().strip() else "expired", 410)
    if is_wish(_typed()):
        return redirect(url_for("page_keeping.ask"), SEE_OTHER)
    if request.form.get("talk", conversation) != conversation:
        return _again(conversation, say("other_chat"), CONFLICT)
    incoming = _incoming()
    if incoming.text.strip() and not incoming.tokens and _moved_on(conversation, incoming):
        return _again(conversation, say("moved_on"), CONFLICT)
    try:
        gateway.take_turn(db.session, services(), conversation, incoming)
    except Problem as problem:
        if problem.status != 422:
            raise
        db.session.rollback()
        return _again(conversation, problem.sentence, 422)
    return redirect(url_for("pages.show", _anchor="new"), SEE_OTHER)


def _typed() -> str:
    return request.form.get("answer", "")


def _picked() -> tuple[str, ...]:
    return tuple(token for token in request.form.getlist("choice") if token)


def _incoming() -> Incoming:
    return Incoming(
        client_id=request.form.get("id", "")[:64] or "none",
        text=_typed(),
        tokens=_picked(),
        many=request.form.get("many") == "yes",
        change=request.form.get("change", "")[:40],
    )


def _moved_on(conversation: str, incoming: Incoming) -> bool:
    """Whether another tab, or the page before, has answered since this page was made."""
    seen = request.form.get("seen", "")
    if not seen.isdecimal() or len(seen) > 18:
        return False
    query = select(Message.client_id, Message.text).where(
        Message.conversation_id == conversation,
        Message.author == "person",
        Message.id > int(seen),
    )
    newer = {row.client_id: row.text for row in db.session.execute(query)}
    # The same form sent twice counts once; with other words in it, it is no repeat.
    return bool(newer) and newer.get(incoming.client_id) != clean(incoming.text)


@bp.get("/draft")
def draft() -> ResponseReturnValue:
    """What was understood so far, each answer with a way to change it."""
    return _record("chat/draft.html")


@bp.get("/copy")
def copy() -> ResponseReturnValue:
    """The answers and all that was said, to print or to copy."""
    return _record("chat/copy.html")


def _record(template: str) -> ResponseReturnValue:
    conversation = cookie.read(request, services().settings)
    if conversation is None or not _exists(conversation):
        return redirect(url_for("pages.show"), SEE_OTHER)
    page = _made(conversation)
    result = result_of(page.draft, page.talk.locale, services().clock.today())
    return render_template(template, page=page, result=result)


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
    return _first_page("left" if sent else "erased", forget=True)


def _again(conversation: str, error: str, status: int) -> ResponseReturnValue:
    """The same page with what was wrong, and all that was typed and picked."""
    chosen = frozenset(_picked())
    page = _made(conversation, error=error, typed=_typed(), picked=chosen)
    if page.choices and not page.typed.strip():
        page = replace(page, error_at="choices")
    return make_response(render_template("chat/talk.html", page=page), status)


def _page(conversation: str, **more: Any) -> str:
    return render_template("chat/talk.html", page=_made(conversation, **more))


def _made(conversation: str, **more: Any) -> Page:
    talk, found = transcript.load(db.session, conversation)
    g.page_locale = talk.locale
    return Page(talk, found, transcript.newest(db.session, conversation), **more)


def _first_page(
    note: str | None, status: int = 200, *, forget: bool | None = None
) -> ResponseReturnValue:
    """The page before any conversation; nothing of it is kept in the browser."""
    shown = {"note": say(note) if note else None, "privacy": phrase("chat.privacy")}
    response = make_response(render_template("chat/first.html", **shown), status)
    if forget or cookie.NAME in request.cookies:
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
