"""What would have been sent: a page for development, which production does not have."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from backend.data.models import OutboxMessage
from backend.data.session import db
from backend.staff import access, errors, labels

MOST = 50

bp = Blueprint("staff_outbox", __name__, url_prefix="/staff/outbox")
bp.before_request(access.guard(bp.name))
errors.init_app(bp)


@bp.get("")
def messages() -> ResponseReturnValue:
    """The newest messages that were shown here instead of being sent."""
    query = select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(MOST)
    rows = db.session.scalars(query).all()
    return render_template("staff/outbox.html", rows=rows, when=labels.when)
