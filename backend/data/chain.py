"""The chain of events: each row's hash covers what it says and the hash of the row before it."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Row,
    String,
    bindparam,
    column,
    func,
    select,
    table,
    union_all,
)
from sqlalchemy import text as sql

from backend.data.types import Json, Moment

# Its own picture of the table, so that a migration means the same whatever the models become.
EVENTS = table(
    "case_event",
    column("id", Integer),
    column("conversation_id", String),
    column("account", Integer),
    column("kind", String),
    column("actor", String),
    column("detail", Json),
    column("at", Moment),
    column("seq", Integer),
    column("hash", String),
)
FIRST = "0" * 64
BATCH = 2000
# Whoever adds to the chain holds this until the commit, on PostgreSQL; SQLite lets one write.
LOCK = 7405_0009


def digest(previous: str, seq: int, row: Row[Any]) -> str:
    """The hash of a row at this place of the chain."""
    said = [
        previous,
        seq,
        row.id,
        row.conversation_id,
        row.account,
        row.kind,
        row.actor,
        row.detail,
        row.at.astimezone(UTC).isoformat(timespec="microseconds"),
    ]
    plain = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def seal(connection: Connection) -> None:
    """Put the rows that are in no chain yet at its end; the last thing before a commit."""
    if connection.dialect.name == "postgresql":
        connection.execute(sql("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    placed = (
        EVENTS.update()
        .where(EVENTS.c.id == bindparam("row"))
        .values(seq=bindparam("place"), hash=bindparam("mark"))
    )
    more = True
    while more:
        seq, previous, rows = _end(connection)
        more, marks = len(rows) == BATCH, []
        for row in rows:
            seq, previous = seq + 1, digest(previous, seq + 1, row)
            marks.append({"row": row.id, "place": seq, "mark": previous})
        if marks:
            connection.execute(placed, marks)


def _end(connection: Connection) -> tuple[int, str, list[Row[Any]]]:
    """The end of the chain and the rows that belong behind it, asked for at once."""
    newest = select(EVENTS).where(EVENTS.c.seq.is_not(None)).order_by(EVENTS.c.seq.desc()).limit(1)
    waiting = select(EVENTS).where(EVENTS.c.seq.is_(None)).order_by(EVENTS.c.id).limit(BATCH)
    both = union_all(select(newest.subquery()), select(waiting.subquery()))
    found = sorted(connection.execute(both), key=lambda row: row.id)
    behind = [row for row in found if row.seq is None]
    end = next((row for row in found if row.seq is not None), None)
    return (end.seq, end.hash, behind) if end else (0, FIRST, behind)


def last(connection: Connection) -> tuple[int, str]:
    """The place and the hash of the newest row of the chain."""
    newest = select(EVENTS.c.seq, EVENTS.c.hash).order_by(EVENTS.c.seq.desc()).limit(1)
    found = connection.execute(newest.where(EVENTS.c.seq.is_not(None))).one_or_none()
    return (found.seq, found.hash) if found else (0, FIRST)


def unsealed(connection: Connection) -> int | None:
    """The id of the first row that is in no chain."""
    query = select(func.min(EVENTS.c.id)).where(EVENTS.c.seq.is_(None))
    return connection.execute(query).scalar_one_or_none()


def walk(connection: Connection) -> Iterator[Sequence[Row[Any]]]:
    """The rows of the chain from its beginning, many at a time."""
    seq = None
    while True:
        after = EVENTS.c.seq.is_not(None) if seq is None else EVENTS.c.seq > seq
        rows = connection.execute(
            select(EVENTS).where(after).order_by(EVENTS.c.seq).limit(BATCH)
        ).all()
        if not rows:
            return
        yield rows
        seq = rows[-1].seq
