"""Live chats in the console: who waits for a person, the chat itself, calls to make."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from backend.channels import marking
from backend.chat import transcript
from backend.context import services
from backend.data.models import Conversation, Draft
from backend.data.session import db
from backend.problems import Problem
from backend.services import call_backs, taking_over
from backend.services.events import by_staff, record
from backend.staff import access, errors, live_page, parking, queries, views
from backend.staff.case_page import VIEWED

LONGEST = 4000
PERSON = "person"
BIGGEST_ID = 2**31 - 1
TAKEN = (
    "Somebody else on the team has this chat now. What you wrote was not sent; it is still here."
)
EMPTY = "Write what you want to say"
TOO_LONG = f"Write at most {LONGEST:,} characters"

bp = Blueprint("staff_live", __name__, url_prefix="/staff/live")
errors.init_app(bp)


@bp.get("")
def waiting() -> ResponseReturnValue:
    """The chats that wait for a person or are with one, and the calls to make."""
    rows = taking_over.waiting(db.session)
    calls = call_backs.coming(db.session)
    page = live_page.overview(rows, calls, services().settings, services().clock.now())
    return render_template("staff/live.html", **page)


@bp.get("/<key>")
def talk(key: str) -> ResponseReturnValue:
    """One chat, as it is now. That it was opened, and by whom, is recorded before it is shown."""
    found, draft = _found(key)
    _viewed(found)
    _mark(found, marking.READ)
    return _show(found, draft, {})


@bp.get("/<key>/lines")
def lines(key: str) -> ResponseReturnValue:
    """The lines after one, for a page that stays open."""
    found, _draft = _found(key)
    after = request.args.get("after", 0, type=int)
    rows = transcript.since(db.session, found.id, min(max(after, 0), BIGGEST_ID))
    if any(row.author == PERSON for row in rows):
        _mark(found, marking.READ)
    became = live_page.became(db.session, found)
    shown = render_template("staff/parts/live_lines.html", lines=live_page.lines(rows, became))
    last = rows[-1].id if rows else after
    return {"html": shown, "last": last, "owner": found.owner, "became": became}


@bp.post("/<key>/typing")
def typing(key: str) -> ResponseReturnValue:
    """Show the person that somebody writes to them, where their channel shows it."""
    found, _draft = _found(key)
    _mark(found, marking.TYPING)
    return "", 204


@bp.post("/<key>/taking")
def take(key: str) -> ResponseReturnValue:
    """Take a chat over from the assistant."""
    found, draft = _found(key)
    try:
        taking_over.take(db.session, found.id, current_user.id, services().clock.now())
        db.session.commit()
    except taking_over.Taken:
        db.session.rollback()
        return _show(found, draft, {"words": TAKEN}), 409
    return _back(found.id)


@bp.post("/<key>/words")
def say(key: str) -> ResponseReturnValue:
    """Say something to the person; whoever says something has the chat."""
    found, draft = _found(key)
    words = request.form.get("words", "").replace("\0", "").strip()
    token = request.form.get("token", "").replace("\0", "")[:64]
    problem = EMPTY if not words or not token else TOO_LONG if len(words) > LONGEST else ""
    if problem:
        return _show(found, draft, {"words": problem}, words), 422
    try:
        taking_over.reply(
            db.session, found.id, current_user.id, words, token, services().clock.now()
        )
        db.session.commit()
    except taking_over.Taken:
        db.session.rollback()
        return _show(found, draft, {"words": TAKEN}, words), 409
    return _back(found.id)


@bp.post("/<key>/back")
def hand_back(key: str) -> ResponseReturnValue:
    """Give a chat back to the assistant, which goes on where it was."""
    found, _draft = _found(key)
    taking_over.hand_back(db.session, found.id, by=taking_over.STAFF, now=services().clock.now())
    db.session.commit()
    flash("The assistant has the chat again. It goes on where it was.", "success")
    return redirect(url_for("staff_live.waiting"), 303)


@bp.post("/calls/<int:number>")
def called(number: int) -> ResponseReturnValue:
    """Note that a call was made."""
    if number > BIGGEST_ID:
        abort(404)
    if not call_backs.known(db.session, number):
        abort(404)
    call_backs.done(db.session, number, current_user.id, services().clock.now())
    db.session.commit()
    flash("Noted: the call was made.", "success")
    return redirect(url_for("staff_live.waiting"), 303)


def _show(found: Conversation, draft: Draft, problems: dict[str, Any], words: str = "") -> str:
    rows = transcript.newest(db.session, found.id)
    row = taking_over.current(db.session, found.id)
    became = live_page.became(db.session, found)
    page = live_page.talk(found, draft, row, rows, current_user.id, became)
    shown = render_template(
        "staff/live_talk.html",
        **page,
        problems=problems,
        words=words or views.parked().one("words"),
    )
    db.session.commit()  # what is not recorded is not shown
    return shown


def _viewed(found: Conversation) -> None:
    now = services().clock.now()
    record(db.session, found.id, VIEWED, at=now, actor=by_staff(current_user.id))


def _mark(found: Conversation, mark: str) -> None:
    """Only whoever has the chat reads it and writes in it."""
    row = taking_over.current(db.session, found.id)
    if row is not None and row.taken_by == current_user.id:
        marking.ask(db.session, found.id, mark)


def _found(key: str) -> tuple[Conversation, Draft]:
    draft = queries.find_draft(db.session, key) or abort(404)
    try:
        return transcript.load(db.session, draft.conversation_id)
    except Problem:
        abort(404)


def _back(key: str) -> ResponseReturnValue:
    return redirect(url_for("staff_live.talk", key=key, _anchor="words"), 303)


def _page(**more: Any) -> str:
    """The address of the page that the form stands on."""
    key = (request.view_args or {}).get("key")
    if key is None:
        return url_for("staff_live.waiting")
    return url_for("staff_live.talk", key=key, **more)


parking.install(bp, access.guard(bp.name), page=_page, words=lambda: parking.written("words"))
