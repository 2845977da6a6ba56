"""Webhooks in the console: made, given a new secret, turned off and on, sent again, removed."""

from datetime import date, datetime, time
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from backend.clock import LONDON
from backend.context import services
from backend.data.case_api import WebhookEndpoint
from backend.data.session import db
from backend.services import webhook_addresses, webhook_endpoints
from backend.services.events import by_staff
from backend.services.webhook_addresses import Refused
from backend.services.webhook_endpoints import BY_HAND, DEAD, WAITING
from backend.services.webhook_types import EVERY
from backend.staff import access, errors, labels, webhook_page
from backend.staff.case_system_views import BIGGEST_ID, name_problems, name_typed

SHOWN = 50
NO_TYPE = "Choose at least one thing to be told about"
NO_DAY = "Enter the day from which to send again, like 2026-11-22"
NOT_SURE = "Say that you are sure"

bp = Blueprint("staff_webhooks", __name__, url_prefix="/staff/case-systems/webhooks")
bp.before_request(access.guard(bp.name))
errors.init_app(bp)


@bp.get("/new")
def new() -> ResponseReturnValue:
    """The form for a new webhook."""
    return _form("", "", list(EVERY), {})


@bp.post("/new")
def make() -> ResponseReturnValue:
    """Make a webhook and show its secret, this once."""
    name, url = name_typed(), request.form.get("url", "").strip()
    types = [each for each in EVERY if each in request.form.getlist("types")]
    problems = name_problems(name)
    try:
        webhook_addresses.check(url, services().settings)
    except Refused as refused:
        problems["url"] = labels.label("webhook_addresses", refused.why).label
    if not types:
        problems["types"] = NO_TYPE
    if problems:
        return _form(name, url, types, problems)
    row, secret = webhook_endpoints.make(
        db.session, services().settings, name=name, url=url, types=types, **_who()
    )
    return _secret(row, secret)


@bp.get("/<int:number>")
def webhook(number: int) -> ResponseReturnValue:
    """How one webhook is going, and what can be done with it."""
    return _show(_found(number), {})


@bp.post("/<int:number>/secret")
def rotate(number: int) -> ResponseReturnValue:
    """Make a new secret and show it, this once; the old one goes on for a day."""
    row = _found(number)
    return _secret(row, webhook_endpoints.rotate(db.session, services().settings, row, **_who()))


@bp.post("/<int:number>/old-secret")
def drop_old_secret(number: int) -> ResponseReturnValue:
    """Let only the new secret sign."""
    row = _found(number)
    webhook_endpoints.drop_old_secret(db.session, row, **_who())
    return _done(row, "Only the new secret signs from now on.")


@bp.post("/<int:number>/off")
def turn_off(number: int) -> ResponseReturnValue:
    """Send nothing more for now."""
    row, now = _found(number), services().clock.now()
    webhook_endpoints.turn_off(db.session, row, BY_HAND, actor=_me(), now=now)
    return _done(row, "The webhook is off. Nothing is sent to it.")


@bp.post("/<int:number>/on")
def turn_on(number: int) -> ResponseReturnValue:
    """Send again."""
    row = _found(number)
    webhook_endpoints.turn_on(db.session, row, **_who())
    return _done(row, "The webhook is on. Send again what it missed, if it needs that.")


@bp.post("/<int:number>/again")
def replay(number: int) -> ResponseReturnValue:
    """Send one message again, or all since a day."""
    row, one = _found(number), request.form.get("delivery", type=int)
    now = services().clock.now()
    if one is not None:
        one = min(one, BIGGEST_ID)
        sent = webhook_endpoints.replay_one(db.session, row, one, actor=_me(), now=now)
        return _done(row, "The message is sent again." if sent else "There is no such message.")
    since = _day()
    if since is None:
        return _show(row, {"since": NO_DAY})
    count = webhook_endpoints.replay_since(db.session, row, since, actor=_me(), now=now)
    return _done(row, f"{count} {'message is' if count == 1 else 'messages are'} sent again.")


@bp.post("/<int:number>/removal")
def remove(number: int) -> ResponseReturnValue:
    """Forget a webhook, where somebody said that they are sure."""
    row = _found(number)
    if request.form.get("sure") != "yes":
        return _show(row, {"sure": NOT_SURE})
    webhook_endpoints.remove(db.session, row, **_who())
    db.session.commit()
    flash("The webhook was removed.", "success")
    return redirect(url_for("staff_case_systems.systems"))


def _found(number: int) -> WebhookEndpoint:
    row = db.session.get(WebhookEndpoint, number) if number <= BIGGEST_ID else None
    if row is None:
        abort(404)
    return row


def _who() -> dict[str, Any]:
    return {"by": current_user.id, "now": services().clock.now()}


def _me() -> str:
    return by_staff(current_user.id)


def _day() -> datetime | None:
    try:
        day = date.fromisoformat(request.form.get("since", "").strip())
    except ValueError:
        return None
    return datetime.combine(day, time(), LONDON) if 2000 <= day.year < 2200 else None


def _form(name: str, url: str, types: list[str], problems: dict[str, str]) -> str:
    choices = [
        {**vars(labels.label("webhook_types", each)), "held": each in types} for each in EVERY
    ]
    return render_template(
        "staff/webhook_new.html", name=name, url=url[:500], types=choices, problems=problems
    )


def _show(row: WebhookEndpoint, problems: dict[str, str]) -> str:
    found = {
        state: webhook_endpoints.deliveries(db.session, row, state, SHOWN)
        for state in (DEAD, WAITING)
    }
    return render_template(
        "staff/webhook.html",
        webhook=webhook_page.row(row, webhook_endpoints.counts(db.session).get(row.id)),
        dead=[webhook_page.delivery(*each) for each in found[DEAD]],
        waiting=[webhook_page.delivery(*each) for each in found[WAITING]],
        problems=problems,
        typed=request.form.get("since", ""),
        shown=SHOWN,
    )


def _secret(row: WebhookEndpoint, secret: str) -> str:
    both = row.old_until is not None
    shown = render_template(
        "staff/webhook_secret.html", webhook=webhook_page.row(row, None), secret=secret, both=both
    )
    db.session.commit()
    return shown


def _done(row: WebhookEndpoint, said: str) -> ResponseReturnValue:
    db.session.commit()
    flash(said, "success")
    return redirect(url_for("staff_webhooks.webhook", number=row.id))
