"""A session of the test's own, beside those of the requests."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from backend.data.session import db


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session of the test's own: requests never share what it holds."""
    with app.app_context():
        engine = db.engine
    with Session(engine) as own:
        yield own
