"""Accounts of staff: how Flask-Security is wired, and what of it is recorded."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, cast

import structlog
from flask import Flask, flash, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import (
    Security,
    current_user,
    password_changed,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
    wan_deleted,
    wan_registered,
)
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import TooManyRequests

from backend.config import Settings
from backend.context import services
from backend.data.models import User
from backend.data.session import db
from backend.extensions import csrf, limiter
from backend.services.events import by_staff, record_account
from backend.staff import access, account_changes, errors, two_factor
from backend.staff.signing_in import CodeForm, PasswordForm, RecoveryForm, SignInForm

log = structlog.get_logger()
View = Callable[..., ResponseReturnValue]

SHORTEST_PASSWORD = 12
# One office may share an address, so this only slows down trying many accounts in turn.
TRIES_PER_ADDRESS = "60 per 10 minutes"
TRIES_IN_DEVELOPMENT = "6000 per 10 minutes"
TRIED = ("login", "two_factor_token_validation", "mf_recovery", "wan_signin_response", "verify")
TOO_OLD = "This page was open for too long, or your browser keeps no cookies. Sign in again."
# After this, somebody who changes how they sign in enters their password again.
FRESH = timedelta(minutes=15)

SETTINGS: dict[str, Any] = {
    "SECURITY_URL_PREFIX": "/staff",
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_LOGOUT_URL": "/sign-out",
    "SECURITY_POST_LOGIN_VIEW": "/staff/searches/first",
    "SECURITY_POST_LOGOUT_VIEW": "/staff/sign-in",
    "SECURITY_LOGIN_USER_TEMPLATE": "staff/sign_in.html",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_LOGOUT_CSRF": True,
    "SECURITY_LOGOUT_USER_TEMPLATE": "staff/sign_out.html",
    "SECURITY_VERIFY_TEMPLATE": "staff/verify.html",
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_FLASH_MESSAGES": False,
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST_PASSWORD,
    "SECURITY_API_ENABLED_METHODS": ["session"],
    "SECURITY_TRACKABLE": True,
    "SECURITY_FRESHNESS": FRESH,
    "SECURITY_FRESHNESS_GRACE_PERIOD": FRESH,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_CHANGE_URL": "/account/password",
    "SECURITY_CHANGE_PASSWORD_TEMPLATE": "staff/password.html",
    "SECURITY_POST_CHANGE_VIEW": "/staff/account",
    "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
    "SECURITY_MSG_EMAIL_NOT_PROVIDED": ("Enter your email address", "error"),
    "SECURITY_MSG_PASSWORD_NOT_PROVIDED": ("Enter your password", "error"),
}


# What the library says has happened, as the record calls it.
RECORDED = (
    (password_changed, "password_changed"),
    (tf_profile_changed, "code_app_set"),
    (tf_disabled, "code_app_removed"),
    (wan_registered, "passkey_added"),
    (wan_deleted, "passkey_removed"),
)


def init_app(app: Flask, settings: Settings) -> None:
    """Wire Flask-Security into the application."""
    app.config.update(SETTINGS, **two_factor.settings_for(settings))
    with app.app_context():  # codes go by the service's clock from the start
        Security(
            app,
            account_changes.datastore(),
            login_form=SignInForm,
            change_password_form=PasswordForm,
            two_factor_verify_code_form=CodeForm,
            mf_recovery_form=RecoveryForm,
            totp_cls=two_factor.Codes,
            mf_recovery_codes_util_cls=two_factor.RecoveryCodes,
        )
    csrf.exempt(app.blueprints["security"])  # it checks the token itself
    app.before_request(access.guard_library)
    user_authenticated.connect(_signed_in, app)
    for signal, kind in RECORDED:
        signal.connect(_recorder(kind), app, weak=False)
    views = cast(dict[str, Any], app.view_functions)
    for name in TRIED:
        limited = limiter.limit(_tries, methods=["POST"])(views[f"security.{name}"])
        views[f"security.{name}"] = _kindly(limited)
    views["security.logout"] = _everywhere(views["security.logout"])


def _kindly(login: View) -> View:
    """Signing in, where an old form leads to a fresh one, and haste to a page of the console."""

    @wraps(login)
    def view(*args: Any, **named: Any) -> ResponseReturnValue:
        try:
            return login(*args, **named)
        except CSRFError:
            flash(TOO_OLD, "info")
            return redirect(url_for("security.login"))
        except TooManyRequests:
            return errors.page(429)

    return view


def _everywhere(logout: View) -> View:
    """Signing out, after which no copy of the person's session opens anything, anywhere."""

    @wraps(logout)
    def view() -> ResponseReturnValue:
        user = current_user._get_current_object()
        elsewhere = session.get(access.ELSEWHERE)
        response = logout()
        if isinstance(user, User) and not current_user.is_authenticated:
            account_changes.end_sessions(user)
            _record(user, "signed_out")
            db.session.commit()
            access.forget_times()
            if elsewhere:
                return redirect(url_for("staff_single_sign_on.signed_out"))
        return response

    return view


def _tries() -> str:
    return TRIES_PER_ADDRESS if services().settings.production else TRIES_IN_DEVELOPMENT


def _signed_in(_app: Flask, user: User, **_how: Any) -> None:
    access.forget_times()
    _record(user, "signed_in")
    log.info("staff_signed_in", user=user.id)


def _recorder(kind: str) -> Callable[..., None]:
    def heard(_app: Flask, user: User, **_more: Any) -> None:
        if kind == "password_changed":
            user.one_time_until = None
        _record(user, kind)

    return heard


def _record(user: User, kind: str, **detail: Any) -> None:
    now = services().clock.now()
    record_account(db.session, user.id, kind, at=now, actor=by_staff(user.id), **detail)
