"""The register of organisations: loading the official files, and handing it to the bot."""

import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, cast

from sqlalchemy import CursorResult, Engine, Insert, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from backend.data.organisations import ListedOrganisation, OrganisationFile
from backend.services.ods import BadRow, Row, read

BATCH = 1000
MOST_REASONS = 1000
SHAPE = 1  # of what is sent: raised when that changes, so that nobody keeps an old copy
_TABLE = ListedOrganisation.__table__
_KEPT = [c.name for c in _TABLE.columns if c.name not in ("code", "revision")]


@dataclass
class Loaded:
    """What came of loading a file."""

    rows: int = 0
    changed: int = 0
    skipped: int = 0
    bad: list[BadRow] = field(default_factory=list)

    def skip(self, row: BadRow) -> None:
        """Count a bad line; of very many only the first are kept to be shown."""
        self.skipped += 1
        if len(self.bad) < MOST_REASONS:
            self.bad.append(row)


def load(
    session: Session,
    lines: Iterable[bytes],
    *,
    kind: str,
    columns: int,
    file: str,
    now: datetime,
    batch_done: Callable[[], None] = lambda: None,
) -> Loaded:
    """Put one file into the register; the caller commits, so that a file is in wholly or not."""
    loaded, run = Loaded(), _next_run(session, now)
    rows = read(lines, kind, columns)
    while batch := list(islice(rows, BATCH)):
        for each in batch:
            if isinstance(each, BadRow):
                loaded.skip(each)
        good = {row.code: row for row in batch if isinstance(row, Row)}
        _upsert(session, list(good.values()), kind, run, loaded)
        batch_done()
    loaded.changed = _changed(session, kind, run)
    session.merge(
        OrganisationFile(
            name=file, kind=kind, loaded=loaded.rows, skipped=loaded.skipped, loaded_at=now
        )
    )
    session.flush()
    return loaded


def _upsert(session: Session, rows: list[Row], kind: str, run: int, loaded: Loaded) -> None:
    if not rows:
        return
    values = [{**row._asdict(), "kind": kind, "revision": run} for row in rows]
    session.connection().execute(_statement(session), values)
    loaded.rows += len(rows)


def _next_run(session: Session, now: datetime) -> int:
    """A number above all that were given, also where rows were taken out in between."""
    newest = session.scalar(select(func.max(ListedOrganisation.revision))) or 0
    return max(newest + 1, int(now.timestamp() * 1000))


def _changed(session: Session, kind: str, run: int) -> int:
    """How many rows carry this run's number; what the drivers count is not the same thing."""
    query = select(func.count()).select_from(ListedOrganisation)
    ours = (ListedOrganisation.kind == kind, ListedOrganisation.revision == run)
    return session.scalar(query.where(*ours)) or 0


def _statement(session: Session) -> Insert:
    """Inserts, or updates where something differs: a second run changes nothing."""
    dialect = session.get_bind().dialect.name
    insert: Any = (sqlite if dialect == "sqlite" else postgresql).insert(_TABLE)
    differs = [_TABLE.c[name].is_distinct_from(insert.excluded[name]) for name in _KEPT]
    return cast(
        "Insert",
        insert.on_conflict_do_update(
            index_elements=["code"],
            set_={name: insert.excluded[name] for name in (*_KEPT, "revision")},
            where=or_(*differs),
        ),
    )


def forget(session: Session, kind: str) -> int:
    """Take all organisations of one kind out again; the caller commits."""
    gone = session.execute(delete(ListedOrganisation).where(ListedOrganisation.kind == kind))
    session.execute(delete(OrganisationFile).where(OrganisationFile.kind == kind))
    return max(cast("CursorResult[Any]", gone).rowcount, 0)


def counts(session: Session) -> list[tuple[str, int, int]]:
    """How many organisations of each kind there are, and how many of them are closed."""
    closed = func.count().filter(ListedOrganisation.closed.is_(True))
    query = select(ListedOrganisation.kind, func.count(), closed)
    grouped = query.group_by(ListedOrganisation.kind).order_by(ListedOrganisation.kind)
    return [(kind, total, shut) for kind, total, shut in session.execute(grouped)]


def files(session: Session) -> list[OrganisationFile]:
    """The files that were loaded."""
    return list(session.scalars(select(OrganisationFile).order_by(OrganisationFile.name)))


def version(session: Session) -> str:
    """Changes whenever the register does."""
    query = select(func.count(), func.max(ListedOrganisation.revision))
    count, newest = session.execute(query).one()
    return f"{SHAPE}-{count}-{newest or 0}"


def lines(engine: Engine) -> Iterator[bytes]:
    """The register as the bot reads it: one JSON array a line, compact, by code.

    It has a session of its own, which is closed when the last line is sent or the caller goes.
    """
    table = ListedOrganisation
    query = select(
        table.code, table.kind, table.name, table.town, table.postcode, table.nation,
        table.parent, table.closed,
    ).order_by(table.code)  # fmt: skip
    with Session(engine) as session:
        for row in session.execute(query.execution_options(yield_per=BATCH)):
            yield json.dumps(list(row), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def zipped(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same in gzip, as it comes."""
    packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    for part in parts:
        if packed := packer.compress(part):
            yield packed
    yield packer.flush()
