"""What staff had typed when their session ended: kept sealed for a day, for them alone."""

import json
import uuid
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from backend.config import Settings
from backend.data.casework import ParkedForm
from backend.services.sealing import seal, unseal

KEPT = timedelta(hours=24)
LONGEST_ID = 36
Fields = dict[str, list[str]]


def park(session: Session, settings: Settings, user: int, fields: Fields, now: datetime) -> str:
    """Keep what was typed, and give back the id to find it by."""
    row = ParkedForm(
        id=str(uuid.uuid4()), user_id=user, sealed=seal(settings, json.dumps(fields)), at=now
    )
    session.add(row)
    return row.id


def fetch(
    session: Session, settings: Settings, user: int, identity: str, now: datetime
) -> Fields | None:
    """What this member of staff had typed; None for anybody else's, and after a day."""
    known = 0 < len(identity) <= LONGEST_ID and identity.isascii() and identity.isprintable()
    row = session.get(ParkedForm, identity) if known else None
    if row is None or row.user_id != user or row.at < now - KEPT:
        return None
    opened = unseal(settings, row.sealed)
    return None if opened is None else json.loads(opened)


def erase_old(session: Session, now: datetime) -> None:
    """Erase what nobody came back for within a day."""
    session.execute(delete(ParkedForm).where(ParkedForm.at < now - KEPT))


def forget(session: Session, user: int, identity: str) -> None:
    """Erase what was typed, once it is saved."""
    session.execute(delete(ParkedForm).where(ParkedForm.id == identity, ParkedForm.user_id == user))
