"""The backend on SQLite and on PostgreSQL: each test that touches a database runs on both."""

import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from backend.app import create_app
from backend.config import Settings
from backend.data import migrate
from backend.data.models import Base
from backend.data.session import db, prepare
from backend.staff import accounts
from tests.backend.fakes import FakeBot, SetClock
from tests.backend.given import make_settings
from tests.backend.people import Person

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql+psycopg://127.0.0.1:5432/test")
LEAST_WORK = {"argon2__rounds": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
COMPILE = Rule._compile_builder


class Compiled(BytecodeCache):
    """The pages as compiled once for all tests: each test makes an application of its own."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


def when_asked(rule: Rule, append_unknown: bool = True) -> Any:
    """What writes the address of a rule, compiled when it is first asked for: few ever are."""

    @cache
    def made() -> Any:
        return COMPILE(rule, append_unknown)

    return lambda self, *args, **more: made()(self, *args, **more)


@pytest.fixture(scope="session", autouse=True)
def quick() -> Iterator[None]:
    """Pages are compiled once, and passwords hashed with the least work that argon2 allows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", when_asked)
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": Compiled()})
        patch.setitem(accounts.SETTINGS, "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS", LEAST_WORK)
        yield


class Client(FlaskClient):
    """A client that reads each answer to its end, so that a file that was served is closed."""

    def open(self, *args: Any, buffered: bool = True, **more: Any) -> TestResponse:
        return super().open(*args, buffered=buffered, **more)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file, to be copied for each test."""
    path = tmp_path_factory.mktemp("database") / "template.db"
    engine = create_engine(f"sqlite:///{path}")
    prepare(engine)
    migrate.upgrade(engine)
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
    return path


@pytest.fixture
def sqlite_copy(sqlite_template: Path, tmp_path: Path) -> str:
    """An empty, migrated database file, for tests that need no second kind of database."""
    shutil.copy(sqlite_template, tmp_path / "backend.db")
    return f"sqlite:///{tmp_path / 'backend.db'}"


@pytest.fixture(scope="session")
def postgres_database() -> Iterator[str]:
    """A migrated database of this test run alone."""
    name = f"intake_{os.getpid()}"
    admin = create_engine(
        POSTGRES, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 2}
    )
    try:
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        pytest.skip(f"no PostgreSQL answers at {make_url(POSTGRES).render_as_string()}")
    url = make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    engine = create_engine(url)
    migrate.upgrade(engine)
    engine.dispose()
    yield url
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def emptying() -> str:
    """Empty the tables that hold something, in one call; TRUNCATE of them all takes a second."""
    names = ", ".join(f"'{table.name}'" for table in reversed(Base.metadata.sorted_tables))
    return f"""
        DO $$
        DECLARE one text; held boolean;
        BEGIN
            -- Events are only added to: even the owner has to say so before they are emptied.
            ALTER TABLE case_event DISABLE TRIGGER USER;
            FOREACH one IN ARRAY ARRAY[{names}] LOOP
                EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', one) INTO held;
                IF held THEN EXECUTE format('DELETE FROM %I', one); END IF;
            END LOOP;
            FOR one IN SELECT quote_ident(sequencename) FROM pg_sequences
                WHERE schemaname = current_schema() AND last_value IS NOT NULL LOOP
                PERFORM setval(one, 1, false);
            END LOOP;
            ALTER TABLE case_event ENABLE TRIGGER USER;
        END $$
    """


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty, migrated database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_copy")
        return
    url = request.getfixturevalue("postgres_database")
    yield url
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(emptying()))
    engine.dispose()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return make_settings(tmp_path, database_url)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def bot() -> FakeBot:
    return FakeBot()


@pytest.fixture
def app(settings: Settings, clock: SetClock, bot: FakeBot) -> Iterator[Flask]:
    """The whole application, with a small bot in place of Rasa."""
    app = create_app(settings, clock, bot)
    app.test_client_class = Client
    bot.app = app
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def person(client: FlaskClient) -> Person:
    """Somebody who has opened the chat."""
    return Person(client).begin()


@pytest.fixture
def session(app: Flask) -> Iterator[Any]:
    with app.app_context():
        yield db.session
