"""Work on many cases: chosen from a list, then assigned, moved or printed, and put back."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy.exc import IntegrityError

from backend import lists_jobs
from backend.context import services
from backend.data.lists import BulkRun, CaseChoice
from backend.data.session import db
from backend.services import bulk, casework_flow
from backend.services.casework import NotAllowed
from backend.services.events import by_staff, record
from backend.staff import access, bulk_page, casework_page, errors, lists, queue_page, views
from backend.staff.lists import Reader

LONGEST = 10_000
BIGGEST = 2**31 - 1
NONE_CHOSEN = "none_chosen"
PRINTED = "printed"

bp = Blueprint("staff_bulk", __name__, url_prefix="/staff/bulk")
bp.before_request(access.guard(bp.name))
errors.init_app(bp)
Problems = dict[str, str]


@bp.post("/choices")
def choose() -> ResponseReturnValue:
    """Keep which cases of a list were chosen: those ticked, those of the page, or all of them."""
    filters = queue_page.read_filters(request.form)
    scope = request.form.get("scope", "")
    if scope == "all":
        chosen = lists.versions(db.session, filters, _reader(), bulk.MOST + 1)
    else:
        chosen = _cases("shown" if scope == "page" else "case")
    if not chosen or len(chosen) > bulk.MOST:
        flash(casework_page.problem("too_many" if chosen else NONE_CHOSEN), NONE_CHOSEN)
        return redirect(queue_page.link(filters))
    choice = bulk.choose(db.session, current_user.id, chosen, services().clock.now())
    db.session.commit()
    return redirect(url_for("staff_bulk.choice", choice=choice.id))


@bp.get("/choices/<choice>")
def choice(choice: str) -> ResponseReturnValue:
    """What was chosen, and what can be done with it."""
    return _choice_page(_choice(choice))


@bp.get("/choices/<choice>/print")
def paper(choice: str) -> ResponseReturnValue:
    """The chosen cases on one page, each on paper of its own."""
    found = _choice(choice)
    if found.total > bulk_page.MOST_PRINTED:
        return _choice_page(found, {"print": casework_page.problem("too_many_to_print")})
    cases = bulk_page.cases(db.session, found)
    shown = render_template("staff/print.html", **bulk_page.paper(found, cases, _reader().today))
    who, now = by_staff(current_user.id), services().clock.now()
    for case in cases:
        record(db.session, case.draft.conversation_id, PRINTED, at=now, actor=who)
    db.session.commit()  # what is not recorded is not shown
    return shown


@bp.post("/choices/<choice>/assignment")
@access.only(access.REVEALERS)
def assign(choice: str) -> ResponseReturnValue:
    """Give all of them to one person, or to nobody."""
    found, to = _choice(choice), request.form.get("to", "")
    people = {
        value: number for value, _, number in bulk_page.assignable(db.session, views.viewer())
    }
    if to not in people:
        return _choice_page(found, {"to": casework_page.problem("choose_person")})
    return _begin(found, bulk.ASSIGN, {"to": people[to]}, "")


@bp.post("/choices/<choice>/move")
@access.only(access.REVEALERS)
def move(choice: str) -> ResponseReturnValue:
    """Move all of them on."""
    found, reason = _choice(choice), request.form.get("reason", "").replace("\0", "").strip()
    wanted, roles = casework_flow.every_move().get(request.form.get("move", "")), _roles()
    problems: Problems = {}
    if wanted is None or not wanted.by & roles:
        problems["move"] = casework_page.problem("choose_move")
    if not reason:
        problems["reason"] = casework_page.problem("enter_reason")
    if len(reason) > LONGEST:
        problems["reason"] = casework_page.problem("too_long")
    if problems or wanted is None:
        return _choice_page(found, problems)
    return _begin(found, bulk.MOVE, {"move": wanted.name}, reason.replace("\r\n", "\n"))


@bp.get("/runs/<run>")
def run(run: str) -> ResponseReturnValue:
    """How far it is, and what became of each case."""
    found = _run(run)
    now = services().clock.now()
    return render_template("staff/bulk_run.html", **bulk_page.run(db.session, found, now))


@bp.get("/runs/<run>/progress")
def progress(run: str) -> ResponseReturnValue:
    """The same as numbers, for a script that asks again and again."""
    return bulk_page.progress(db.session, _run(run))


@bp.post("/runs/<run>/undoing")
@access.only(access.REVEALERS)
def undo(run: str) -> ResponseReturnValue:
    """Put back what it did, wherever nobody changed a case since."""
    found = _run(run)
    try:
        undoing = bulk.undo(db.session, found, _token(), services().clock.now())
        db.session.commit()
    except NotAllowed:
        return redirect(url_for("staff_bulk.run", run=found.id))
    except IntegrityError:  # sent twice
        db.session.rollback()
        there = bulk.undone_by(db.session, found)
        return redirect(url_for("staff_bulk.run", run=there.id if there else found.id))
    return _started(undoing)


def _begin(choice: CaseChoice, kind: str, given: dict[str, Any], words: str) -> ResponseReturnValue:
    token, now = _token(), services().clock.now()
    try:
        begun = bulk.begin(db.session, choice, kind, given, words, token, now)
        db.session.commit()
    except IntegrityError:  # sent twice: the first is under way
        db.session.rollback()
        begun = _run(token)
        return redirect(url_for("staff_bulk.run", run=begun.id))
    return _started(begun)


def _started(begun: BulkRun) -> ResponseReturnValue:
    """A few are done at once; many in the background, with a page that says how far it is."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if begun.total > bulk.AT_ONCE:
        lists_jobs.put_in(app, lists_jobs.RUN, begun.id)
    else:
        lists_jobs.run(app, begun.id)
    return redirect(url_for("staff_bulk.run", run=begun.id))


def _choice_page(choice: CaseChoice, problems: Problems | None = None) -> ResponseReturnValue:
    who = views.viewer()
    page = bulk_page.choice(db.session, choice, who, problems or {}, request.form)
    return render_template("staff/choice.html", **page), HTTPStatus.OK


def _choice(identity: str) -> CaseChoice:
    now = services().clock.now()
    return bulk.find_choice(db.session, current_user.id, identity, now) or abort(404)


def _run(identity: str) -> BulkRun:
    return bulk.find_run(db.session, current_user.id, identity) or abort(404)


def _cases(name: str) -> list[tuple[str, int]]:
    """The cases in a field of the form, each with the version that its row was shown in."""
    read = (each.replace("\0", "").rpartition(".") for each in request.form.getlist(name))
    return [
        (case[:40], int(version))
        for case, _, version in read
        if version.isascii() and version.isdecimal() and int(version) < BIGGEST
    ]


def _token() -> str:
    """The token of the form; a new one where it is none of ours."""
    try:
        return str(UUID(request.form.get("token", "")))
    except ValueError:
        abort(400)


def _roles() -> frozenset[str]:
    return views.viewer().roles


def _reader() -> Reader:
    clock = services().clock
    return Reader(current_user.id, clock.today(), clock.now())
