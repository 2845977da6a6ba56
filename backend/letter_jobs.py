"""The worker's part in letters: what is queued in the database goes out, at once or when it can."""

import structlog
from flask import Flask
from huey import Huey, crontab
from huey.api import TaskWrapper

from backend.context import services
from backend.data.session import db
from backend.services import letters_sending

log = structlog.get_logger()
TASK = "intake_letter_task"


def send_due(app: Flask) -> int:
    """Send every letter whose time has come."""
    with app.app_context():
        context = services()
        return letters_sending.send_due(db.session, context.settings, context.clock)


def letter_task(app: Flask, queue: Huey) -> TaskWrapper:
    """The job under the same name wherever it is put in or taken out."""
    task: TaskWrapper = queue.task(name="send_letters")(lambda: send_due(app))
    return task


def hurry(app: Flask) -> None:
    """Have the worker look now; where the queue does not answer it looks within a minute anyway."""
    try:
        if TASK not in app.extensions:
            from backend.jobs import make_queue, settings_of

            app.extensions[TASK] = letter_task(app, make_queue(settings_of(app)))
        app.extensions[TASK]()
    except Exception as error:
        log.warning("job_not_queued", job="send_letters", error=type(error).__name__)


def schedule(app: Flask, queue: Huey) -> None:
    """Say when the worker looks."""
    letter_task(app, queue)
    queue.periodic_task(crontab(minute="*"), name="send_letters_due")(lambda: send_due(app))
