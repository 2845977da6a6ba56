"""Who may see what: stated for each blueprint, checked before any of its views runs."""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from functools import wraps
from typing import ParamSpec

from flask import abort, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import auth_required, current_user, logout_user

from backend.context import services

IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=12)


class RoleName(StrEnum):
    """The roles of staff."""

    CASEWORKER = "caseworker"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


DESCRIPTIONS = {
    RoleName.CASEWORKER: "Reads complaints and works on them",
    RoleName.MANAGER: "A caseworker who also shares out the work",
    RoleName.ADMINISTRATOR: "Makes and closes accounts",
    RoleName.AUDITOR: "Reads everything and changes nothing",
}
READERS = frozenset(RoleName)
# Who works on complaints may need a number that is hidden; who only reads, or keeps accounts,
# does not.
REVEALERS = frozenset({RoleName.CASEWORKER, RoleName.MANAGER})
# Who says what a message meant that the assistant did not understand.
IMPROVERS = frozenset({RoleName.MANAGER, RoleName.ADMINISTRATOR})
ANYONE: frozenset[RoleName] = frozenset()

# Every blueprint with addresses under /staff. A route elsewhere in the table's reach, but not in
# it, fails a test; a view may narrow what its blueprint allows with `only`.
ACCESS: dict[str, frozenset[RoleName]] = {
    "security": ANYONE,  # sign in and sign out
    "staff_assets": ANYONE,  # styles and scripts, the same for everybody
    "staff": READERS,
    "staff_unclear": IMPROVERS,
}
Args = ParamSpec("Args")


def guard(blueprint: str) -> Callable[[], ResponseReturnValue | None]:
    """What a blueprint runs before each request: signed in, not timed out, and in a role."""
    allowed = ACCESS[blueprint]

    def check() -> ResponseReturnValue | None:
        refused: ResponseReturnValue | None = _signed_in()
        if refused is not None:
            return refused
        if _timed_out():
            return _sign_in_again()
        if not has_any(allowed):
            abort(403)
        return None

    return check


def only(
    roles: frozenset[RoleName],
) -> Callable[[Callable[Args, ResponseReturnValue]], Callable[Args, ResponseReturnValue]]:
    """Narrow one view to fewer roles than its blueprint allows."""

    def narrow(view: Callable[Args, ResponseReturnValue]) -> Callable[Args, ResponseReturnValue]:
        @wraps(view)
        def checked(*args: Args.args, **named: Args.kwargs) -> ResponseReturnValue:
            if not has_any(roles):
                abort(403)
            return view(*args, **named)

        return checked

    return narrow


@auth_required("session")
def _signed_in() -> None:
    """Nothing, where the person has a session; Flask-Security sends others to sign in."""


def has_any(roles: frozenset[RoleName]) -> bool:
    """True where the person who is signed in has one of these roles."""
    return any(current_user.has_role(role.value) for role in roles)


def _timed_out() -> bool:
    now = services().clock.now().timestamp()
    since = session.setdefault("staff_since", now)
    seen = session.get("staff_seen", now)
    session["staff_seen"] = now
    return bool(now - seen > IDLE.total_seconds() or now - since > LONGEST.total_seconds())


def forget_times() -> None:
    """Start counting again; for a new sign-in."""
    session.pop("staff_since", None)
    session.pop("staff_seen", None)


def _sign_in_again() -> ResponseReturnValue:
    logout_user()
    forget_times()
    flash("You were signed out because you had not used the console for a while.", "info")
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("security.login", next=here))
