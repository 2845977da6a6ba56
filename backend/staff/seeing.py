"""Pages that show many cases at once: that they were opened is recorded, and by whom."""

import re

from flask import Flask, Response, request
from flask_security import current_user

from backend.context import services
from backend.data.session import db
from backend.services.events import NO_CASE, by_staff, record

# The page, and what the record calls opening it. A page of one case records itself.
SEEN = {
    "staff.queue": "list_opened",
    "staff_live.waiting": "live_opened",
    "staff_bulk.choice": "list_opened",
    "staff_bulk.run": "list_opened",
    "staff_unclear.training_examples": "examples_exported",
    "staff_supervision.export": "figures_exported",
}
# What may be said of how a list was narrowed: codes. Of anything else only that it was used.
CODED = frozenset(
    {"list", "result", "flag", "branch", "theme", "channel", "adjustment", "age", "status", "sort"}
)
CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")


def init_app(app: Flask) -> None:
    """Record these pages; one that cannot be recorded is not shown."""
    app.after_request(_record)


def _record(response: Response) -> Response:
    kind = SEEN.get(request.endpoint or "")
    if kind is not None and response.status_code == 200:
        narrowed = sorted(_said(name, value) for name, value in request.args.items() if value)
        who, now = by_staff(current_user.id), services().clock.now()
        record(db.session, NO_CASE, kind, at=now, actor=who, narrowed=narrowed)
        db.session.commit()
    return response


def _said(name: str, value: str) -> str:
    name = name if CODE.fullmatch(name) else "other"
    return f"{name} {value}" if name in CODED and CODE.fullmatch(value) else name
