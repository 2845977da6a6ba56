"""A case system with a token, and a receiver of webhooks on this machine."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from backend.data.session import db
from backend.services.case_tokens import Scope
from backend.services.events import OPERATOR
from backend.staff import account_changes
from backend.staff.access import RoleName
from tests.backend.case_systems.receiver import Receiver, receiving
from tests.backend.case_systems.systems import System, make_token
from tests.backend.staff.cases import EMAIL, PASSWORD


@pytest.fixture
def session(app: Flask) -> Any:
    """A session of the test's own: requests never share what it holds."""
    with app.app_context():
        engine = db.engine
    with Session(engine) as own:
        yield own


@pytest.fixture
def casey(app: Flask) -> int:
    """The number of somebody who works on complaints."""
    with app.app_context():
        user = account_changes.add(EMAIL, PASSWORD, [RoleName.CASEWORKER], OPERATOR)
        db.session.commit()
        return int(user.id)


@pytest.fixture
def system(app: Flask) -> Any:
    """Makes a case system with these scopes, or with all."""

    def make(*scopes: Scope, **more: Any) -> System:
        _row, text = make_token(app, *(scopes or tuple(Scope)), **more)
        return System(app.test_client(), text)

    return make


@pytest.fixture
def receiver() -> Any:
    """Somebody else's service that takes webhooks."""
    with receiving() as found:
        yield found


@pytest.fixture
def down(receiver: Receiver) -> str:
    """An address where nobody answers."""
    receiver.close()
    return receiver.url
