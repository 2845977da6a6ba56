"""The second factor: codes of an app, passkeys, and recovery codes for when both are lost."""

import base64
import hashlib
from typing import Any, cast

from flask_security import Totp, UserMixin
from flask_security.recovery_codes import MfRecoveryCodesUtil
from passlib.totp import TOTP

from backend.config import Settings
from backend.context import services
from backend.data.models import User
from backend.data.session import db
from backend.services.events import by_staff, record_account
from intake.config import load

STEP = 30  # seconds that a code lives, and that a clock may be wrong
RECOVERY_CODES = 10


def settings_for(settings: Settings) -> dict[str, Any]:
    """What Flask-Security needs to know about second factors."""
    return {
        "STAFF_SECOND_FACTOR_REQUIRED": settings.second_factor_required,
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": STEP,
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_SETUP_URL": "/account/app",
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/sign-in/code",
        "SECURITY_TWO_FACTOR_SELECT_URL": "/sign-in/choose",
        "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "/staff/account",
        "SECURITY_TWO_FACTOR_SETUP_TEMPLATE": "staff/app.html",
        "SECURITY_TWO_FACTOR_VERIFY_CODE_TEMPLATE": "staff/code.html",
        "SECURITY_TWO_FACTOR_SELECT_TEMPLATE": "staff/choose_factor.html",
        "SECURITY_TOTP_SECRETS": _tagged(settings.sign_in_keys),
        "SECURITY_TOTP_ISSUER": f"Complaint intake, {load().ombudsman_short}",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": RECOVERY_CODES,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [_fernet(k) for k in settings.sign_in_keys],
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL": "/account/recovery-codes",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_TEMPLATE": "staff/recovery_codes.html",
        "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/sign-in/recovery-code",
        "SECURITY_MULTI_FACTOR_RECOVERY_TEMPLATE": "staff/recovery.html",
        "SECURITY_WEBAUTHN": True,
        "SECURITY_WAN_ALLOW_AS_FIRST_FACTOR": False,
        "SECURITY_WAN_ALLOW_AS_MULTI_FACTOR": False,
        "SECURITY_WAN_ALLOW_AS_VERIFY": None,
        "SECURITY_WAN_RP_NAME": f"Complaint intake, {load().ombudsman_short}",
        "SECURITY_WAN_REGISTER_URL": "/account/passkey",
        "SECURITY_WAN_DELETE_URL": "/account/passkey/deletion",
        "SECURITY_WAN_SIGNIN_URL": "/sign-in/passkey",
        "SECURITY_WAN_POST_REGISTER_VIEW": "/staff/account",
        "SECURITY_WAN_REGISTER_TEMPLATE": "staff/passkey_new.html",
        "SECURITY_WAN_SIGNIN_TEMPLATE": "staff/passkey.html",
    }


def _tagged(keys: tuple[str, ...]) -> dict[int, str]:
    """Keys by number; the first in the list has the highest, which is the one that locks."""
    return {len(keys) - place: key for place, key in enumerate(keys)}


def _fernet(key: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"recovery codes:" + key.encode()).digest())


def has_one(user: User) -> bool:
    """True where the account has a second factor."""
    return has_app(user) or bool(user.webauthn)


def has_app(user: User) -> bool:
    """True where the account gets its codes from an app."""
    return bool(user.tf_primary_method and user.tf_totp_secret)


class Codes(Totp):
    """Codes of an app by the service's clock; each works once."""

    def __init__(self, secrets: dict[int, str], issuer: str) -> None:
        self._totp = TOTP.using(
            issuer=issuer, secrets=secrets, now=lambda: services().clock.now().timestamp()
        )

    def verify_totp(self, token: str, totp_secret: str, user: UserMixin, window: int = 0) -> bool:
        """True for a right code; what was used with another app does not count."""
        if totp_secret != user.tf_totp_secret:
            cast(User, user).totp_counter = None
        return bool(super().verify_totp(token, totp_secret, user, window))

    def get_last_counter(self, user: UserMixin) -> int | None:
        """The newest code that was taken."""
        return cast(User, user).totp_counter

    def set_last_counter(self, user: UserMixin, tmatch: Any) -> None:
        """Remember it."""
        cast(User, user).totp_counter = tmatch.counter


class RecoveryCodes(MfRecoveryCodesUtil):
    """Recovery codes, whose making and use are recorded."""

    def create_recovery_codes(self, user: UserMixin) -> list[str]:
        """Make new ones in place of the old."""
        _record(user, "recovery_codes_made")
        return list(super().create_recovery_codes(user))

    def delete_recovery_code(self, user: UserMixin, code: str) -> bool:
        """Take one away that was used."""
        _record(user, "recovery_code_used")
        return bool(super().delete_recovery_code(user, code))


def _record(user: UserMixin, kind: str) -> None:
    now = services().clock.now()
    record_account(db.session, user.id, kind, at=now, actor=by_staff(user.id))
