"""Bring a database to the newest shape, or compare it with the models."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy.engine import Connection, Engine

from backend.data import (  # noqa: F401 - their tables belong to the models
    case_api,
    casework,
    channels,
    entries,
    files,
    letters,
    lists,
    organisations,
    supervision,
    words,
)
from backend.data.models import Base

FOLDER = Path(__file__).resolve().parents[1] / "migrations"


def config(connection: Connection) -> Config:
    """Alembic's settings, bound to an open connection."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.attributes["connection"] = connection
    return made


def upgrade(engine: Engine, to: str = "head") -> None:
    """Run every migration that this database has not had."""
    with engine.begin() as connection:
        command.upgrade(config(connection), to)


def downgrade(engine: Engine, to: str = "base") -> None:
    """Take migrations back; for tests and emergencies."""
    with engine.begin() as connection:
        command.downgrade(config(connection), to)


def differences(engine: Engine) -> list[Any]:
    """What the models say that the database does not, and the other way round."""
    with engine.connect() as connection:
        ours = MigrationContext.configure(connection, opts={"include_object": _is_described})
        return list(compare_metadata(ours, Base.metadata))


def _is_described(_thing: Any, name: str | None, kind: str, *_more: Any) -> bool:
    """False for the search index: each database has its own way, and no model says it."""
    alone = (kind == "column" and name == "vector") or name == "ix_case_words_vector"
    return not (alone or (kind == "table" and str(name).startswith("case_words_index")))
