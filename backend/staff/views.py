"""The pages of the console."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_security import current_user
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from backend.context import services
from backend.data.session import db
from backend.services import casework_parked, casework_presence, search
from backend.services.events import by_staff, record
from backend.staff import (
    access,
    answered,
    case_page,
    casework_page,
    errors,
    letter_page,
    lists,
    queries,
    queue_page,
    queue_side,
)
from backend.staff.casework_page import Form, Viewer
from backend.staff.lists import Filters, Reader
from backend.staff.sight import REVEALED, Sight, kinds

bp = Blueprint("staff", __name__, url_prefix="/staff")
bp.jinja_loader = ChoiceLoader(
    [
        FileSystemLoader(Path(__file__).with_name("templates")),
        PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    ]
)
bp.before_request(access.guard(bp.name))
errors.init_app(bp)


@bp.get("/")
def queue() -> ResponseReturnValue:
    """The complaints, risk first and then newest."""
    filters = queue_page.read_filters(request.args)
    clock = services().clock
    reader = Reader(current_user.id, clock.today(), clock.now())
    page = lists.queue_page(db.session, filters, reader, request.args.get("at", ""))
    danger = lists.in_danger_unsent(db.session) if filters == Filters() else []
    said = lists.risk_messages(db.session, [*page.drafts, *danger])
    ids = [draft.conversation_id for draft in page.drafts]
    found = search.marked(db.session, filters.words, ids)
    built = queue_page.build(filters, page, danger, said, found, reader.today)
    saved = request.args.get("saved", type=int)
    built |= queue_side.build(db.session, filters, reader, page, saved)
    built["answered"] = answered.answered(db.session, reader.id, reader.today)
    return render_template("staff/queue.html", **built)


@bp.get("/cases/<key>")
def case(key: str) -> ResponseReturnValue:
    """One complaint whole. That it was opened, and by whom, is recorded before it is shown."""
    found = queries.find_case(db.session, key)
    if found is None:
        abort(404)
    _record(found, case_page.VIEWED)
    changed = request.args.get("changed", type=int)
    return show(found, Sight(), parked(), changed)


@bp.post("/cases/<key>")
@access.only(access.REVEALERS)
def reveal(key: str) -> ResponseReturnValue:
    """The same with the numbers that are hidden, for this once; who asked for it is recorded."""
    found = queries.find_case(db.session, key)
    if found is None:
        abort(404)
    _record(found, REVEALED, kinds=sorted(kinds(found)))
    return show(found, Sight(open=True))


def viewer() -> Viewer:
    """Who is signed in, as the pages need to know them."""
    clock = services().clock
    roles = frozenset(role.name for role in current_user.roles)
    return Viewer(current_user.id, roles, clock.now(), clock.today())


def parked() -> Form:
    """What was typed before the session ended, where the link leads back to it."""
    identity = request.args.get("parked", "")
    settings, now = services().settings, services().clock.now()
    fields = casework_parked.fetch(db.session, settings, current_user.id, identity, now)
    if not fields:
        return Form()
    form = Form(typed=fields, parked=identity)
    version = form.one("version")
    return replace(
        form, name=form.one("form"), version=int(version) if version.isdecimal() else None
    )


def _record(found: queries.Case, what: str, **detail: Any) -> None:
    who, now = by_staff(current_user.id), services().clock.now()
    record(db.session, found.draft.conversation_id, what, at=now, actor=who, **detail)


def show(
    found: queries.Case, sight: Sight, form: Form | None = None, changed: int | None = None
) -> str:
    """The page of a case, with a form that could not be saved, or a change that was."""
    who = viewer()
    page = {
        **case_page.build(found, who.today, sight),
        **casework_page.build(found, who, sight, form or Form(), changed),
        **letter_page.of_case(found, who),
    }
    may_reveal = access.has_any(access.REVEALERS)  # numbers, and files
    shown = render_template("staff/case.html", may_reveal=may_reveal, **page)
    casework_presence.seen(db.session, found.draft.conversation_id, who.id, who.now)
    db.session.commit()  # what is not recorded is not shown
    return shown


@bp.get("/<path:_rest>")
def nothing(_rest: str) -> ResponseReturnValue:
    """Any other address of the console: said on a page of the console."""
    abort(404)
