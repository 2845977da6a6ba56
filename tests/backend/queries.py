"""Counting what the database is asked while something is done."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

from backend.data.session import db


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that are sent inside, those of the record of events among them."""
    with app.app_context():
        engine = db.engine
    asked: list[str] = []

    def hear(_connection, _cursor, statement, *_more):  # the shape that SQLAlchemy calls
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", hear)
