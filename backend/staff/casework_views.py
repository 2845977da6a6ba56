"""Forms of the case page: assign, move, note, result, links and facts; each saved once or not."""

from collections.abc import Callable
from typing import Any

import structlog
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy.exc import IntegrityError

from backend.context import services
from backend.data.models import Draft
from backend.data.session import db
from backend.services import (
    casework,
    casework_parked,
    casework_presence,
    casework_reading,
    casework_related,
)
from backend.services.casework import Asked, NotAllowed, Repeated, Stale
from backend.services.events import by_staff, record
from backend.staff import access, case_page, casework_page, errors, labels, parking, queries, views
from backend.staff import casework_fact as fact_page
from backend.staff.casework_page import WORKERS, Form
from backend.staff.sight import REVEALED, Sight

log = structlog.get_logger()
LONGEST = 10_000
BIGGEST = 2**31 - 1

bp = Blueprint("staff_casework", __name__, url_prefix="/staff/cases/<key>")
errors.init_app(bp)
Problems = dict[str, str]


@bp.post("/presence")
def present(key: str) -> ResponseReturnValue:
    """Say that the case is still open, and hear who else has it open."""
    draft, clock = _found(key), services().clock
    case, user, now = draft.conversation_id, current_user.id, clock.now()
    casework_presence.seen(db.session, case, user, now)
    emails = casework_presence.others(db.session, case, user, now)
    db.session.commit()
    return {"others": casework_page.others_in_words(emails)}


@bp.post("/assignment")
def assign(key: str) -> ResponseReturnValue:
    """Take a case, or give it to somebody."""
    chosen = request.form.get("to", "")
    to, allowed = _assignee(key, chosen)
    problems = {} if allowed else {"to": casework_page.problem("choose_person")}
    return saved(
        key, problems, lambda case, asked: casework.assign(db.session, case, asked, to), "assigned"
    )


@bp.post("/move")
def move(key: str) -> ResponseReturnValue:
    """Move a case on."""
    name, reason = request.form.get("move", ""), words_of("reason")
    problems = reason_problems(reason, "move-reason")
    if not name:
        problems = {"move": casework_page.problem("choose_move"), **problems}
    roles = views.viewer().roles
    return saved(
        key,
        problems,
        lambda case, asked: casework.move(db.session, case, asked, name, roles, reason),
        "moved",
    )


@bp.post("/notes")
def note(key: str) -> ResponseReturnValue:
    """Add a note."""
    words = words_of("note")
    problems = {} if words else {"note": casework_page.problem("enter_note")}
    if len(words) > LONGEST:
        problems = {"note": casework_page.problem("too_long")}
    return saved(
        key, problems, lambda case, asked: casework.note(db.session, case, asked, words), "noted"
    )


@bp.post("/result")
def override(key: str) -> ResponseReturnValue:
    """Say that the result is another."""
    result, reason = request.form.get("result", ""), words_of("reason")
    problems = reason_problems(reason, "result-reason")
    if result not in casework.RESULTS:
        problems = {"result": casework_page.problem("choose_result"), **problems}
    return saved(
        key,
        problems,
        lambda case, asked: casework.override(db.session, case, asked, result, reason),
        "overridden",
    )


@bp.post("/links")
def link(key: str) -> ResponseReturnValue:
    """Say what another complaint is to this one."""
    other, kind = request.form.get("other", ""), request.form.get("link", "")
    chosen = kind in casework_related.KINDS
    problems = {} if chosen else {f"link-{other}": casework_page.problem("choose_link")}
    return saved(
        key,
        problems,
        lambda case, asked: casework_related.say(db.session, case, asked, other, kind),
        "linked",
    )


@bp.get("/facts/<question>")
def fact(key: str, question: str) -> ResponseReturnValue:
    """The form for one fact. What is hidden elsewhere is shown in it; that is recorded."""
    return _fact_page(key, question, views.parked())


@bp.post("/facts/<question>")
def edit(key: str, question: str) -> ResponseReturnValue:
    """Keep another value for a fact, and show what follows."""
    draft = _editable(key, question)
    reason = words_of("reason")
    problems = reason_problems(reason, "reason")
    value = None
    if not request.form.get("remove"):
        read = _read(draft, question)
        value = read.value
        if read.problem:
            problems = {"value": casework_page.problem(read.problem), **problems}

    def change(case: str, asked: Asked) -> Draft:
        changed = casework.edit(db.session, case, asked, question, value, reason)
        if question in casework_related.TRACED:
            casework_related.leave_traces(db.session, services().settings, changed)
        return changed

    return saved(key, problems, change, "edited")


def _read(draft: Draft, question: str) -> casework_reading.Typed:
    return casework_reading.read(
        question,
        request.form.getlist("value"),
        casework.day_sent(draft, services().clock.now()),
        picks=casework_reading.picks(request.form),
        other=request.form.get("other", ""),
    )


