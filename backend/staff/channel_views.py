"""The page of messages that could not be sent or answered: why, and another try."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from backend.channels import dead
from backend.context import services
from backend.data.session import db
from backend.services.events import by_staff
from backend.staff import access, errors, labels

bp = Blueprint("staff_channels", __name__, url_prefix="/staff/channels")
bp.before_request(access.guard(bp.name))
errors.init_app(bp)


@bp.get("")
def stuck() -> ResponseReturnValue:
    """The messages that no further try is made for, without a word of them."""
    rows = dead.listed(db.session)
    return render_template("staff/channels.html", rows=rows, when=labels.when, plain=labels.plain)


@bp.post("/<string:way>/<int:number>")
def try_again(way: str, number: int) -> ResponseReturnValue:
    """Try one of them again."""
    if way not in (dead.OUT, dead.IN) or number > 2**31 - 1:
        abort(404)
    by, now = by_staff(current_user.id), services().clock.now()
    done = dead.replay(db.session, way, number, by=by, now=now)
    if done:
        flash("It is tried again now.", "success")
    else:
        flash("It is not on this list any more.", "info")
    return redirect(url_for("staff_channels.stuck"))
