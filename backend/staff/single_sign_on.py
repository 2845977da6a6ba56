"""Single sign-on by OpenID Connect: who comes back from the provider, and which account is theirs.

Code flow with PKCE, state and nonce, by Authlib. An account is found by the provider's own name for
the person, or the first time by an email address that the provider has checked.
"""

import hashlib
from typing import Any

import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import (
    Blueprint,
    Flask,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_security import current_user, login_user
from joserfc.errors import JoseError
from requests import RequestException
from sqlalchemy import select

from backend.config import SignOn
from backend.context import services
from backend.data.models import User
from backend.data.session import db
from backend.services import casework_parked
from backend.services.events import NOBODY, by_staff, record_account
from backend.staff import access, account_changes, errors
from backend.staff.access import RoleName

log = structlog.get_logger()
SECONDS = 5  # for the provider to answer
LEEWAY = 60  # seconds that its clock may differ
FAILED = "Single sign-on did not work. Try again, or use your password."
NO_ACCOUNT = "You have no account here, or it is closed. Ask an administrator."
PROVIDER = "single_sign_on"
BY = "single_sign_on"
TOKEN = "staff_id_token"  # noqa: S105 - the name of a field
# What goes wrong between us and the provider, or in what it says.
WRONG = (AuthlibBaseError, JoseError, RequestException, ValueError, KeyError, RuntimeError)

bp = Blueprint("staff_single_sign_on", __name__, url_prefix="/staff/single-sign-on")
errors.init_app(bp)


def init_app(app: Flask, sign_on: SignOn) -> None:
    """Add the pages, and what they need to know about the provider."""
    oauth = OAuth(app)
    oauth.register(
        PROVIDER,
        client_id=sign_on.client_id,
        client_secret=sign_on.client_secret,
        server_metadata_url=f"{sign_on.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": SECONDS,
        },
    )
    app.register_blueprint(bp)


@bp.get("")
def start() -> ResponseReturnValue:
    """To the provider."""
    back = url_for("staff_single_sign_on.back", _external=True)
    try:
        answer: ResponseReturnValue = _provider().authorize_redirect(back)
    except WRONG as problem:
        return _refuse(FAILED, problem)
    return answer


@bp.get("/back")
def back() -> ResponseReturnValue:
    """Back from the provider: signed in where there is an account, told why where not."""
    sign_on = services().settings.sign_on
    said = {
        "iss": {"essential": True, "values": [sign_on.issuer]},
        "aud": {"essential": True, "values": [sign_on.client_id]},
        "nonce": {"essential": True},
    }
    try:
        token = _provider().authorize_access_token(claims_options=said, leeway=LEEWAY)
        claims: dict[str, Any] = dict(token["userinfo"])
    except WRONG as problem:
        return _refuse(FAILED, problem)
    try:
        user = _account(sign_on, claims)
    except account_changes.LastAdministrator:
        db.session.rollback()
        return _refuse(NO_ACCOUNT)
    if user is None or not user.active or not user.roles:
        db.session.rollback()
        return _refuse(NO_ACCOUNT)
    login_user(user, remember=False, authn_via=[BY])
    session[access.ELSEWHERE] = True
    _keep_token(user.id, str(token["id_token"]))
    db.session.commit()
    return redirect(url_for("staff_saved.first"))


@bp.get("/signed-out")
def signed_out() -> ResponseReturnValue:
    """After signing out here: the way to sign out at the provider too, and back from there."""
    if current_user.is_authenticated:
        return redirect(url_for("staff.queue"))
    there = offered = False
    try:
        there = "state" in request.args and bool(_provider().validate_logout_response())
        offered = not there and "end_session_endpoint" in _provider().load_server_metadata()
    except WRONG as problem:
        log.warning("single_sign_out_failed", error=type(problem).__name__)
    return render_template("staff/signed_out.html", there=there, offered=offered)


