"""Accounts of staff: how Flask-Security is wired, and the lock after wrong passwords."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, cast

import structlog
from flask import Flask, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_security import (
    FSQLALiteUserDatastore,
    Security,
    current_user,
    hash_password,
    user_authenticated,
)
from flask_security.forms import LoginForm
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import TooManyRequests

from backend.context import services
from backend.data.models import Role, User, WebAuthn
from backend.data.session import db
from backend.extensions import csrf, limiter
from backend.staff import errors
from backend.staff.access import DESCRIPTIONS, RoleName, forget_times

log = structlog.get_logger()
View = Callable[[], ResponseReturnValue]

WRONG_PASSWORDS = 5
LOCKED_FOR = timedelta(minutes=15)
SHORTEST_PASSWORD = 12
# One office may share an address, so this only slows down trying many accounts in turn.
TRIES_PER_ADDRESS = "60 per 10 minutes"
TRIES_IN_DEVELOPMENT = "6000 per 10 minutes"
# The same words for an unknown address, a wrong password and a locked or closed account.
REFUSED = "The email address or password is not right. Check both and try again."
TOO_OLD = "This page was open for too long, or your browser keeps no cookies. Sign in again."

SETTINGS: dict[str, Any] = {
    "SECURITY_URL_PREFIX": "/staff",
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_LOGOUT_URL": "/sign-out",
    "SECURITY_POST_LOGIN_VIEW": "/staff/",
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
    "SECURITY_MSG_EMAIL_NOT_PROVIDED": ("Enter your email address", "error"),
    "SECURITY_MSG_PASSWORD_NOT_PROVIDED": ("Enter your password", "error"),
}


class SignInForm(LoginForm):
    """Email address and password; tells nobody which of the two was wrong."""

    remember = None

    def validate(self, **kwargs: Any) -> bool:
        """True for the right password of an open account that is not locked."""
        right = bool(super().validate(**kwargs))
        if not (self.email.data and self.password.data):
            return False
        if isinstance(self.user, User) and not _may_sign_in(self.user, right=right):
            right = False
        if not right:
            self.email.errors = []
            self.password.errors = []
            self.form_errors = [REFUSED]
        return right

    def problems(self) -> list[dict[str, str]]:
        """What is wrong, each with the field to go to."""
        found = [
            {"text": str(field.errors[0]), "href": f"#{field.id}"}
            for field in (self.email, self.password)
            if field.errors
        ]
        return found + [{"text": str(text), "href": "#email"} for text in self.form_errors]


def _may_sign_in(user: User, *, right: bool) -> bool:
    """Count a wrong password, or forget the count after a right one; False while locked."""
    now = services().clock.now()
    locked = user.locked_until is not None and user.locked_until > now
    if not locked and right:
        user.failed_sign_ins, user.locked_until = 0, None
    elif not locked:
        user.failed_sign_ins += 1
        if user.failed_sign_ins >= WRONG_PASSWORDS:
            user.failed_sign_ins, user.locked_until = 0, now + LOCKED_FOR
            log.warning("staff_account_locked", user=user.id)
    db.session.commit()
    return right and not locked


def datastore() -> FSQLALiteUserDatastore:
    """Where Flask-Security finds and keeps accounts."""
    return FSQLALiteUserDatastore(db, User, Role, WebAuthn)


def add_user(email: str, password: str, roles: list[RoleName]) -> User:
    """Make an account with these roles; the caller commits."""
    store = datastore()
    for role in roles:
        store.find_or_create_role(name=role.value, description=DESCRIPTIONS[role])
    names = [role.value for role in roles]
    user = store.create_user(email=email, password=hash_password(password), roles=names)
    return cast(User, user)


def find_user(email: str) -> User | None:
    """The account with this address, whatever its capitals."""
    return cast(User | None, datastore().find_user(case_insensitive=True, email=email))


def set_password(user: User, password: str) -> None:
    """Give an account a new password, end its sessions and open its lock; the caller commits."""
    user.password = hash_password(password)
    user.failed_sign_ins, user.locked_until = 0, None
    datastore().set_uniquifier(user)


def init_app(app: Flask) -> None:
    """Wire Flask-Security into the application."""
    app.config.update(SETTINGS)
    Security(app, datastore(), login_form=SignInForm)
    csrf.exempt(app.blueprints["security"])  # it checks the token itself
    user_authenticated.connect(_signed_in, app)
    views = cast(dict[str, Any], app.view_functions)
    limited = limiter.limit(_tries, methods=["POST"])(views["security.login"])
    views["security.login"] = _kindly(limited)
    views["security.logout"] = _everywhere(views["security.logout"])


def _kindly(login: View) -> View:
    """Signing in, where an old form leads to a fresh one, and haste to a page of the console."""

    @wraps(login)
    def view() -> ResponseReturnValue:
        try:
            return login()
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
        response = logout()
        if isinstance(user, User) and not current_user.is_authenticated:
            datastore().set_uniquifier(user)
            db.session.commit()
        return response

    return view


def _tries() -> str:
    return TRIES_PER_ADDRESS if services().settings.production else TRIES_IN_DEVELOPMENT


def _signed_in(_app: Flask, user: User, **_how: Any) -> None:
    forget_times()
    log.info("staff_signed_in", user=user.id)
