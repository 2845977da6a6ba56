"""Files on the pages without script: a form to attach one, and a list to remove them from."""

from flask import Blueprint, Response, flash, g, make_response, redirect, render_template, request
from flask import url_for as to
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from backend.api.files import PAGE, drain, uploads_per_address
from backend.chat import transcript
from backend.context import services
from backend.data.files import AttachedFile
from backend.data.models import Conversation
from backend.data.session import db
from backend.files.kinds import ACCEPTED
from backend.pages import cookie
from backend.pages.words import say
from backend.problems import Problem, sentence
from backend.services import files

bp = Blueprint("page_files", __name__, url_prefix=PAGE)
SEE_OTHER = 303
# Shown on the form itself; anything else is an error of the whole page.
ON_FORM = (409, 413, 415, 422, 503)


@bp.after_request
def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.errorhandler(RequestEntityTooLarge)
def _too_big(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    drain()
    _conversation()
    return _page(sentence("file_too_big"), 413)


@bp.get("")
def show() -> ResponseReturnValue:
    """The files of this conversation, and a form for one more."""
    return _page()


@bp.post("")
@uploads_per_address
def attach() -> ResponseReturnValue:
    """Take one file, then show the page anew."""
    conversation = _conversation()
    if conversation is None:
        return redirect(to("pages.show"), SEE_OTHER)
    sent, context = request.files.get("file"), services()
    try:
        if sent is None or not sent.filename:
            raise Problem(422, "file_missing")
        upload = files.Upload(sent.filename, sent.read())
        files.add(db.session, context.settings, conversation, upload, now=context.clock.now())
    except Problem as problem:
        return _refused(problem)
    return _done("files_added")


@bp.post("/remove")
def remove() -> ResponseReturnValue:
    """Take one file away, then show the page anew."""
    conversation, context = _conversation(), services()
    if conversation is None:
        return redirect(to("pages.show"), SEE_OTHER)
    try:
        wanted = request.form.get("file", "")
        files.remove(db.session, context.settings, conversation, wanted, now=context.clock.now())
    except Problem as problem:
        if problem.status != 404:
            return _refused(problem)
    return _done("files_removed")


def _conversation() -> str | None:
    """The conversation of this browser, whose language is that of the page."""
    conversation = cookie.read(request, services().settings)
    talk = db.session.get(Conversation, conversation) if conversation else None
    g.page_locale = talk.locale if talk else None
    return conversation if talk else None


def _done(said: str) -> ResponseReturnValue:
    flash(say(said), "files")
    return redirect(to("page_files.show"), SEE_OTHER)


def _refused(problem: Problem) -> ResponseReturnValue:
    if problem.status not in ON_FORM:
        raise problem
    db.session.rollback()
    return _page(problem.sentence, problem.status)


def _page(error: str | None = None, status: int = 200) -> ResponseReturnValue:
    conversation = _conversation()
    if conversation is None:
        return redirect(to("pages.show"), SEE_OTHER)
    _talk, draft = transcript.load(db.session, conversation)
    rows = files.of(db.session, conversation)
    shown = {
        "files": [(row.id, row.name, _size(row)) for row in rows],
        "most": files.most(draft),
        "room": files.is_open(draft) and len(rows) < files.most(draft),
        "sent": draft.reference is not None,
        "asked": draft.reference is not None and files.is_open(draft),
        "accepted": ACCEPTED,
        "error": error,
    }
    return make_response(render_template("chat/files.html", **shown), status)


def _size(row: AttachedFile) -> str:
    size = row.size / files.MEGABYTE
    return say("files_size", size=f"{size:.1f}") if size >= 0.1 else say("files_small")
