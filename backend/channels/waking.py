"""Wake a worker for one person; what nobody is woken for, a sweep finds within a minute."""

from collections.abc import Callable
from typing import cast

import structlog
from flask import current_app
from huey.api import TaskWrapper

log = structlog.get_logger()
WORK, SEND = "channel_work", "channel_send"
READ, TYPING = "channel_read", "channel_typing"
TASKS = "intake_channel_tasks"
Tasks = dict[str, TaskWrapper]


def wake(name: str, identity: int, delay: float = 0) -> None:
    """Put a job in the queue; a queue that is down holds nothing up."""
    try:
        task = cast(Callable[[], Tasks], current_app.extensions[TASKS])()[name]
        if delay:
            task.schedule((identity,), delay=delay)
        else:
            task(identity)
    except Exception as error:
        log.error("job_not_queued", job=name, error=type(error).__name__)
