"""The auditor's search: what was seen and changed, by whom and when. It changes nothing."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy import select

from backend.clock import LONDON
from backend.context import services
from backend.data.models import CaseEvent, User
from backend.data.session import db
from backend.services import audit, case_tokens
from backend.services.events import by_staff, record_account
from backend.staff import access, errors, labels

BIGGEST_ID = 2**31 - 1
KIND = re.compile(r"[a-z0-9_]{1,40}")
WRONG_DAY = "Enter a real date, like 2026-11-22"

bp = Blueprint("staff_audit", __name__, url_prefix="/staff/audit")
bp.before_request(access.guard(bp.name))
errors.init_app(bp)


@bp.get("")
def search() -> ResponseReturnValue:
    """The events that fit, newest first. That somebody looked is an event of its own."""
    since, until = _day("since"), _day("until")
    problems = {name: WRONG_DAY for name, day in (("since", since), ("until", until)) if day == ""}
    rows, following = ([], None) if problems else audit.search(db.session, _wanted(since, until))
    people, systems = _people(), case_tokens.names(db.session)
    shown = render_template(
        "staff/audit.html",
        asked=request.args,
        problems=problems,
        rows=_shown(rows, people, systems),
        people=people,
        kinds=[(code, labels.label("events", code).label) for code in labels.codes("events")],
        first=_link() if "before" in request.args else None,
        next=_link(following) if following else None,
    )
    names = sorted(name for name, value in request.args.items() if value and name in FIELDS)
    now = services().clock.now()
    record_account(
        db.session, None, "audit_searched", at=now, actor=by_staff(current_user.id), by=names
    )
    db.session.commit()
    return shown


FIELDS = ("staff", "case", "kind", "since", "until")


def _wanted(since: date | str | None, until: date | str | None) -> audit.Wanted:
    given = request.args
    kind = given.get("kind", "")
    return audit.Wanted(
        staff=_whole("staff"),
        case=given.get("case", "").replace("\0", "").strip(),
        kind=kind if KIND.fullmatch(kind) else "",
        since=_begin(since) if isinstance(since, date) else None,
        until=_begin(until + timedelta(days=1)) if isinstance(until, date) else None,
        before=_whole("before"),
    )


def _whole(name: str) -> int | None:
    text = request.args.get(name, "")
    return min(int(text), BIGGEST_ID) if text.isascii() and text.isdecimal() else None


def _day(name: str) -> date | str | None:
    """The day that was typed; None where none was, an empty text where it is none."""
    typed = request.args.get(name, "").strip()
    if not typed:
        return None
    try:
        read = date.fromisoformat(typed)
    except ValueError:
        return ""
    return read if 2000 <= read.year < 2200 else ""


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)


def _people() -> dict[int, str]:
    found = db.session.execute(select(User.id, User.email).order_by(User.email))
    return {key: email for key, email in found}


def _shown(
    rows: Sequence[CaseEvent], people: dict[int, str], systems: dict[str, str]
) -> list[dict[str, Any]]:
    references = audit.references(db.session, rows)
    return [
        {
            "seq": row.seq,
            "what": labels.label("events", row.kind).label,
            "who": systems.get(row.actor) or _who(row.actor, people),
            "at": labels.when(row.at),
            "iso": row.at.isoformat(timespec="seconds"),
            "reference": references.get(row.conversation_id, ""),
            "case": row.conversation_id,
            "account": people.get(row.account, "") if row.account else "",
            "detail": [(labels.plain(name), _plain(value)) for name, value in row.detail.items()],
        }
        for row in rows
    ]


def _who(actor: str, people: dict[int, str]) -> str:
    number = actor.partition(":")[2]
    if actor.startswith("staff:") and number.isdecimal() and int(number) in people:
        return people[int(number)]
    return labels.label("actors", actor).label


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_plain, value)) or "none"
    if isinstance(value, dict):
        return ", ".join(f"{labels.plain(str(k))} {_plain(v)}" for k, v in value.items())
    return {True: "yes", False: "no", None: "none"}.get(value, str(value))


def _link(before: int | None = None) -> str:
    given: dict[str, Any] = {name: request.args[name] for name in FIELDS if request.args.get(name)}
    return url_for("staff_audit.search", **given, before=before)
