"""Background jobs: erasing what is due, sending codes. Run by: huey_consumer backend.jobs.huey."""

from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.api import TaskWrapper

from backend import letter_jobs, lists_jobs, webhook_jobs
from backend.channels import jobs as channel_jobs
from backend.channels import upkeep
from backend.config import Settings
from backend.context import services
from backend.data.session import db
from backend.problems import Problem
from backend.services import (
    conversations,
    files,
    keeping,
    posting,
    retention,
    taking_over,
    totals_count,
)

log = structlog.get_logger()
NAME = "intake"
TASK = "intake_code_task"
# A code that is not out within a few minutes helps nobody.
RETRIES = 3
RETRY_SECONDS = 20


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
        settings, clock = services().settings, services().clock
        retention.erase_unclear(db.session, settings, clock.today())
        keeping.erase_old(db.session, settings, clock.now())
        upkeep.erase_old(db.session, clock.now())
        erased = retention.erase_due(db.session, clock.now(), settings.messages.kept_days)
        files.sweep(db.session, settings)
        return erased


def send_code(app: Flask, reference: str, *, first: bool) -> None:
    """Send a code for a saved draft. Raises SendingFailed where another try may help."""
    with app.app_context():
        settings, now = services().settings, services().clock.now()
        sender = posting.sender(settings.messages, db.session, now)
        keeping.send_code(db.session, settings, sender, reference, first=first, now=now)


def count_totals(app: Flask) -> None:
    """Count what the pages of supervision show, where that is due."""
    with app.app_context():
        clock = services().clock
        if totals_count.is_due(db.session, clock.now()):
            totals_count.count(db.session, clock)


def code_task(app: Flask, queue: Huey) -> TaskWrapper:
    """The job that sends a code, under the same name wherever it is put in or taken out."""
    task: TaskWrapper = queue.task(retries=RETRIES, retry_delay=RETRY_SECONDS, name="send_code")(
        lambda reference, first: send_code(app, reference, first=first)
    )
    return task


def ask_for_code(app: Flask, reference: str, *, first: bool = False) -> None:
    """Put the sending of a code in the queue; nothing is looked up before. Raises Problem 503."""
    try:
        if TASK not in app.extensions:
            app.extensions[TASK] = code_task(app, make_queue(settings_of(app)))
        app.extensions[TASK](reference, first)
    except Exception as error:
        log.error("job_not_queued", job="send_code", error=type(error).__name__)
        raise Problem(503, "code_not_asked") from None


def nobody_came(app: Flask) -> int:
    """Give conversations back to the bot that nobody of the staff took in time."""
    with app.app_context():
        live = services().settings.live
        return taking_over.nobody_came(db.session, services().clock.now(), live.minutes)


def schedule(app: Flask, queue: Huey) -> None:
    """Say which job runs when."""
    queue.periodic_task(crontab(minute="*"), name="forget_erased")(lambda: forget_erased(app))
    queue.periodic_task(crontab(minute="17"), name="erase_due")(lambda: erase_due(app))
    queue.periodic_task(crontab(minute="*"), name="count_totals")(lambda: count_totals(app))
    queue.periodic_task(crontab(minute="*"), name="nobody_came")(lambda: nobody_came(app))
    code_task(app, queue)
    channel_jobs.schedule(app, queue)
    webhook_jobs.schedule(app, queue)
    lists_jobs.schedule(app, queue)
    letter_jobs.schedule(app, queue)


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
