"""A person's own account: how they sign in, and how long they stay signed in."""

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_security import current_user
from flask_wtf.csrf import generate_csrf

from backend.staff import access, errors, labels, two_factor

bp = Blueprint("staff_account", __name__, url_prefix="/staff/account")
bp.before_request(access.guard(bp.name))
errors.init_app(bp)


@bp.get("")
def page() -> ResponseReturnValue:
    """How the person signs in, and what they can change of it."""
    return render_template(
        "staff/account.html",
        has_app=two_factor.has_app(current_user),
        passkeys=[_passkey(each) for each in current_user.webauthn],
        codes_left=len(current_user.mf_recovery_codes or []),
        roles=[labels.plain(role.name) for role in current_user.roles],
        needed=access.needs_second_factor(),
    )


@bp.get("/time-left")
def time_left() -> ResponseReturnValue:
    """How long the session lasts; asking does not make it last longer."""
    return _left()


@bp.post("/time-left")
def stay() -> ResponseReturnValue:
    """The person is still there: the session starts again where it may."""
    return _left()


def _left() -> ResponseReturnValue:
    seconds, longer = access.seconds_left()
    # Forms on a page that outlived a session go on with the token of the new one.
    return jsonify(seconds=seconds, longer=longer, token=generate_csrf())


def _passkey(passkey: object) -> dict[str, str]:
    name, made = getattr(passkey, "name", ""), getattr(passkey, "create_datetime", None)
    return {"name": name, "made": labels.date_in_words(made.date()) if made else ""}
