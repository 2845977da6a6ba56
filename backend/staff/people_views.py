"""Accounts of staff, kept by administrators: made, given roles, closed, given new ways in."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from backend.context import services
from backend.data.models import User
from backend.data.session import db
from backend.services.events import by_staff
from backend.staff import access, account_changes, errors, labels, two_factor
from backend.staff.access import DESCRIPTIONS, RoleName

PAGE = 100
BIGGEST_ID = 2**31 - 1
LONGEST_EMAIL = 255
NO_ROLE = "Choose at least one role"
NO_EMAIL = "Enter an email address, like name@example.org"
TAKEN = "There is an account with this email address already"
LAST = "Somebody has to be an administrator. Make another one first."
YOUR_OWN = "Ask another administrator to change your own account."

bp = Blueprint("staff_people", __name__, url_prefix="/staff/people")
bp.before_request(access.guard(bp.name))
errors.init_app(bp)


@bp.get("")
def people() -> ResponseReturnValue:
    """All accounts, by email address."""
    query = select(User).options(selectinload(User.roles), selectinload(User.webauthn))
    after = request.args.get("after", type=int)
    if after is not None:
        begin = select(User.email).where(User.id == min(after, BIGGEST_ID)).scalar_subquery()
        query = query.where(User.email > begin)
    rows = db.session.scalars(query.order_by(User.email).limit(PAGE + 1)).all()
    following = rows[PAGE - 1].id if len(rows) > PAGE else None
    shown = [_row(user) for user in rows[:PAGE]]
    return render_template("staff/people.html", rows=shown, next=following, later=after)


@bp.get("/new")
def new() -> ResponseReturnValue:
    """The form for a new account."""
    return _form("", [], {})


@bp.post("/new")
def make() -> ResponseReturnValue:
    """Make an account and show its one-time password, this once."""
    typed, roles = request.form.get("email", "").strip(), _chosen()
    email = _address(typed)
    problems = {}
    if email is None:
        problems["email"] = NO_EMAIL
    elif account_changes.find(email):
        problems["email"] = TAKEN
    if not roles:
        problems["roles-1"] = NO_ROLE
    if problems or email is None:
        return _form(typed, roles, problems)
    try:
        user = account_changes.add(email, account_changes.new_password(), roles, _me())
    except IntegrityError:  # pressed twice: the other press made it a moment ago
        db.session.rollback()
        return _form(typed, roles, {"email": TAKEN})
    return _one_time(user)


@bp.get("/<int:number>")
def person(number: int) -> ResponseReturnValue:
    """One account, and what can be done with it."""
    return _show(_found(number))


@bp.post("/<int:number>/roles")
def roles(number: int) -> ResponseReturnValue:
    """Give the account other roles."""
    user, chosen = _found(number), _chosen()
    if _mine(user):
        return _show(user, YOUR_OWN)
    if not chosen:
        return _show(user, NO_ROLE)
    try:
        account_changes.set_roles(user, chosen, _me())
    except account_changes.LastAdministrator:
        db.session.rollback()
        return _show(_found(number), LAST)
    return _done(user, "The roles were changed.")


@bp.post("/<int:number>/closing")
def close(number: int) -> ResponseReturnValue:
    """Close the account; its sessions end."""
    user = _found(number)
    if _mine(user):
        return _show(user, YOUR_OWN)
    try:
        account_changes.close(user, _me())
    except account_changes.LastAdministrator:
        db.session.rollback()
        return _show(_found(number), LAST)
    return _done(user, "The account was closed.")


@bp.post("/<int:number>/reopening")
def reopen(number: int) -> ResponseReturnValue:
    """Open a closed account again."""
    user = _found(number)
    account_changes.reopen(user, _me())
    return _done(user, "The account was opened again.")


@bp.post("/<int:number>/password")
def password(number: int) -> ResponseReturnValue:
    """Make a one-time password and show it, this once."""
    user = _found(number)
    return _show(user, YOUR_OWN) if _mine(user) else _one_time(user)


@bp.post("/<int:number>/second-factor")
def second_factor(number: int) -> ResponseReturnValue:
    """Forget the app, passkeys and recovery codes of somebody who has lost them."""
    user = _found(number)
    if _mine(user):
        return _show(user, YOUR_OWN)
    account_changes.reset_second_factor(user, _me())
    return _done(user, "The second factor was reset. They set up a new one when they sign in.")


def _me() -> str:
    return by_staff(current_user.id)


def _mine(user: User) -> bool:
    """Nobody changes their own account here, so nobody shuts themselves out by mistake."""
    return bool(user.id == current_user.id)


def _found(number: int) -> User:
    user = db.session.get(User, number) if number <= BIGGEST_ID else None
    if user is None:
        abort(404)
    return user


def _chosen() -> list[RoleName]:
    names = {role.value for role in RoleName}
    return [RoleName(name) for name in request.form.getlist("roles") if name in names]


def _address(typed: str) -> str | None:
    try:
        found = validate_email(typed, check_deliverability=False).normalized
    except EmailNotValidError:
        return None
    return found if len(found) <= LONGEST_EMAIL else None


def _form(email: str, roles: list[RoleName], problems: dict[str, str]) -> str:
    shown = {"email": email[:LONGEST_EMAIL], "choices": _choices([role.value for role in roles])}
    return render_template("staff/person_new.html", problems=problems, **shown)


def _show(user: User, problem: str = "") -> str:
    choices = _choices([role.name for role in user.roles])
    shown = {"person": _row(user), "choices": choices, "mine": _mine(user)}
    return render_template("staff/person.html", problem=problem, your_own=YOUR_OWN, **shown)


def _one_time(user: User) -> str:
    made = account_changes.one_time_password(user, _me())
    shown = render_template("staff/person_password.html", person=_row(user), password=made)
    db.session.commit()
    return shown


def _done(user: User, said: str) -> ResponseReturnValue:
    db.session.commit()
    flash(said, "success")
    return redirect(url_for("staff_people.person", number=user.id))


def _choices(held: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "code": role.value,
            "label": labels.plain(role.value),
            "text": DESCRIPTIONS[role],
            "held": role.value in held,
        }
        for role in RoleName
    ]


def _row(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "email": user.email,
        "roles": ", ".join(sorted(labels.plain(role.name) for role in user.roles)) or "None",
        "open": user.active,
        "state": _state(user),
        "second": _second(user),
        "seen": labels.date_in_words(user.current_login_at.date())
        if user.current_login_at
        else "Never",
    }


def _state(user: User) -> labels.Label:
    if not user.active:
        return labels.label("accounts", "closed")
    if user.locked_until is not None and user.locked_until > services().clock.now():
        return labels.label("accounts", "locked")
    return labels.label("accounts", "open")


def _second(user: User) -> str:
    kinds = ["App"] if two_factor.has_app(user) else []
    count = len(user.webauthn)
    if count:
        kinds.append("1 passkey" if count == 1 else f"{count} passkeys")
    return " and ".join(kinds) or "None yet"
