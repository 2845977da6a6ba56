"""Case systems in the console: their tokens, made and revoked by administrators, and webhooks."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy import select

from backend.context import services
from backend.data.case_api import ApiToken, WebhookEndpoint
from backend.data.session import db
from backend.services import case_tokens, webhook_endpoints
from backend.services.case_tokens import DAYS, Scope
from backend.staff import access, errors, labels, webhook_page

BIGGEST_ID = 2**31 - 1
LONGEST_NAME = 80
USUAL_DAYS = 90
NO_NAME = "Enter a name, such as the name of the case system"
LONG_NAME = f"The name must be {LONGEST_NAME} characters or fewer"
NO_SCOPE = "Choose at least one thing that the token may do"
NO_DAYS = "Choose how long the token works"

bp = Blueprint("staff_case_systems", __name__, url_prefix="/staff/case-systems")
bp.before_request(access.guard(bp.name))
errors.init_app(bp)


@bp.get("")
def systems() -> ResponseReturnValue:
    """All tokens and all webhooks."""
    tokens = db.session.scalars(select(ApiToken).order_by(ApiToken.id.desc())).all()
    endpoints = db.session.scalars(select(WebhookEndpoint).order_by(WebhookEndpoint.id)).all()
    counts = webhook_endpoints.counts(db.session)
    return render_template(
        "staff/case_systems.html",
        tokens=[_row(token) for token in tokens],
        webhooks=[webhook_page.row(each, counts.get(each.id)) for each in endpoints],
    )


@bp.get("/tokens/new")
def new_token() -> ResponseReturnValue:
    """The form for a new token."""
    return _form("", [], USUAL_DAYS, {})


@bp.post("/tokens/new")
def make_token() -> ResponseReturnValue:
    """Make a token and show it, this once."""
    name = name_typed()
    scopes = [scope for scope in Scope if scope.value in request.form.getlist("scopes")]
    days = request.form.get("days", type=int)
    problems = name_problems(name)
    if not scopes:
        problems["scopes"] = NO_SCOPE
    if days not in DAYS or days is None:
        return _form(name, scopes, days, {**problems, "days": NO_DAYS})
    if problems:
        return _form(name, scopes, days, problems)
    now = services().clock.now()
    row, text = case_tokens.make(db.session, name, scopes, days, by=current_user.id, now=now)
    shown = render_template("staff/token_made.html", token=_row(row), text=text)
    db.session.commit()
    return shown


@bp.post("/tokens/<int:number>/revocation")
def revoke(number: int) -> ResponseReturnValue:
    """End a token at once."""
    row = db.session.get(ApiToken, number) if number <= BIGGEST_ID else None
    if row is None:
        abort(404)
    case_tokens.revoke(db.session, row, by=current_user.id, now=services().clock.now())
    db.session.commit()
    flash("The token was revoked. It opens nothing any more.", "success")
    return redirect(url_for("staff_case_systems.systems"))


def name_typed() -> str:
    """What a thing is to be called."""
    return " ".join(request.form.get("name", "").replace("\0", "").split())


def name_problems(name: str) -> dict[str, str]:
    """What is wrong with a name."""
    if not name:
        return {"name": NO_NAME}
    return {"name": LONG_NAME} if len(name) > LONGEST_NAME else {}


def _form(name: str, scopes: list[Scope], days: int | None, problems: dict[str, str]) -> str:
    choices = [
        {**vars(labels.label("scopes", scope.value)), "held": scope in scopes} for scope in Scope
    ]
    return render_template(
        "staff/token_new.html",
        name=name, scopes=choices, days=days, every_days=DAYS, problems=problems,
    )  # fmt: skip


def _row(token: ApiToken) -> dict[str, Any]:
    state = _state(token)
    return {
        "id": token.id,
        "name": token.name,
        "prefix": token.prefix,
        "scopes": [labels.label("scopes", scope).label for scope in token.scopes],
        "state": labels.label("tokens", state),
        "works": state == "works",
        "until": labels.day(token.expires_at),
        "used": labels.when(token.last_used_at) or "Never",
    }


def _state(token: ApiToken) -> str:
    if token.revoked_at is not None:
        return "revoked"
    return "works" if services().clock.now() < token.expires_at else "ended"
