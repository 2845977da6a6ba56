"""A case system at work: its token, and calls as it makes them."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from backend.data.case_api import ApiToken, WebhookDelivery, WebhookEndpoint, WebhookMessage
from backend.data.models import User
from backend.data.session import db
from backend.services import case_tokens, webhook_endpoints
from backend.services.case_tokens import Scope
from backend.services.webhook_types import EVERY

CASE = "/api/cases/OMB-ONE"


def make_token(app: Flask, *scopes: Scope, days: int = 90) -> tuple[ApiToken, str]:
    """A token as an administrator makes one."""
    with app.app_context():
        now = app.extensions["intake"].clock.now()
        by = db.session.scalar(select(User.id))
        row, text = case_tokens.make(db.session, "Casebook", scopes, days, by=by, now=now)
        db.session.commit()
    return row, text


def make_webhook(app: Flask, url: str, types: tuple[str, ...] = EVERY) -> str:
    """A webhook as an administrator makes one; its secret."""
    with app.app_context():
        context = app.extensions["intake"]
        _row, secret = webhook_endpoints.make(
            db.session, context.settings, name="Casebook", url=url, types=types,
            by=db.session.scalar(select(User.id)), now=context.clock.now(),
        )  # fmt: skip
        db.session.commit()
    return secret


def the_webhook(session: Any) -> WebhookEndpoint:
    """The only webhook, as it is now."""
    session.rollback()
    session.expire_all()
    return session.scalars(select(WebhookEndpoint)).one()


def messages(session: Any) -> list[WebhookMessage]:
    """What is told, in the order in which it happened."""
    session.rollback()
    session.expire_all()
    query = select(WebhookMessage).order_by(WebhookMessage.event_id)
    return list(session.scalars(query))


def deliveries(session: Any) -> list[WebhookDelivery]:
    """What is on its way, and what became of it."""
    session.rollback()
    session.expire_all()
    return list(session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id)))


@dataclass
class System:
    """Reads and changes cases; keeps the last answer."""

    client: FlaskClient
    token: str
    answer: Any = field(default=None)

    def get(self, path: str = CASE, **how: Any) -> Any:
        return self.call("GET", path, **how)

    def call(self, method: str, path: str, **how: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", **how.pop("headers", {})}
        self.answer = self.client.open(path, method=method, headers=headers, **how)
        return self.answer

    def send(self, method: str, path: str, body: Any, match: Any = None, **headers: str) -> Any:
        """A change, on the version that the case has now unless another is named."""
        tag = self.get().headers["ETag"] if match is None else match
        given = {"If-Match": tag, **{name.replace("_", "-"): v for name, v in headers.items()}}
        return self.call(method, f"{CASE}/{path}", json=body, headers=given)

    def note(self, text: str = "A note.", **how: Any) -> Any:
        return self.send("POST", "notes", {"text": text}, **how)
