"""The pages of the console."""

from pathlib import Path

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_security import current_user
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from backend.context import services
from backend.data.session import db
from backend.services.events import record
from backend.staff import access, case_page, errors, queries, queue_page
from backend.staff.queries import Cursor

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
    today = services().clock.today()
    return render_template("staff/queue.html", **queue_page.build(filters, page, today))


@bp.get("/cases/<key>")
def case(key: str) -> ResponseReturnValue:
    """One complaint whole. That it was opened, and by whom, is recorded before it is shown."""
    found = queries.find_case(db.session, key)
    if found is None:
        abort(404)
    page = case_page.build(found, services().clock.today())
    who, now = queries.actor(current_user.id), services().clock.now()
    record(db.session, found.draft.conversation_id, case_page.VIEWED, at=now, actor=who)
    shown = render_template("staff/case.html", **page)
    db.session.commit()
    return shown


@bp.get("/<path:_rest>")
def nothing(_rest: str) -> ResponseReturnValue:
    """Any other address of the console: said on a page of the console."""
    abort(404)
