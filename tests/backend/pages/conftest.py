"""A reader of the pages without script."""

import threading
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from backend.services.assess import warm_up
from tests.backend.pages.reader import Reader
from tests.backend.pages.states import World


@pytest.fixture
def reader(client) -> Reader:
    return Reader(client)


@pytest.fixture
def world(app: Flask, client: FlaskClient, bot, clock, session, monkeypatch) -> World:
    return World(app, client, bot, clock, session, monkeypatch)


@pytest.fixture(scope="package", autouse=True)
def warm() -> None:
    """Read the rules and the risk screen once, so that no turn of a test waits for them."""
    warm_up(date(2026, 11, 22))


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The same application, served on a free port for a real browser."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
