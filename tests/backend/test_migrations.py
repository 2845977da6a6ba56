"""The migrations make the tables that the models describe, and can be taken back."""

import pytest
from sqlalchemy import create_engine, inspect, text

from backend.data import migrate
from backend.data.session import db, engine_options, prepare


def test_the_migrated_database_is_what_the_models_say(app):
    with app.app_context():
        assert migrate.differences(db.engine) == []


def test_a_database_can_be_taken_back_and_brought_forward_again(app):
    with app.app_context():
        migrate.downgrade(db.engine)
        left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
        migrate.upgrade(db.engine)

        assert left == set()
        assert migrate.differences(db.engine) == []


def test_the_command_may_be_run_again(app):
    said = app.test_cli_runner().invoke(args=["migrate"])

    assert (said.exit_code, said.output.strip()) == (0, "The database is up to date.")


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 3000), ("synchronous", 1)],
)
def test_sqlite_is_set_up_for_several_processes(tmp_path, pragma, value):
    options = engine_options(f"sqlite:///{tmp_path / 'x.db'}")
    engine = create_engine(options.pop("url"), **options)
    prepare(engine)

    with engine.connect() as connection:
        assert connection.scalar(text(f"PRAGMA {pragma}")) == value
    engine.dispose()
