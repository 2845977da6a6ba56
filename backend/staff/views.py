"""The pages of the console."""

from pathlib import Path
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_security import current_user
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from backend.context import services
from backend.data.session import db
from backend.services.events import record
from backend.staff import access, case_page, errors, queries, queue_page
from backend.staff.queries import Cursor, Filters, Tab
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
    page = queries.queue_page(db.session, filters, Cursor.read(request.args.get("at", "")))
    first_page = filters == Filters(tab=filters.tab) and filters.tab is Tab.SENT
    danger = queries.in_danger_unsent(db.session) if first_page else []
    said = queries.risk_messages(db.session, [*page.drafts, *danger])
    built = queue_page.build(filters, page, danger, said, services().clock.today())
    return render_template("staff/queue.html", **built)


@bp.get("/cases/<key>")
def case(key: str) -> ResponseReturnValue:
    """One complaint whole. That it was opened, and by whom, is recorded before it is shown."""
    found = queries.find_case(db.session, key)
    if found is None:
        abort(404)
    _record(found, case_page.VIEWED)
    return _show(found, Sight())


@bp.post("/cases/<key>")
@access.only(access.REVEALERS)
def reveal(key: str) -> ResponseReturnValue:
    """The same with the numbers that are hidden, for this once; who asked for it is recorded."""
    found = queries.find_case(db.session, key)
    if found is None:
        abort(404)
    _record(found, REVEALED, kinds=sorted(kinds(found)))
    return _show(found, Sight(open=True))


def _record(found: queries.Case, what: str, **detail: Any) -> None:
    who, now = queries.actor(current_user.id), services().clock.now()
    record(db.session, found.draft.conversation_id, what, at=now, actor=who, **detail)


def _show(found: queries.Case, sight: Sight) -> str:
    page = case_page.build(found, services().clock.today(), sight)
    may_reveal = access.has_any(access.REVEALERS)
    shown = render_template("staff/case.html", may_reveal=may_reveal, **page)
    db.session.commit()  # what is not recorded is not shown
    return shown


@bp.get("/<path:_rest>")
def nothing(_rest: str) -> ResponseReturnValue:
    """Any other address of the console: said on a page of the console."""
    abort(404)