def saved(
    key: str, problems: Problems, change: Callable[[str, Asked], Draft], done: str
) -> ResponseReturnValue:
    """Make the change, or show the form again with what was typed and what is wrong."""
    draft = _found(key)
    if problems:
        return _again(problems)
    version = draft.version
    try:
        version = change(draft.conversation_id, who_asks()).version
        casework_parked.forget(db.session, current_user.id, request.form.get("parked", ""))
        db.session.commit()
    except (Repeated, IntegrityError):
        db.session.rollback()
    except Stale as stale:
        db.session.rollback()
        return _again({"meanwhile": casework_page.problem("stale")}, since=stale.since), 409
    except NotAllowed as refused:
        db.session.rollback()
        return _again({"meanwhile": casework_page.problem(refused.key)})
    flash(labels.label("done", done).label, "success")
    if done == "edited":
        return redirect(url_for("staff.case", key=key, changed=version, _anchor="changed"), 303)
    return redirect(url_for("staff.case", key=key), 303)


def who_asks() -> Asked:
    """Who sends this form, which version of the case it was opened on, and its token."""
    version = request.form.get("version", "")
    known = version.isascii() and version.isdecimal() and int(version) < BIGGEST
    token = request.form.get("token", "").replace("\0", "")[:64]
    return Asked(
        current_user.id, int(version) if known else -1, token or None, services().clock.now()
    )


def _again(problems: Problems, **more: Any) -> str:
    """The page that the form stood on, with all that was typed."""
    arguments = request.view_args or {}
    parked = request.form.get("parked", "")
    form = Form(parking.form_name(), parking.typed(), problems, parked=parked, **more)
    if parking.form_name() == "edit":
        return _fact_page(arguments["key"], arguments["question"], form)
    found = _whole(arguments["key"])
    _record(found, case_page.VIEWED)
    return views.show(found, Sight(), form)


def _fact_page(key: str, question: str, form: Form) -> str:
    _editable(key, question)
    found = _whole(key)
    _record(found, case_page.VIEWED, question=question)
    hidden = fact_page.hidden(found, question)
    if hidden:
        _record(found, REVEALED, kinds=hidden)
    who = views.viewer()
    casework_presence.seen(db.session, found.draft.conversation_id, who.id, who.now)
    read = _read(found.draft, question) if form.problems else casework_reading.Typed()
    page = fact_page.build(found, question, who, form, read.offered)
    shown = render_template("staff/case_fact.html", **page)
    db.session.commit()  # what is not recorded is not shown
    return shown


def _record(found: queries.Case, what: str, **detail: Any) -> None:
    who, now = by_staff(current_user.id), services().clock.now()
    record(db.session, found.draft.conversation_id, what, at=now, actor=who, **detail)


def _found(key: str) -> Draft:
    return queries.find_draft(db.session, key) or abort(404)


def _whole(key: str) -> queries.Case:
    return queries.find_case(db.session, key) or abort(404)


def _editable(key: str, question: str) -> Draft:
    draft = _found(key)
    if question not in casework_reading.EDITED or draft.submitted_at is None:
        abort(404)
    return draft


def _assignee(key: str, chosen: str) -> tuple[int | None, bool]:
    """Whom a case goes to, and whether that may be chosen."""
    who = views.viewer()
    if chosen == "me":
        return who.id, True
    manages = access.RoleName.MANAGER.value in who.roles
    if chosen == "nobody":
        return None, manages or _found(key).assigned_to == who.id
    if not manages or not chosen.isdecimal():
        return None, False
    found = next((each for each in _whole(key).colleagues if str(each.id) == chosen), None)
    return (found.id, True) if found and found.open and found.roles & WORKERS else (None, False)


def _page(**more: Any) -> str:
    """The address of the page that the form stands on."""
    arguments = request.view_args or {}
    endpoint = f"{bp.name}.fact" if parking.form_name() == "edit" else "staff.case"
    return url_for(endpoint, **arguments, **more)


def words_of(name: str) -> str:
    """What was typed in a field of the form that was sent."""
    return request.form.get(name, "").replace("\0", "").replace("\r\n", "\n").strip()


def reason_problems(reason: str, place: str) -> Problems:
    """What is wrong with a reason, by the field that it was typed in."""
    if not reason:
        return {place: casework_page.problem("enter_reason")}
    return {place: casework_page.problem("too_long")} if len(reason) > LONGEST else {}


parking.install(
    bp,
    access.guard(bp.name),
    page=_page,
    words=lambda: parking.written("note", "reason", "value", "other"),
    quiet=frozenset({f"{bp.name}.{present.__name__}"}),
)
