"""Save and come back on the pages without script: save, the reference, ask for a code, enter it."""

from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from backend import jobs
from backend.api.chat import address_limit, start_limit
from backend.chat import transcript
from backend.context import services
from backend.data.session import db
from backend.extensions import csrf, limiter
from backend.pages import cookie
from backend.pages.origin import refuse_other_sites
from backend.pages.words import say
from backend.problems import Problem
from backend.services import keeping
from intake.wording import text

bp = Blueprint("page_keeping", __name__, url_prefix="/chat")
SEE_OTHER = 303
# Told at the field; anything else is an error of the whole page.
ON_FORM = (409, 422, 503)


@bp.after_request
def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def is_wish(typed: str) -> bool:
    """True where somebody typed "save" and no more, as a wish and not as an answer."""
    said = typed.strip().rstrip(".!").casefold()
    return any(said in text("keep.said", each).casefold().split(", ") for each in ("en", "cy"))


@bp.get("/keep")
def ask() -> ResponseReturnValue:
    """The form for the address that codes are sent to."""
    return _ask() if _conversation() else redirect(url_for("pages.show"), SEE_OTHER)


@bp.post("/keep")
@address_limit
def keep() -> ResponseReturnValue:
    """Save, send a code, and go on to the page with the reference."""
    conversation, context = _conversation(), services()
    if conversation is None:
        return redirect(url_for("pages.show"), SEE_OTHER)
    typed = request.form.get("address", "")
    try:
        kept = keeping.keep(
            db.session, context.settings, conversation, typed, now=context.clock.now()
        )
        jobs.ask_for_code(_app(), kept.reference, first=True)
    except Problem as problem:
        return _ask(error=_on_form(problem), typed=typed, status=problem.status)
    return redirect(url_for("page_keeping.kept"), SEE_OTHER)


@bp.get("/kept")
def kept() -> ResponseReturnValue:
    """The reference, where the code went, and how to come back."""
    conversation, settings = _conversation(), services().settings
    found = keeping.of(db.session, conversation) if conversation else None
    if found is None:
        return redirect(url_for("pages.show"), SEE_OTHER)
    shown = {
        "reference": found.reference,
        "address": keeping.address_of(settings, found),
        "minutes": settings.messages.code_minutes,
    }
    return render_template("chat/kept.html", **shown)


@bp.get("/return")
def ask_reference() -> ResponseReturnValue:
    """The form for the reference; nothing of it is kept in the browser."""
    return _ask_reference()


@bp.post("/return")
@limiter.limit(start_limit)
def ask_code() -> ResponseReturnValue:
    """Have a code sent if there is such a draft, and ask for it either way."""
    refuse_other_sites()
    typed = request.form.get("reference", "")
    try:
        reference = _reference(typed)
        if "have" not in request.form:
            jobs.ask_for_code(_app(), reference)
    except Problem as problem:
        return _ask_reference(error=_on_form(problem), typed=typed, status=problem.status)
    return _ask_code(reference)


@bp.post("/return/code")
@limiter.limit(start_limit)
def come_back() -> ResponseReturnValue:
    """Open what was saved; the chat that was open in this browser is left."""
    refuse_other_sites()
    context, typed = services(), request.form.get("code", "").strip()
    try:
        reference = _reference(request.form.get("reference", ""))
    except Problem as problem:
        return _ask_reference(error=_on_form(problem), status=problem.status)
    if not typed:
        return _ask_code(reference, error=say("code_empty"), status=422)
    now, before = context.clock.now(), _conversation()
    try:
        with keeping.evenly():
            mine = keeping.come_back(db.session, context.settings, reference, typed[:40], now=now)
    except Problem as problem:
        return _ask_code(reference, error=_on_form(problem), status=problem.status)
    if before and before != mine:
        keeping.leave(db.session, context.rasa, before, now=now)
    response = make_response(redirect(url_for("pages.show", started=1), SEE_OTHER))
    cookie.write(response, context.settings, mine)
    return response


# Before anything is opened nothing is kept in the browser, so there is no token to show either.
csrf.exempt(f"{__name__}.{ask_code.__name__}")
csrf.exempt(f"{__name__}.{come_back.__name__}")


def _app() -> Flask:
    """The application itself: the job outlives this request."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app


def _conversation() -> str | None:
    """The conversation of this browser, where it is not gone; its language is the page's."""
    conversation = cookie.read(request, services().settings)
    if conversation is None:
        return None
    try:
        g.page_locale = transcript.load(db.session, conversation)[0].locale
    except Problem:
        return None
    return conversation


def _reference(typed: str) -> str:
    if not typed.strip():
        raise Problem(422, "reference_empty")
    return keeping.checked_reference(typed[:40])


def _on_form(problem: Problem) -> str:
    if problem.status not in ON_FORM:
        raise problem
    db.session.rollback()
    return problem.sentence


def _ask(*, status: int = 200, **shown: Any) -> ResponseReturnValue:
    messages = services().settings.messages
    only = f"_{messages.ways[0]}" if len(messages.ways) == 1 else ""
    page = render_template("chat/keep.html", only=only, days=messages.kept_days, **shown)
    return make_response(page, status)


def _ask_reference(*, status: int = 200, **shown: Any) -> ResponseReturnValue:
    conversation = _conversation()
    erases = bool(conversation and keeping.erases(db.session, conversation))
    page = render_template("chat/keep_return.html", erases=erases, **shown)
    return make_response(page, status)


def _ask_code(reference: str, *, status: int = 200, **shown: Any) -> ResponseReturnValue:
    _conversation()
    messages = services().settings.messages
    limits = {"minutes": messages.code_minutes, "most": messages.codes_per_hour}
    page = render_template("chat/keep_code.html", reference=reference, **limits, **shown)
    return make_response(page, status)
