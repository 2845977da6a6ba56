"""Background jobs: what is due is erased. Run by: huey_consumer backend.jobs.huey."""

from pathlib import Path
from typing import Any

from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab

from backend.config import Settings
from backend.context import services
from backend.data.session import db
from backend.services import conversations, retention

NAME = "intake"


def make_queue(settings: Settings) -> Huey:
    """The queue: a file by default, Redis where there is one."""
    if settings.redis_url:
        return RedisHuey(NAME, url=settings.redis_url)
    Path(settings.var).mkdir(parents=True, exist_ok=True)
    return SqliteHuey(NAME, filename=str(settings.var / "queue.db"))


def forget_erased(app: Flask) -> int:
    """Have Rasa forget what was erased; what fails is tried again at the next call."""
    with app.app_context():
        context = services()
        return conversations.forget_in_rasa(db.session, context.rasa, now=context.clock.now())


def erase_due(app: Flask) -> int:
    """Erase conversations whose time is over, and messages kept to improve the service."""
    with app.app_context():
        context = services()
        retention.erase_unclear(db.session, context.settings, context.clock.today())
        return retention.erase_due(db.session, context.clock.now())


def schedule(app: Flask, queue: Huey) -> None:
    """Say which job runs when."""
    queue.periodic_task(crontab(minute="*"), name="forget_erased")(lambda: forget_erased(app))
    queue.periodic_task(crontab(minute="17"), name="erase_due")(lambda: erase_due(app))


def __getattr__(name: str) -> Any:
    """The queue of the worker process, made when the consumer asks for it and not before."""
    if name != "huey":
        raise AttributeError(name)
    from backend.app import create_app

    app = create_app()
    queue = make_queue(settings_of(app))
    schedule(app, queue)
    globals()["huey"] = queue
    return queue


def settings_of(app: Flask) -> Settings:
    """The settings of an application."""
    with app.app_context():
        return services().settings
