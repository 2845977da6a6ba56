"""The console with invented staff and cases; `browse` reads its pages as a person would."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from backend.data.models import User
from backend.data.session import db
from backend.services.events import OPERATOR
from backend.staff import account_changes
from backend.staff.access import RoleName
from tests.backend.own_session import session
from tests.backend.staff.cases import EMAIL, PASSWORD, make_case
from tests.backend.staff.in_browser_fixtures import accounts, address, chromium, page, staff
from tests.backend.staff.working import CASEY, MANAGER

__all__ = ["accounts", "address", "chromium", "page", "session", "staff"]

TOKEN = re.compile(r'name="csrf_token" (?:type="hidden" )?value="([^"]+)"')


@pytest.fixture
def add_user(app: Flask, session: Any) -> Callable[..., Any]:
    """Makes an account of staff with the test's password."""

    def add(email: str = EMAIL, *roles: RoleName) -> User:
        with app.app_context():
            given = list(roles) or [RoleName.CASEWORKER]
            account_changes.add(email, PASSWORD, given, OPERATOR)
            db.session.commit()
        return session.scalars(select(User).where(User.email == email)).one()

    return add


@dataclass
class Browser:
    """A browser without scripts: keeps cookies, reads the form's token, follows redirects."""

    client: FlaskClient

    def open(self, path: str, **how: Any) -> Any:
        return self.client.get(path, follow_redirects=True, **how)

    def token(self, path: str = "/staff/sign-in") -> str:
        return TOKEN.search(self.open(path).text)[1]

    def sign_in(self, email: str = EMAIL, password: str = PASSWORD, then: str = "") -> Any:
        form = {"email": email, "password": password, "csrf_token": self.token(), "next": then}
        return self.client.post("/staff/sign-in", data=form, follow_redirects=True)

    def sign_out(self) -> Any:
        form = {"csrf_token": self.token("/staff/")}
        return self.client.post("/staff/sign-out", data=form, follow_redirects=True)


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app.test_client())


@pytest.fixture
def signed_in(browser: Browser, add_user: Any) -> Browser:
    add_user()
    browser.sign_in()
    return browser


@pytest.fixture
def clerk(app, add_user):
    """Signs somebody in, in a browser of their own."""

    def sign_in(email=CASEY, *roles):
        add_user(email, *(roles or (RoleName.CASEWORKER,)))
        browser = Browser(app.test_client())
        browser.sign_in(email)
        return browser

    return sign_in


@pytest.fixture
def casey(clerk, session):
    make_case(session)
    return clerk()


@pytest.fixture
def morgan(clerk):
    return clerk(MANAGER, RoleName.MANAGER)
