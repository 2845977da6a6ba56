"""Tokens of case systems: made by an administrator, shown once, kept as a hash, taken back."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from backend.data.case_api import ApiToken
from backend.services.events import NO_CASE, by_staff, record

# Every token begins so, so that a scanner of repositories and logs knows one that leaked.
MARK = "intake"
NAME_BYTES, SECRET_BYTES = 5, 32
SHAPE = re.compile(rf"({MARK}_[0-9a-f]{{{2 * NAME_BYTES}}})_[A-Za-z0-9_-]{{43}}")
DAYS = (30, 90, 180, 365)
# A use is written down at most so often: it is there to find tokens that nobody needs.
USE_KEPT = timedelta(minutes=5)


class Scope(StrEnum):
    """What a token may do."""

    CASES_READ = "cases:read"
    CASES_WRITE = "cases:write"
    EVENTS_READ = "events:read"
    DOCUMENTS_READ = "documents:read"
    PERSONAL_READ = "personal:read"
    WEBHOOKS_MANAGE = "webhooks:manage"


def make(
    session: Session, name: str, scopes: Sequence[Scope], days: int, *, by: int, now: datetime
) -> tuple[ApiToken, str]:
    """A new token and its text, which is kept nowhere."""
    prefix = f"{MARK}_{secrets.token_hex(NAME_BYTES)}"
    text = f"{prefix}_{secrets.token_urlsafe(SECRET_BYTES)}"
    row = ApiToken(
        name=name,
        prefix=prefix,
        hash=_hash(text),
        scopes=sorted({scope.value for scope in scopes}),
        made_by=by,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(row)
    session.flush()
    told = {"token": row.id, "scopes": row.scopes, "days": days}
    record(session, NO_CASE, "token_made", at=now, actor=by_staff(by), **told)
    return row, text


def revoke(session: Session, row: ApiToken, *, by: int, now: datetime) -> None:
    """End a token at once."""
    if row.revoked_at is None:
        row.revoked_at = now
        record(session, NO_CASE, "token_revoked", at=now, actor=by_staff(by), token=row.id)


def find(session: Session, text: str, now: datetime) -> ApiToken | None:
    """The token with this text; None where it is none, is revoked or has run out.

    The text has 256 bits that nobody chose, so a plain hash of it is as good as a slow one.
    """
    shape = SHAPE.fullmatch(text)
    if shape is None:
        return None
    row = session.scalars(select(ApiToken).where(ApiToken.prefix == shape[1])).one_or_none()
    if row is None or not hmac.compare_digest(row.hash, _hash(text)):
        return None
    return row if row.revoked_at is None and now < row.expires_at else None


def used(session: Session, row: ApiToken, now: datetime) -> None:
    """Write down that a token is in use."""
    seen = ApiToken.last_used_at
    session.execute(
        update(ApiToken)
        .where(ApiToken.id == row.id, or_(seen.is_(None), seen < now - USE_KEPT))
        .values(last_used_at=now)
        .execution_options(synchronize_session=False)
    )


def by_token(row: ApiToken) -> str:
    """How an event names a case system."""
    return f"token:{row.id}"


def names(session: Session) -> dict[str, str]:
    """What each token is called, by how events name it."""
    return named(
        (number, name) for number, name in session.execute(select(ApiToken.id, ApiToken.name))
    )


def named(tokens: Iterable[tuple[int, str]]) -> dict[str, str]:
    """The same of tokens that were read already."""
    return {f"token:{number}": f"{name} (case system)" for number, name in tokens}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
