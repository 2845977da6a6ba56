"""The jobs of channels: working off what came in, sending what goes out, and the sweep."""

from collections.abc import Callable
from functools import cache

from flask import Flask
from huey import Huey, crontab

from backend.channels import marking, registry, sending, upkeep, waking, working
from backend.channels.waking import Tasks
from backend.chat import risk


def offer(app: Flask, queue: Callable[[], Huey]) -> None:
    """Let every process put jobs in the queue, which is opened with the first of them."""
    app.extensions[waking.TASKS] = cache(lambda: tasks(app, queue()))


def tasks(app: Flask, queue: Huey) -> Tasks:
    """The jobs of one person, under the same names wherever they are put in or taken out."""
    return {
        waking.WORK: queue.task(name=waking.WORK)(lambda who: working.work_now(app, who)),
        waking.SEND: queue.task(name=waking.SEND)(lambda who: sending.send_now(app, who)),
        **{
            job: queue.task(name=job)(lambda who, mark=mark: marking.show_now(app, who, mark))
            for mark, job in marking.JOBS.items()
        },
    }


def schedule(app: Flask, queue: Huey) -> None:
    """Say what the worker process runs, and when."""
    if app.extensions[registry.KEY]:
        risk.screen("hello", None)  # its readers load now, and not in somebody's first turn
    made = tasks(app, queue)
    app.extensions[waking.TASKS] = lambda: made
    minute = crontab(minute="*")
    queue.periodic_task(minute, name="channel_sweep")(lambda: upkeep.sweep(app))
    queue.periodic_task(minute, name="channel_mail")(lambda: upkeep.fetch_mail(app))
