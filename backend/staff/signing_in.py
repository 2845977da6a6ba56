"""The forms of signing in, and the lock after wrong passwords and codes."""

from datetime import timedelta
from typing import Any

import structlog
from flask_security.forms import ChangePasswordForm, LoginForm, TwoFactorVerifyCodeForm
from flask_security.recovery_codes import MfRecoveryForm

from backend.context import services
from backend.data.models import User
from backend.data.session import db
from backend.services.events import NOBODY, record_account
from backend.staff import two_factor

log = structlog.get_logger()
WRONG_PASSWORDS = 5
LOCKED_FOR = timedelta(minutes=15)
# The same words for an unknown address, a wrong password and a locked or closed account.
REFUSED = "The email address or password is not right. Check both and try again."
WRONG_CODE = "The code is not right. Enter the newest code that your app shows."
WRONG_RECOVERY = "The recovery code is not right, or it was used before."


class SignInForm(LoginForm):
    """Email address and password; tells nobody which of the two was wrong."""

    remember = None

    def validate(self, **kwargs: Any) -> bool:
        """True for the right password of an open account that is not locked."""
        right = bool(super().validate(**kwargs))
        if not (self.email.data and self.password.data):
            return False
        user = self.user if isinstance(self.user, User) else None
        right = right and not (user and _password_too_old(user))
        if not may_go_on(user, right=right, why="password"):
            right = False
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


class CodeForm(TwoFactorVerifyCodeForm):
    """A code of the app, to sign in or to finish setting up."""

    def validate(self, **kwargs: Any) -> bool:
        """True for a code that is right and new; wrong ones count like wrong passwords."""
        right = bool(super().validate(**kwargs))
        if not self.is_setup and isinstance(self.user, User):
            right = may_go_on(self.user, right=right, why="code", last=True)
        if not right:
            self.code.errors = [WRONG_CODE]
        return right


class RecoveryForm(MfRecoveryForm):
    """A recovery code in place of the app or the passkey."""

    def validate(self, **kwargs: Any) -> bool:
        """True for a code of the list; wrong ones count like wrong passwords."""
        if self.code.data:
            self.code.data = self.code.data.strip().lower()
        right = bool(super().validate(**kwargs))
        if isinstance(self.user, User):
            right = may_go_on(self.user, right=right, why="recovery_code", last=True)
        if not right:
            self.code.errors = [WRONG_RECOVERY]
        return right


class PasswordForm(ChangePasswordForm):
    """A new password, by somebody who knows the old one."""

    def problems(self) -> dict[str, str]:
        """What is wrong, by field."""
        fields = (self.password, self.new_password, self.new_password_confirm)
        return {field.id: str(field.errors[0]) for field in fields if field.errors}


def may_go_on(user: User | None, *, right: bool, why: str, last: bool = False) -> bool:
    """Count a wrong try, or forget the count after the last right one; False while locked."""
    now = services().clock.now()
    locked = user is not None and user.locked_until is not None and user.locked_until > now
    if user is not None and not locked:
        _count(user, right=right, last=last)
    if locked or not right:
        account = user.id if user else None
        why = "locked" if locked else why
        record_account(db.session, account, "sign_in_failed", at=now, actor=NOBODY, why=why)
    db.session.commit()
    return right and not locked


def _count(user: User, *, right: bool, last: bool) -> None:
    """A right password alone forgets no wrong codes: otherwise they could be guessed for ever."""
    if right and (last or not two_factor.has_one(user)):
        user.failed_sign_ins, user.locked_until = 0, None
    elif not right:
        user.failed_sign_ins += 1
        if user.failed_sign_ins >= WRONG_PASSWORDS:
            now = services().clock.now()
            user.failed_sign_ins, user.locked_until = 0, now + LOCKED_FOR
            record_account(db.session, user.id, "account_locked", at=now, actor=NOBODY)
            log.warning("staff_account_locked", user=user.id)


def _password_too_old(user: User) -> bool:
    until = user.one_time_until
    return until is not None and until <= services().clock.now()
