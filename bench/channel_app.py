"""The application of the measurement: all of it, with a bot that says each message back."""

from typing import Any

from flask import Flask
from huey import Huey

from backend import jobs
from backend.app import create_app as whole
from backend.chat import risk
from backend.chat.rasa import Out


class Echo:
    """In place of Rasa: a greeting, and every message said back."""

    def turn(self, body: dict[str, Any], seconds: float) -> list[Out]:
        said = body["metadata"]["text"] or "Hello."
        return [{"kind": "info", "text": said, "question": None, "input": None, "choices": []}]

    def erase(self, conversation: str) -> None:
        """Nothing was kept."""

    def alive(self) -> bool:
        return True


def create_app() -> Flask:
    """The backend, warm."""
    app = whole(rasa=Echo())
    risk.screen("hello", None)
    return app


def __getattr__(name: str) -> Huey:
    """The queue, made when the worker asks for it."""
    if name != "huey":
        raise AttributeError(name)
    app = create_app()
    queue = jobs.make_queue(jobs.settings_of(app))
    jobs.schedule(app, queue)
    globals()["huey"] = queue
    return queue
