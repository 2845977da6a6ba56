"""python -m bench.cases --cases N [--database URL]: make cases, then time pages of the console.

The database has to be empty; without --database it is a file of SQLite that is thrown away.
With --cases 0 the pages are timed over what an earlier run made in it.
"""

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from backend.app import create_app
from backend.config import Limits, Settings
from backend.data import migrate
from backend.data.entries import CaseEntry
from backend.data.models import Draft
from backend.data.session import db
from backend.jobs import count_totals
from backend.services.events import OPERATOR
from backend.staff import account_changes
from backend.staff.access import RoleName
from backend.staff.list_order import Cursor
from bench.cases.make import make
from bench.cases.stopped import make_stopped

MANY = Limits("100000 per minute", "100000 per minute", "100000 per minute")
EMAIL, PASSWORD = "bench@example.org", "correct horse battery"
PAGES = {
    "queue": ("/staff/", "/staff/?list=all", "/staff/?list=due", "/staff/?list=flagged"),
    "filter": (
        "/staff/?list=all&result=NOT_YET&flag=LEGAL",
        "/staff/?list=all&branch=GOV&age=older&sort=oldest",
        "/staff/?list=all&organisation=passport&adjustment=bsl&sort=due",
    ),
    "search": (
        "/staff/?words=daughter+operation",
        "/staff/?words=OMB-00000042",
        "/staff/?words=person77",
    ),
    "supervision": (
        "/staff/supervision?days=90",
        "/staff/supervision?days=365&channel=web",
        "/staff/supervision/talks?days=90",
        "/staff/supervision/casework?days=90",
        "/staff/supervision/themes",
        "/staff/supervision/unclear?days=90",
        "/staff/supervision?days=other&since=2025-11-10&until=2026-11-18",
    ),
    "deep": (),  # filled in: pages far into the list
    "case": tuple(f"/staff/cases/OMB-{number:08d}" for number in (1, 7, 42, 77)),
}


def main() -> None:
    """Make the cases and print the p50 and p95 of each kind of page."""
    read = argparse.ArgumentParser()
    read.add_argument("--cases", type=int, default=100_000)
    read.add_argument("--times", type=int, default=40)
    read.add_argument("--database", default="")
    read.add_argument("--each", action="store_true", help="also each address by itself")
    asked = read.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = asked.database or f"sqlite:///{folder}/cases.db"
        app = create_app(settings(Path(folder), url))
        with app.app_context():
            migrate.upgrade(db.engine)
            if asked.cases:
                fill(asked.cases)
            counts = count_queries(db.engine)
            pages = {**PAGES, "deep": deep(db.session)}
            print(f"{db.engine.dialect.name}: {held()} cases", flush=True)
        began = time.perf_counter()
        count_totals(app)
        print(f"totals counted in {time.perf_counter() - began:.0f} s", flush=True)
        browser = app.test_client()
        sign_in(browser)
        for name, paths in pages.items():
            most = max(queries(browser, path, counts) for path in paths)
            taken = sorted(timed(browser, path) for path in paths * asked.times)
            middle, high = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
            times = f"p50 {middle * 1000:.0f} ms, p95 {high * 1000:.0f} ms"
            print(f"{name}: {times}, at most {most} queries", flush=True)
            if asked.each:
                for path in paths:
                    one = sorted(timed(browser, path) for _ in range(asked.times))
                    print(f"  {one[len(one) // 2] * 1000:.0f} ms  {path[:80]}", flush=True)
        with app.app_context():
            db.engine.dispose()


def fill(cases: int) -> None:
    """Make the cases and an account, in an empty database."""
    if held():
        raise SystemExit("The database is not empty.")
    began = time.perf_counter()
    make(db.session, cases)
    make_stopped(db.session, cases // 10)
    account_changes.add(EMAIL, PASSWORD, [RoleName.MANAGER], OPERATOR)
    db.session.commit()
    analyze()
    print(f"made in {time.perf_counter() - began:.0f} s", flush=True)


def held() -> int:
    """How many cases there are."""
    return db.session.scalar(select(func.count()).select_from(Draft)) or 0


def settings(var: Path, url: str) -> Settings:
    """Settings of the measurement alone, without limits."""
    secrets: dict[str, Any] = dict.fromkeys(
        ("secret_key", "password_salt", "service_token", "rasa_secret"), "bench-0123456789"
    )
    keys: dict[str, Any] = dict.fromkeys(
        ("address_keys", "files_keys", "sign_in_keys"), ("bench-0123456789",)
    )
    return Settings(
        **secrets, **keys, files_folder=var / "files", env="test", limits=MANY, var=var,
        database_url=url,
    )  # fmt: skip


def analyze() -> None:
    """Let the database count what it holds, as it does by itself in service."""
    db.session.connection().exec_driver_sql("ANALYZE")
    db.session.commit()


def deep(session: Session) -> tuple[str, ...]:
    """Pages in the middle and near the end of the list of all, from newest and from oldest."""
    query = select(CaseEntry.moment, CaseEntry.conversation_id).where(CaseEntry.urgent.is_(False))
    query = query.order_by(CaseEntry.moment, CaseEntry.conversation_id)
    many = session.scalar(select(func.count()).select_from(CaseEntry)) or 0
    paths = []
    for part in (0.04, 0.5, 0.96):
        moment, case = session.execute(query.offset(int(many * part)).limit(1)).one()
        for sort in ("newest", "oldest"):
            for back in (False, True):
                at = Cursor(False, moment, case, back)
                paths.append(f"/staff/?list=all&sort={sort}&at={at}")
    return tuple(paths)


def count_queries(engine: Engine) -> list[int]:
    """A count that goes up with each query."""
    counts = [0]

    def one_more(*_about: Any) -> None:
        counts[0] += 1

    event.listen(engine, "before_cursor_execute", one_more)
    return counts


def queries(browser: FlaskClient, path: str, counts: list[int]) -> int:
    """How many queries a page asks."""
    before = counts[0]
    timed(browser, path)
    return counts[0] - before


def sign_in(browser: FlaskClient) -> None:
    """Sign in as staff do, with the token of the form."""
    page = browser.get("/staff/sign-in").text
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    form = {"email": EMAIL, "password": PASSWORD, "csrf_token": token}
    browser.post("/staff/sign-in", data=form)


def timed(browser: FlaskClient, path: str) -> float:
    """The seconds that a page takes."""
    began = time.perf_counter()
    answer = browser.get(path)
    answer.get_data()
    taken = time.perf_counter() - began
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    return taken


if __name__ == "__main__":
    main()
