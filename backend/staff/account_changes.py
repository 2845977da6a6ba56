"""Accounts of staff: made, given roles, closed and opened again, given new ways to sign in.

Each change is recorded, and none leaves the console without an administrator. The caller commits,
or rolls back what was refused.
"""

import secrets
from datetime import timedelta
from typing import cast

from flask_security import FSQLALiteUserDatastore, hash_password
from sqlalchemy import func, select

from backend.context import services
from backend.data.models import Role, User, WebAuthn
from backend.data.session import db
from backend.services.events import record_account
from backend.staff.access import DESCRIPTIONS, RoleName

PASSWORD_BYTES = 12
ONE_TIME_FOR = timedelta(hours=24)


class LastAdministrator(Exception):
    """Without this account nobody could keep accounts any more."""


def datastore() -> FSQLALiteUserDatastore:
    """Where Flask-Security finds and keeps accounts."""
    return FSQLALiteUserDatastore(db, User, Role, WebAuthn)


def find(email: str) -> User | None:
    """The account with this address, whatever its capitals."""
    return cast(User | None, datastore().find_user(case_insensitive=True, email=email))


def add(email: str, password: str, roles: list[RoleName], by: str) -> User:
    """Make an account with these roles."""
    store = datastore()
    user = cast(User, store.create_user(email=email, password=hash_password(password)))
    user.roles = _kept(roles)
    db.session.flush()
    _record(user, "account_made", by, roles=_names(roles))
    return user


def set_roles(user: User, roles: list[RoleName], by: str) -> None:
    """Give an account these roles and no others; its sessions go on with them.

    Raises LastAdministrator.
    """
    before = sorted(role.name for role in user.roles)
    if before == _names(roles):
        return
    if RoleName.ADMINISTRATOR.value in before and RoleName.ADMINISTRATOR not in roles:
        _hold_administrators()
        user.roles = _kept(roles)
        _keep_one_administrator()
    user.roles = _kept(roles)
    _record(user, "roles_changed", by, before=before, after=_names(roles))


def close(user: User, by: str) -> None:
    """Nobody can sign in with it any more, and its sessions end. Raises LastAdministrator."""
    if not user.active:
        return
    _hold_administrators()
    user.active = False
    if user.has_role(RoleName.ADMINISTRATOR.value):
        _keep_one_administrator()
    end_sessions(user)
    _record(user, "account_closed", by)


def reopen(user: User, by: str) -> None:
    """Let a closed account be used again, with the password and roles that it had."""
    if user.active:
        return
    user.active = True
    user.failed_sign_ins, user.locked_until = 0, None
    _record(user, "account_reopened", by)


def set_password(user: User, password: str, by: str) -> None:
    """Give an account a new password, end its sessions and open its lock."""
    user.password = hash_password(password)
    user.failed_sign_ins, user.locked_until, user.one_time_until = 0, None, None
    end_sessions(user)
    _record(user, "password_reset", by)


def one_time_password(user: User, by: str) -> str:
    """A password for one day, to be changed at the first sign-in; shown once, kept nowhere."""
    password = new_password()
    set_password(user, password, by)
    user.one_time_until = services().clock.now() + ONE_TIME_FOR
    return password


def reset_second_factor(user: User, by: str) -> None:
    """Forget app, passkeys and recovery codes, so that new ones can be set up."""
    datastore().reset_user_access(user)
    user.totp_counter = None
    _record(user, "second_factor_reset", by)


def end_sessions(user: User) -> None:
    """Make every session of the account useless."""
    datastore().set_uniquifier(user)


def new_password() -> str:
    """A password that nobody can guess."""
    return secrets.token_urlsafe(PASSWORD_BYTES)


def _kept(roles: list[RoleName]) -> list[Role]:
    store = datastore()
    return [
        cast(Role, store.find_or_create_role(name=role.value, description=DESCRIPTIONS[role]))
        for role in sorted(set(roles))
    ]


def _names(roles: list[RoleName]) -> list[str]:
    return sorted({role.value for role in roles})


def _hold_administrators() -> None:
    """Two administrators who close each other at once take turns; SQLite lets one write anyway."""
    administrators = select(Role).where(Role.name == RoleName.ADMINISTRATOR.value)
    db.session.scalars(administrators.with_for_update()).all()


def _keep_one_administrator() -> None:
    db.session.flush()
    left = db.session.scalar(
        select(func.count(User.id))
        .join(User.roles)
        .where(Role.name == RoleName.ADMINISTRATOR.value, User.active)
    )
    if not left:
        raise LastAdministrator


def _record(user: User, kind: str, by: str, **detail: object) -> None:
    now = services().clock.now()
    record_account(db.session, user.id, kind, at=now, actor=by, **detail)
