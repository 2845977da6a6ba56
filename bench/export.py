"""python -m bench.export --cases N [--database URL]: how long an export and 500 changes take.

The database has to be empty; without --database it is a file of SQLite that is thrown away.
"""

import argparse
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from backend import lists_jobs
from backend.app import create_app
from backend.data import migrate
from backend.data.lists import BulkRun, CaseExport
from backend.data.models import Draft, User
from backend.data.session import db
from backend.services import bulk, exports
from backend.services.events import OPERATOR
from backend.staff import account_changes, export_rows, lists
from backend.staff.access import RoleName
from backend.staff.lists import Filters, Reader, Tab
from bench.cases.__main__ import EMAIL, PASSWORD, analyze, settings
from bench.cases.make import make

BULK = 500
KINDS = [("csv", False), ("xlsx", False), ("csv", True), ("xlsx", True)]


def main() -> None:
    """Make the cases, export all of them in each way, and change 500 of them."""
    read = argparse.ArgumentParser()
    read.add_argument("--cases", type=int, default=10_000)
    read.add_argument("--database", default="")
    asked = read.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings(Path(folder), asked.database or f"sqlite:///{folder}/cases.db"))
        user = fill(app, asked.cases)
        for kind, contacts in KINDS:
            export(app, user, kind, contacts)
        run = many(app, user)
        undo(app, run)
        with app.app_context():
            db.engine.dispose()


def fill(app: Flask, cases: int) -> int:
    """Keep the cases and an account; returns its id."""
    with app.app_context():
        migrate.upgrade(db.engine)
        if db.session.scalar(select(func.count()).select_from(Draft)):
            raise SystemExit("The database is not empty.")
        make(db.session, cases)
        account_changes.add(EMAIL, PASSWORD, [RoleName.MANAGER], OPERATOR)
        db.session.commit()
        analyze()
        print(f"{db.engine.dialect.name}: {cases} cases", flush=True)
        return db.session.scalars(select(User.id)).one()


def export(app: Flask, user: int, kind: str, contacts: bool) -> None:
    """Make one export of all cases and say how long it took and how much memory there was."""
    identity, columns = str(uuid.uuid4()), list(export_rows.COLUMNS)
    with app.app_context():
        row = CaseExport(
            id=identity,
            user_id=user,
            format=kind,
            columns=[*columns, export_rows.CONTACT] if contacts else columns,
            asked={"list": "all"},
            state=exports.WAITING,
            done=0,
            total=0,
            size=0,
            at=datetime.now(UTC),
            beat_at=datetime.now(UTC),
        )
        exports.ask(db.session, row, datetime.now(UTC))
        db.session.commit()
    took = measured(lambda: lists_jobs.export(app, identity))
    with app.app_context():
        made = db.session.get_one(CaseExport, identity)
        with_what = " with contact details" if contacts else ""
        print(
            f"export {kind}{with_what}: {made.done} rows, {made.size // 1000} kB, {made.state},"
            f" {took}",
            flush=True,
        )


def many(app: Flask, user: int) -> str:
    """Assign 500 cases as the job does; returns the run."""
    with app.app_context():
        now = datetime.now(UTC)
        reader = Reader(user, now.date(), now)
        chosen = lists.versions(db.session, Filters(tab=Tab.ALL), reader, BULK)
        choice = bulk.choose(db.session, user, chosen, now)
        run = bulk.begin(db.session, choice, bulk.ASSIGN, {"to": user}, "", str(uuid.uuid4()), now)
        db.session.commit()
        identity = run.id
    print(f"assign {BULK}: {measured(lambda: lists_jobs.run(app, identity))}", flush=True)
    return identity


def undo(app: Flask, identity: str) -> None:
    """Put them back."""
    with app.app_context():
        run, now = db.session.get_one(BulkRun, identity), datetime.now(UTC)
        undoing = bulk.undo(db.session, run, str(uuid.uuid4()), now).id
        db.session.commit()
    print(f"undo {BULK}: {measured(lambda: lists_jobs.run(app, undoing))}", flush=True)


def measured(work: Callable[[], object]) -> str:
    """How long something takes, how much of that is work of ours, and by how much memory grows."""
    Path("/proc/self/clear_refs").write_text("5")  # begin to note the peak anew
    before, began, worked = memory("VmRSS"), time.perf_counter(), time.process_time()
    work()
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    return f"{seconds:.1f} s ({worked:.1f} s of it our own), +{memory('VmHWM') - before:.0f} MB"


def memory(what: str) -> float:
    """A figure about the memory of this process as the system has it, in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    line = next(line for line in lines if line.startswith(what))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
