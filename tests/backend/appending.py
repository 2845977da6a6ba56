"""A process of its own that adds events, for tests of two that do so at once."""

import sys
from datetime import UTC, datetime

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from backend.data.session import engine_options, prepare
from backend.services.events import record


def append(url: str, name: str, count: int) -> None:
    """Add events one by one, each in a transaction of its own."""
    options = engine_options(url)
    engine = create_engine(options.pop("url"), **options)
    prepare(engine)
    for number in range(count):
        with Session(engine) as session:
            record(session, name, "viewed", at=datetime.now(UTC), actor="staff:1", number=number)
            session.commit()
    engine.dispose()


if __name__ == "__main__":
    append(sys.argv[1], sys.argv[2], int(sys.argv[3]))
