"""Exports of lists and of chosen cases: asked for, watched, downloaded by who asked, taken back."""

import uuid
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from backend import lists_jobs
from backend.clock import LONDON
from backend.context import services
from backend.data.lists import CaseChoice, CaseExport
from backend.data.session import db
from backend.services import bulk, exports
from backend.services.exports_store import Unreadable
from backend.services.exports_writing import MEDIA, Format
from backend.staff import (
    access,
    bulk_page,
    casework_page,
    errors,
    export_rows,
    labels,
    lists,
    queue_page,
)
from backend.staff.lists import Reader

MOST = 200_000

bp = Blueprint("staff_exports", __name__, url_prefix="/staff/exports")
bp.before_request(access.guard(bp.name))
errors.init_app(bp)


@bp.get("")
def listed() -> ResponseReturnValue:
    """The exports that one asked for within a day."""
    found = exports.of(db.session, current_user.id, services().clock.now())
    return render_template("staff/exports.html", rows=[_shown(each) for each in found])


@bp.get("/new")
def new() -> ResponseReturnValue:
    """The form: which columns, which kind of file."""
    return _form(request.args, {})


@bp.post("")
def ask() -> ResponseReturnValue:
    """Ask for an export; it is made in the background."""
    given, contacts = request.form, bool(request.form.get(export_rows.CONTACT))
    if contacts and not access.has_any(access.REVEALERS):
        abort(403)
    columns = [name for name in export_rows.COLUMNS if name in given.getlist("column")]
    if not columns or given.get("format") not in set(Format):
        problem = "choose_format" if columns else "choose_columns"
        field = "format" if columns else "column"
        return _form(given, {field: casework_page.problem(problem)})
    try:
        wanted = _wanted(given, columns + [export_rows.CONTACT] * contacts)
        db.session.commit()
    except IntegrityError:  # sent twice
        db.session.rollback()
        return redirect(url_for("staff_exports.export", export=_export(given["token"]).id))
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    lists_jobs.put_in(app, lists_jobs.EXPORT, wanted.id)
    return redirect(url_for("staff_exports.export", export=wanted.id))


@bp.get("/<export>")
def export(export: str) -> ResponseReturnValue:
    """How far it is, and the way to the file."""
    return render_template("staff/export.html", export=_shown(_export(export)))


@bp.get("/<export>/progress")
def progress(export: str) -> ResponseReturnValue:
    """The same as numbers, for a script that asks again and again."""
    shown = _shown(_export(export))
    return {"text": shown["progress"], "over": shown["over"]}


@bp.get("/<export>/file")
def file(export: str) -> ResponseReturnValue:
    """The file, for who asked for it. That it was downloaded is recorded before it is sent."""
    found = _export(export)
    if export_rows.CONTACT in found.columns and not access.has_any(access.REVEALERS):
        abort(403)
    if found.state != exports.DONE:
        return redirect(url_for("staff_exports.export", export=found.id))
    try:
        pieces = exports.pieces(services().settings, found)
        begin = next(pieces)
    except Unreadable:
        abort(404)
    exports.downloaded(db.session, found, services().clock.now())
    db.session.commit()

    def whole() -> Any:
        yield begin
        yield from pieces

    name = f"complaints-{found.at.astimezone(LONDON):%Y-%m-%d-%H%M}.{found.format}"
    sent = Response(whole(), mimetype=MEDIA[Format(found.format)])
    sent.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return sent


@bp.post("/<export>/cancelling")
def cancel(export: str) -> ResponseReturnValue:
    """Stop it, or take back what is made; the file is deleted at once."""
    found = _export(export)
    exports.cancel(db.session, services().settings, found, services().clock.now())
    flash(labels.label("done", "export_cancelled").label, "success")
    return redirect(url_for("staff_exports.listed"))


def _wanted(given: MultiDict[str, str], columns: list[str]) -> CaseExport:
    """Keep what is asked for, and how many cases that is."""
    clock = services().clock
    choice, filters = _choice(given), queue_page.read_filters(given)
    reader = Reader(current_user.id, clock.today(), clock.now())
    asked = {export_rows.CHOSEN: "yes"} if choice else queue_page.asked(filters)
    total = choice.total if choice else lists.count(db.session, filters, reader, MOST)
    row = CaseExport(
        id=_token(given),
        user_id=current_user.id,
        format=given["format"],
        columns=columns,
        asked=asked,
        choice_id=choice.id if choice else None,
        state=exports.WAITING,
        done=0,
        total=total,
        at=clock.now(),
        beat_at=clock.now(),
        size=0,
    )
    return exports.ask(db.session, row, clock.now(), narrowed=sorted(asked), cases=total)


def _form(given: MultiDict[str, str], problems: dict[str, str]) -> str:
    choice, filters = _choice(given), queue_page.read_filters(given)
    clock = services().clock
    reader = Reader(current_user.id, clock.today(), clock.now())
    total = choice.total if choice else lists.count(db.session, filters, reader, MOST)
    ticked = given.getlist("column") if problems else list(export_rows.COLUMNS)
    return render_template(
        "staff/export_new.html",
        some=bulk_page.many(total, "complaint"),
        choice=choice,
        asked={} if choice else queue_page.asked(filters),
        back=None if choice else queue_page.link(filters),
        narrowed=[] if choice else queue_page.chosen(filters),
        columns=[labels.label("columns", name) for name in export_rows.COLUMNS],
        ticked=ticked,
        formats=[labels.label("formats", each) for each in Format],
        format=given.get("format", Format.XLSX.value),
        contacts=access.has_any(access.REVEALERS),
        with_contacts=bool(given.get(export_rows.CONTACT)),
        problems=problems,
        token=str(uuid.uuid4()),
    )


def _shown(export: CaseExport) -> dict[str, Any]:
    """An export as its page and the list show it."""
    return {
        "id": export.id,
        "state": export.state,
        "label": labels.label("exports", export.state),
        "format": labels.label("formats", export.format).label,
        "over": export.state not in exports.OPEN,
        "ready": export.state == exports.DONE,
        "progress": _progress(export),
        "some": bulk_page.many(export.done, "complaint"),
        "contacts": export_rows.CONTACT in export.columns,
        "kilobytes": max(1, export.size // 1000),
        "asked_at": labels.when(export.at),
        "until": labels.when(export.at + exports.KEPT),
    }


def _progress(export: CaseExport) -> str:
    total = bulk_page.many(export.total, "complaint")
    if export.state == exports.WAITING:
        return f"Waiting to start. {total} to write."
    return f"{export.done:,} of {total} written."


def _export(identity: str) -> CaseExport:
    now = services().clock.now()
    return exports.find(db.session, current_user.id, identity, now) or abort(404)


def _choice(given: MultiDict[str, str]) -> CaseChoice | None:
    """The choice that the export is of; none where it is of a list."""
    identity, now = given.get("choice", ""), services().clock.now()
    if not identity:
        return None
    return bulk.find_choice(db.session, current_user.id, identity, now) or abort(404)


def _token(given: MultiDict[str, str]) -> str:
    try:
        return str(uuid.UUID(given.get("token", "")))
    except ValueError:
        abort(400)
