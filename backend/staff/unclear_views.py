"""The pages of messages that were not understood: the list, one message, the examples."""

from typing import Any

import structlog
from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from backend.context import services
from backend.data.models import UnclearMessage
from backend.data.session import db
from backend.services import examples, unclear
from backend.staff import access, errors, labels, meanings
from backend.staff.people import shortened

log = structlog.get_logger()
BIGGEST_ID = 2**31 - 1
SHOWN = 160
CHOOSE = "Choose what the message meant"
DOWNLOAD = {"Content-Disposition": 'attachment; filename="examples.yml"'}

bp = Blueprint("staff_unclear", __name__, url_prefix="/staff/unclear")
bp.before_request(access.guard(bp.name))
errors.init_app(bp)


@bp.get("")
def messages() -> ResponseReturnValue:
    """The messages that wait for a label, or those that have one, newest first."""
    wanted = _wanted()
    rows, following = unclear.page(db.session, wanted)
    counts = unclear.counts(db.session, labelled=wanted.labelled)
    return render_template(
        "staff/unclear.html",
        wanted=wanted,
        rows=[_row(row) for row in rows],
        questions=[
            {"code": code, "label": f"{meanings.asked(code)} ({count})"}
            for code, count in counts.items()
        ],
        total=sum(counts.values()),
        first=_link(wanted),
        next=_link(wanted, following) if following else None,
        days=services().settings.unclear_days,
    )


@bp.get("/examples.yml")
def training_examples() -> ResponseReturnValue:
    """The labelled messages as training examples, to be checked before they are used."""
    text = examples.as_yaml(unclear.labelled(db.session), meanings.CANNOT_TELL)
    log.info("examples_exported", user=current_user.id)
    return Response(text, content_type="text/yaml; charset=utf-8", headers=DOWNLOAD)


@bp.get("/<int:number>")
def message(number: int) -> ResponseReturnValue:
    """One message, with what it may have meant."""
    return _show(_found(number))


@bp.post("/<int:number>")
def label(number: int) -> ResponseReturnValue:
    """Keep what a member of staff says that the message meant, and go on to the next."""
    row = _found(number)
    chosen = request.form.get("meaning", "")
    names = meanings.allowed(row.question)
    if chosen not in names:
        return _show(row, error=CHOOSE)
    unclear.label(row, chosen, by=current_user.id, today=services().clock.today())
    db.session.commit()
    flash(f"Saved: {names[chosen]}.", "success")
    return _next(row)


@bp.post("/<int:number>/deletion")
def delete(number: int) -> ResponseReturnValue:
    """Erase a message that still tells who wrote it, or that nobody can use."""
    row = _found(number)
    db.session.delete(row)
    db.session.commit()
    log.info("unclear_message_deleted", user=current_user.id, number=number)
    flash("The message was deleted.", "success")
    return _next(row)


def _wanted() -> unclear.Wanted:
    before = request.args.get("before", "")
    return unclear.Wanted(
        labelled=request.args.get("list") == "labelled",
        question=request.args.get("question", "").replace("\0", "")[:40],
        before=min(int(before), BIGGEST_ID) if before.isascii() and before.isdecimal() else None,
    )


def _found(number: int) -> UnclearMessage:
    row = unclear.find(db.session, number) if number <= BIGGEST_ID else None
    if row is None:
        abort(404)
    return row


def _show(row: UnclearMessage, error: str = "") -> str:
    own, more, unsure = meanings.grouped(row.question)
    return render_template(
        "staff/unclear_message.html",
        row=_row(row),
        text=row.text,
        groups=[("An answer", own), ("Something else", more), ("Neither", unsure)],
        error=error,
        back=_link(unclear.Wanted(labelled=row.label is not None)),
    )


def _next(row: UnclearMessage) -> ResponseReturnValue:
    """The next message to the same question, or the list where there is none."""
    rows, _more = unclear.page(db.session, unclear.Wanted(question=row.question))
    if rows:
        return redirect(url_for("staff_unclear.message", number=rows[0].id))
    return redirect(url_for("staff_unclear.messages"))


def _link(wanted: unclear.Wanted, before: int | None = None) -> str:
    return url_for(
        "staff_unclear.messages",
        list="labelled" if wanted.labelled else None,
        question=wanted.question or None,
        before=before,
    )


def _row(row: UnclearMessage) -> dict[str, Any]:
    names = meanings.allowed(row.question)
    read = [names.get(f"{row.question}.{each}", each) for each in (row.read or "").split(", ")]
    return {
        "id": row.id,
        "question": meanings.asked(row.question),
        "text": shortened(row.text, SHOWN),
        "read": ", ".join(filter(None, read)) or "Nothing",
        "sure": "" if row.confidence is None else f"{row.confidence:.0%}",
        "day": labels.date_in_words(row.collected_on),
        "locale": row.locale,
        "meaning": names.get(row.label, row.label) if row.label else "",
        "chosen": row.label or "",
    }
