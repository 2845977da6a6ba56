"""The real service for browser tests: one already running, or one of our own for the session."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from ops.settings import ROOT, model_file
from ops.stack import Stack
from tests.backend.channels.fakes.kit import PUBLIC
from tests.backend.channels.fakes.twilio import TwilioApi, TwilioKit

TODAY = "2026-11-22"
PASSWORD = re.compile(r"Password\s+(\S+)")


@dataclass(frozen=True)
class Service:
    """Where the service is, and how staff sign in."""

    url: str
    email: str
    password: str
    stack: Stack | None = None  # only where the processes are our own to stop
    texts: TwilioKit | None = None  # whoever passes texts on, likewise


def reason_not_to_start() -> str | None:
    """Why the whole service cannot be started here, if it cannot."""
    if not (ROOT / ".venv-rasa" / "bin" / "python").exists():
        return "no environment for Rasa: run make setup"
    if not model_file().exists():
        return "no trained language model: run make setup"
    return None


@contextmanager
def running() -> Iterator[Service]:
    """The service named by E2E_BACKEND_URL, or every process started on free ports."""
    url = os.environ.get("E2E_BACKEND_URL")
    if url:
        account = os.environ.get("E2E_STAFF_EMAIL", ""), os.environ.get("E2E_STAFF_PASSWORD", "")
        yield Service(url.rstrip("/"), *account)
        return
    missing = reason_not_to_start()
    if missing:
        pytest.skip(missing)
    with (
        TwilioApi() as api,
        Stack(INTAKE_TODAY=TODAY, **_channels(texts := TwilioKit(api))) as stack,
    ):
        email = "e2e@example.org"
        made = stack.manage("create-first-account", "--email", email)
        found = PASSWORD.search(made)
        assert found, made
        yield Service(stack.url, email, found[1], stack, texts)


def _channels(texts: TwilioKit) -> dict[str, str]:
    """The settings by which texts come in and go out."""
    return {"CHANNELS": texts.name, "PUBLIC_ADDRESS": PUBLIC, **texts.given()}
