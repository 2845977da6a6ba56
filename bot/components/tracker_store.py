"""Keeps of a conversation only what Rasa needs to go on: the active form and the slots, in a row.

The draft in the backend is the truth; a tracker can be lost without harm. So no event is kept, and
above all no words: what a person wrote never reaches this table. One row also makes turn 200 cost
what turn 10 did, and erasing a conversation is deleting a row.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, DEFAULT_SLOT_NAMES, REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.pool import StaticPool

TABLE = sa.Table(
    "conversation_state",
    sa.MetaData(),
    sa.Column("sender_id", sa.String(255), primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("updated_at", sa.Float, nullable=False, index=True),
)


def state_of(tracker: DialogueStateTracker) -> dict[str, Any]:
    """What is remembered of a tracker."""
    hidden = DEFAULT_SLOT_NAMES - {REQUESTED_SLOT}
    slots = {
        name: slot.value
        for name, slot in tracker.slots.items()
        if name not in hidden and slot.value is not None
    }
    return {"loop": tracker.active_loop_name, "slots": slots}


def events_from(state: dict[str, Any]) -> list[Event]:
    """The few events that make Rasa find itself where it was: listening, inside the form."""
    events: list[Event] = [SessionStarted()]
    if state.get("loop"):
        events.append(ActiveLoop(state["loop"]))
    events += [SlotSet(name, value) for name, value in state.get("slots", {}).items()]
    return [*events, ActionExecuted(ACTION_LISTEN_NAME)]


class CompactTrackerStore(TrackerStore):
    """A tracker store on any SQL database, with one small row for each conversation."""

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        """Opens the database at the address `host` and makes the table if it is not there."""
        self.engine = _engine(host or "sqlite://")
        TABLE.metadata.create_all(self.engine)
        super().__init__(domain, event_broker, **kwargs)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Writes the row of this conversation."""
        row = {"state": json.dumps(state_of(tracker)), "updated_at": time.time()}
        mine = TABLE.c.sender_id == tracker.sender_id
        with self.engine.begin() as connection:
            if connection.execute(TABLE.update().where(mine).values(**row)).rowcount == 0:
                connection.execute(TABLE.insert().values(sender_id=tracker.sender_id, **row))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker as it was after the last turn, or None where nothing is known."""
        query = sa.select(TABLE.c.state).where(TABLE.c.sender_id == sender_id)
        with self.engine.connect() as connection:
            state = connection.execute(query).scalar_one_or_none()
        if state is None:
            return None
        return DialogueStateTracker.from_events(
            sender_id, events_from(json.loads(state)), self.domain.slots
        )

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations that are remembered."""
        with self.engine.connect() as connection:
            return list(connection.execute(sa.select(TABLE.c.sender_id)).scalars())

    async def erase(self, sender_id: str) -> bool:
        """Forgets a conversation. True where there was something to forget."""
        with self.engine.begin() as connection:
            deleted = connection.execute(TABLE.delete().where(TABLE.c.sender_id == sender_id))
        return bool(deleted.rowcount)


def _engine(url: str) -> sa.engine.Engine:
    url = re.sub(r"^postgres(ql)?(\+\w+)?://", "postgresql://", url)  # Rasa brings psycopg2
    # hide_parameters: an error of the database is logged, and must not quote the row.
    if not url.startswith("sqlite"):
        return sa.create_engine(url, hide_parameters=True, future=True, pool_pre_ping=True)
    # Opening and closing a SQLite file costs more than the turn's row: the connection is kept.
    engine = sa.create_engine(
        url,
        hide_parameters=True,
        future=True,
        poolclass=StaticPool,
        connect_args={"check_same_thread": False},
    )
    sa.event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=3000")
    cursor.close()
