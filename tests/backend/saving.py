"""A person who saves a draft and comes back to it, for tests."""

import re

import pytest
from huey import MemoryHuey
from sqlalchemy import func, select

from backend import jobs
from backend.data.models import (
    OutboxMessage,
)
from backend.services.references import SAVED, new_reference

EMAIL = "Jo.Bloggs@example.org"
MOBILE = "07400 123456"
ELSEWHERE = new_reference(SAVED)  # nobody's


@pytest.fixture(autouse=True)
def queue(app):
    """Jobs are done at once."""
    app.extensions[jobs.TASK] = jobs.code_task(app, MemoryHuey(immediate=True))


@pytest.fixture
def told(person):
    """A person who has said something."""
    return person.choose("Yes").say("The ward lost my notes.")


def save(person, address=EMAIL):
    return person.client.post("/api/chat/kept", json={"address": address}, headers=person.headers)


def ask(client, reference):
    return client.post("/api/chat/return-codes", json={"reference": reference})


def come_back(client, reference, code):
    return client.post("/api/chat/returns", json={"reference": reference, "code": code})


def outbox(session):
    session.rollback()
    return session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()


def newest_code(session):
    return re.search(r"\b\d{6}\b", outbox(session)[-1].text)[0]


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def count(session, model):
    session.rollback()
    return session.scalar(select(func.count()).select_from(model))
