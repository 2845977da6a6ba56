"""Jobs of the lists: bulk work, exports, and the daily message about saved searches."""

from collections.abc import Callable

import structlog
from flask import Flask
from huey import Huey, crontab
from sqlalchemy.orm import Session

from backend.context import services
from backend.data.lists import CaseExport
from backend.data.session import db
from backend.logs import place
from backend.services import bulk, bulk_work, exports, posting
from backend.services.exports import Source
from backend.staff import export_rows, saved_alerts
from backend.staff.lists import Reader

log = structlog.get_logger()
TASKS = "intake_lists_tasks"
RUN, EXPORT = "bulk_run", "case_export"
Job = Callable[[Flask, str], object]


def run(app: Flask, identity: str) -> None:
    """Do what a bulk run has left to do, in a session of its own."""
    with app.app_context(), Session(db.engine, expire_on_commit=False) as session:
        bulk_work.work(session, identity, services().clock.now)


def export(app: Flask, identity: str) -> None:
    """Make the file of an export, in a session of its own."""
    with app.app_context(), Session(db.engine, expire_on_commit=False) as session:
        clock = services().clock

        def source(session: Session, wanted: CaseExport) -> Source:
            reader = Reader(wanted.user_id, clock.today(), clock.now())
            return export_rows.source(session, wanted, reader)

        exports.make(session, services().settings, identity, source, clock.now)


JOBS: dict[str, Job] = {RUN: run, EXPORT: export}


def tasks(app: Flask, queue: Huey) -> dict[str, Callable[[str], object]]:
    """The jobs by their names, the same wherever they are put in or taken out."""

    def task(name: str, job: Job) -> Callable[[str], object]:
        made: Callable[[str], object] = queue.task(name=name)(lambda identity: job(app, identity))
        return made

    return {name: task(name, job) for name, job in JOBS.items()}


def put_in(app: Flask, name: str, identity: str) -> None:
    """Put a job in the queue; where that fails it is taken up later as one left unfinished."""
    from backend import jobs  # which schedules the jobs of this module

    try:
        if TASKS not in app.extensions:
            app.extensions[TASKS] = tasks(app, jobs.make_queue(jobs.settings_of(app)))
        app.extensions[TASKS][name](identity)
    except Exception as error:
        log.error("job_not_queued", job=name, error=type(error).__name__, where=place(error))


def take_up(app: Flask) -> int:
    """Go on with what a worker left unfinished when it was stopped."""
    with app.app_context():
        now = services().clock.now()
        left = [(run, each) for each in bulk.unfinished(db.session, now)]
        left += [(export, each) for each in exports.unfinished(db.session, now)]
        db.session.commit()
    for job, identity in left:
        job(app, identity)
    return len(left)


def erase_old(app: Flask) -> None:
    """Erase exports and choices after a day, runs after a month."""
    with app.app_context():
        settings, now = services().settings, services().clock.now()
        exports.erase_old(db.session, settings, now)
        bulk.erase_old(db.session, now)


def tell(app: Flask) -> int:
    """Send each member of staff who asked for it the day's message; returns how many went out."""
    with app.app_context():
        settings, clock = services().settings, services().clock
        sender = posting.sender(settings.messages, db.session, clock.now())
        return saved_alerts.tell(db.session, settings, sender, clock.today(), clock.now())


def schedule(app: Flask, queue: Huey) -> None:
    """Say which job runs when."""
    tasks(app, queue)
    queue.periodic_task(crontab(minute="*"), name="take_up_lists")(lambda: take_up(app))
    queue.periodic_task(crontab(minute="27"), name="erase_old_lists")(lambda: erase_old(app))
    # Several tries on a morning; who has had the day's message gets no second one.
    morning = crontab(minute="*/15", hour="6-8")
    queue.periodic_task(morning, name="tell_of_saved_searches")(lambda: tell(app))