@bp.get("/end")
def end() -> ResponseReturnValue:
    """To the provider's end of session (OpenID Connect RP-Initiated Logout 1.0).

    The token tells it who signs out, so that it need not ask.
    """
    if current_user.is_authenticated:
        return redirect(url_for("staff.queue"))
    try:
        answer: ResponseReturnValue = _provider().logout_redirect(
            post_logout_redirect_uri=url_for(f"{bp.name}.signed_out", _external=True),
            id_token_hint=_kept_token(),
            client_id=services().settings.sign_on.client_id,
        )
    except WRONG as problem:
        log.warning("single_sign_out_failed", error=type(problem).__name__)
        return redirect(url_for(f"{bp.name}.signed_out"))
    return answer


def _keep_token(user: int, token: str) -> None:
    """Keep the provider's token, sealed, until signing out; it may be too long for a cookie."""
    settings, now = services().settings, services().clock.now()
    kept = casework_parked.park(db.session, settings, user, {TOKEN: [token]}, now)
    session[TOKEN] = [user, kept]


def _kept_token() -> str | None:
    """The token of whoever just signed out in this browser, once."""
    user, kept = session.pop(TOKEN, (0, ""))
    settings, now = services().settings, services().clock.now()
    fields = casework_parked.fetch(db.session, settings, user, kept, now) or {}
    casework_parked.forget(db.session, user, kept)
    db.session.commit()
    return next(iter(fields.get(TOKEN, [])), None)


def _provider() -> Any:
    return current_app.extensions["authlib.integrations.flask_client"].create_client(PROVIDER)


def _refuse(why: str, problem: Exception | None = None) -> ResponseReturnValue:
    """Back to signing in. What the provider said may name somebody: no log and no page has it."""
    log.warning("single_sign_on_failed", error=type(problem).__name__ if problem else "no_account")
    now = services().clock.now()
    record_account(db.session, None, "sign_in_failed", at=now, actor=NOBODY, why=BY)
    db.session.commit()
    flash(why, "info")
    return redirect(url_for("security.login"))


def _account(sign_on: SignOn, claims: dict[str, Any]) -> User | None:
    """The account of this person, made or given its roles where the settings say so."""
    subject = _subject(sign_on, str(claims["sub"]))
    roles = _roles(sign_on, claims)
    user = db.session.scalars(select(User).where(User.sso_subject == subject)).one_or_none()
    user = user or _linked(claims, subject)
    if user is None:
        return _made(sign_on, claims, subject, roles)
    if sign_on.roles and user.active:
        account_changes.set_roles(user, roles, BY)
    return user


def _subject(sign_on: SignOn, name: str) -> str:
    """The provider's name for a person, which no other provider's can be taken for."""
    return hashlib.sha256(f"{sign_on.issuer}\n{name}".encode()).hexdigest()


def _checked_email(claims: dict[str, Any]) -> str:
    """The email address, where the provider says that it is really the person's."""
    email = claims.get("email")
    return email if isinstance(email, str) and claims.get("email_verified") is True else ""


def _linked(claims: dict[str, Any], subject: str) -> User | None:
    email = _checked_email(claims)
    user = account_changes.find(email) if email else None
    if user is None or user.sso_subject is not None or not user.active:
        return None
    user.sso_subject = subject
    now = services().clock.now()
    record_account(db.session, user.id, "sign_on_linked", at=now, actor=by_staff(user.id))
    return user


def _made(
    sign_on: SignOn, claims: dict[str, Any], subject: str, roles: list[RoleName]
) -> User | None:
    email = _checked_email(claims)
    if not (sign_on.makes_accounts and email and roles) or account_changes.find(email):
        return None
    user = account_changes.add(email, account_changes.new_password(), roles, BY)
    user.sso_subject = subject
    return user


def _roles(sign_on: SignOn, claims: dict[str, Any]) -> list[RoleName]:
    said = claims.get(sign_on.role_claim)
    values = set(map(str, said)) if isinstance(said, list) else {str(said)}
    return sorted({RoleName(role) for claim, role in sign_on.roles if claim in values})
