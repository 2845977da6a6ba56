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
from backend.staff import errors, two_factor

IDLE = timedelta(minutes=60)
WARNED_BEFORE = timedelta(minutes=5)
LONGEST = timedelta(hours=12)
ELSEWHERE = "staff_elsewhere"  # in the session of somebody whom single sign-on let in


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
# Who makes accounts and closes them, and who reads the record of what was done.
ADMINISTRATORS = frozenset({RoleName.ADMINISTRATOR})
AUDITORS = frozenset({RoleName.AUDITOR, RoleName.ADMINISTRATOR})
# Who looks after the work of others: the figures, and no complaint.
SUPERVISORS = frozenset({RoleName.MANAGER, RoleName.ADMINISTRATOR, RoleName.AUDITOR})
ANYONE: frozenset[RoleName] = frozenset()

# Every blueprint with addresses under /staff. A route elsewhere in the table's reach, but not in
# it, fails a test; a view may narrow what its blueprint allows with `only`.
ACCESS: dict[str, frozenset[RoleName]] = {
    "security": ANYONE,  # signing in; the library asks for a session where one is needed
    "staff_single_sign_on": ANYONE,  # the way to the provider and back
    "staff_account": READERS,  # each their own
    "staff_people": ADMINISTRATORS,
    "staff_audit": AUDITORS,
    "staff_case_systems": ADMINISTRATORS,
    "staff_webhooks": ADMINISTRATORS,
    "staff_assets": ANYONE,  # styles and scripts, the same for everybody
    "staff": READERS,
    "staff_unclear": IMPROVERS,
    "staff_supervision": SUPERVISORS,
    "staff_channels": IMPROVERS,  # what got stuck, without a word of it
    "staff_outbox": IMPROVERS,  # in development alone
    "staff_bulk": READERS,  # choosing and printing; what changes cases is narrowed to REVEALERS
    "staff_exports": READERS,  # each their own; contact details for REVEALERS alone
    "staff_saved": READERS,  # each their own; shared by managers
    "staff_casework": REVEALERS,  # who only reads changes nothing
    "staff_entry": REVEALERS,  # who takes a complaint down for somebody
    "staff_live": REVEALERS,  # who writes with people
    "staff_letters": REVEALERS,  # who only reads writes to nobody
    "staff_files": REVEALERS,  # a file may hold the numbers that others see hidden
}
# Open before the password is one's own and the second factor is set up.
UNSETTLED = frozenset({"staff_account"})
# What scripts ask by themselves: no sign that anybody is there.
QUIET = frozenset(
    {
        "staff_account.time_left",
        "staff_live.lines",
        "staff_casework.present",
        "staff_bulk.progress",
        "staff_exports.progress",
    }
)
# The pages of the sign-in library that are used; the others it has are not there.
OF_LIBRARY = frozenset(
    {
        "login",
        "logout",
        "verify",
        "change_password",
        "two_factor_setup",
        "two_factor_token_validation",
        "tf_select",
        "mf_recovery",
        "mf_recovery_codes",
        "wan_register",
        "wan_register_response",
        "wan_signin",
        "wan_signin_response",
        "wan_delete",
    }
)
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
        unsettled = None if blueprint in UNSETTLED else first_to_do()
        if unsettled is not None:
            return unsettled
        if not has_any(allowed):
            abort(403)
        return None

    return check


def guard_library() -> ResponseReturnValue | None:
    """What runs before each page of the sign-in library: time-outs hold there as everywhere."""
    if request.blueprint != "security":
        return None
    page = (request.endpoint or "").rpartition(".")[2]
    if page not in OF_LIBRARY:
        return errors.page(404)
    if current_user.is_authenticated and page not in ("login", "logout") and _timed_out():
        return _sign_in_again()
    return None


def first_to_do() -> ResponseReturnValue | None:
    """Where the person has to go before anything else opens: own password, second factor."""
    if session.get(ELSEWHERE):
        return None  # password and second factor are the provider's
    if current_user.one_time_until is not None:
        flash("Choose a password of your own first.", "info")
        return redirect(url_for("security.change_password"))
    if needs_second_factor():
        return redirect(url_for("staff_account.page"))
    return None


def needs_second_factor() -> bool:
    """True where the account needs a second factor and has none."""
    if not services().settings.second_factor_required or session.get(ELSEWHERE):
        return False
    return not two_factor.has_one(current_user)


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
    if now - seen > IDLE.total_seconds() or now - since > LONGEST.total_seconds():
        return True
    if request.endpoint not in QUIET:
        session["staff_seen"] = now
    return False


def seconds_left() -> tuple[int, bool]:
    """The seconds until this session ends, and whether using it more would put that off."""
    now = services().clock.now().timestamp()
    idle = session.get("staff_seen", now) + IDLE.total_seconds() - now
    day = session.get("staff_since", now) + LONGEST.total_seconds() - now
    return max(0, int(min(idle, day))), idle < day


def forget_times() -> None:
    """Start counting again; for a new sign-in."""
    for name in ("staff_since", "staff_seen", ELSEWHERE):
        session.pop(name, None)


def _sign_in_again() -> ResponseReturnValue:
    logout_user()
    forget_times()
    flash("You were signed out because you had not used the console for a while.", "info")
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("security.login", next=here))
