"""Tables of cases for use elsewhere: asked for, made in the background, kept locked for a day."""

import io
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from backend.config import Settings
from backend.data.lists import CaseExport
from backend.logs import place
from backend.services import exports_store
from backend.services.events import NO_CASE, by_staff, record
from backend.services.exports_writing import Format, Value, writer
from backend.services.sealing import seal, unseal

log = structlog.get_logger()
WAITING, RUNNING, DONE = "waiting", "running", "done"
FAILED, CANCELLED = "failed", "cancelled"
OPEN = (WAITING, RUNNING)
KEPT = timedelta(days=1)
QUIET = timedelta(minutes=3)  # so long without a sign, and another worker begins again
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Source:
    """What goes into the table: its headings, and its rows in handfuls."""

    head: Sequence[str]
    handfuls: Iterable[Sequence[Sequence[Value]]]


class _Stopped(Exception):
    """Whoever asked for it wants it no more."""


def ask(session: Session, wanted: CaseExport, now: datetime, **detail: Any) -> CaseExport:
    """Keep that somebody wants an export. The same token again is refused by the database."""
    session.add(wanted)
    session.flush()
    about = {"format": wanted.format, "columns": wanted.columns, **detail}
    _record(session, wanted, "export_asked", now, **about)
    return wanted


def find(session: Session, user: int, identity: str, now: datetime) -> CaseExport | None:
    """An export of this member of staff; None for anybody else's, and after a day."""
    found = session.get(CaseExport, identity.replace("\0", ""))
    mine = found is not None and found.user_id == user and found.at > now - KEPT
    return found if mine else None


def of(session: Session, user: int, now: datetime) -> Sequence[CaseExport]:
    """The exports that somebody asked for within a day, newest first."""
    query = select(CaseExport).where(CaseExport.user_id == user, CaseExport.at > now - KEPT)
    return session.scalars(query.order_by(CaseExport.at.desc())).all()


def cancel(session: Session, settings: Settings, export: CaseExport, now: datetime) -> None:
    """Stop an export and take its file away, made or not. Commits."""
    export.state, export.sealed_key, export.ended_at = CANCELLED, "", now
    _record(session, export, "export_cancelled", now, rows=export.done)
    session.commit()
    path_of(settings, export.id).unlink(missing_ok=True)


def pieces(settings: Settings, export: CaseExport) -> Iterator[bytes]:
    """The file in pieces. Raises exports_store.Unreadable."""
    key = unseal(settings, export.sealed_key)
    if not key:
        raise exports_store.Unreadable
    return exports_store.read(path_of(settings, export.id), key)


def downloaded(session: Session, export: CaseExport, now: datetime) -> None:
    """Record that the file left the service."""
    _record(session, export, "export_downloaded", now, rows=export.done)


def make(
    session: Session, settings: Settings, identity: str,
    source: Callable[[Session, CaseExport], Source], clock: Clock,
) -> bool:  # fmt: skip
    """Write the file of an export; False where it is made already, or nobody wants it. Commits."""
    if not _take(session, identity, clock()):
        return False
    export, key = session.get_one(CaseExport, identity), exports_store.new_key()
    path = path_of(settings, identity)
    try:
        _write(session, export, path, key, source(session, export), clock)
        size, sealed = path.stat().st_size, seal(settings, key)
        _sign(session, identity, state=DONE, size=size, sealed_key=sealed, ended_at=clock())
    except _Stopped:
        path.unlink(missing_ok=True)
        return False
    except Exception as error:
        session.rollback()
        path.unlink(missing_ok=True)
        log.error("export_failed", error=type(error).__name__, where=place(error))
        _sign(session, identity, state=FAILED, ended_at=clock())
        return False
    return True


def unfinished(session: Session, now: datetime) -> list[str]:
    """The exports that nobody works on, though they are wanted."""
    query = select(CaseExport.id).where(CaseExport.state.in_(OPEN))
    return list(session.scalars(query.where(CaseExport.beat_at < now - QUIET)))


def erase_old(session: Session, settings: Settings, now: datetime) -> None:
    """Erase exports after a day, and files that belong to none."""
    session.execute(delete(CaseExport).where(CaseExport.at < now - KEPT))
    session.commit()
    known = frozenset(session.scalars(select(CaseExport.id)))
    session.commit()
    for path in exports_store.folder(settings.var).iterdir():
        if path.name.partition(".")[0] not in known:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def path_of(settings: Settings, identity: str) -> Path:
    """Where the file of an export lies."""
    return exports_store.folder(settings.var) / identity


def _write(
    session: Session, export: CaseExport, path: Path, key: str, source: Source, clock: Clock
) -> None:
    """A workbook is put together in a folder that goes away before the file is there."""
    done, kind = 0, Format(export.format)
    with tempfile.TemporaryDirectory(prefix=f"{export.id}.", dir=path.parent) as parts:
        plain = io.BufferedWriter(exports_store.Locking(path, key))
        with plain, tempfile.TemporaryFile(dir=parts) as book:
            to = plain if kind is Format.CSV else book
            table = writer(kind, to, source.head, Path(parts))
            for rows in source.handfuls:
                for values in rows:
                    table.row(values)
                done += len(rows)
                _sign(session, export.id, done=done, beat_at=clock())
            table.close()
            book.seek(0)
            shutil.copyfileobj(book, plain)


def _take(session: Session, identity: str, now: datetime) -> bool:
    free = or_(CaseExport.state == WAITING, CaseExport.beat_at < now - QUIET)
    taken = session.execute(
        update(CaseExport)
        .where(CaseExport.id == identity, CaseExport.state.in_(OPEN), free)
        .values(state=RUNNING, beat_at=now, done=0)
    )
    session.commit()
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def _sign(session: Session, identity: str, **values: Any) -> None:
    """Say how far it is. Raises _Stopped where it is not wanted any more."""
    wanted = update(CaseExport).where(CaseExport.id == identity, CaseExport.state == RUNNING)
    going_on = session.execute(wanted.values(**values).execution_options(synchronize_session=False))
    session.commit()
    if not going_on.rowcount:  # type: ignore[attr-defined]
        raise _Stopped


def _record(session: Session, export: CaseExport, kind: str, now: datetime, **detail: Any) -> None:
    who = by_staff(export.user_id)
    record(session, NO_CASE, kind, at=now, actor=who, export=export.id, **detail)
