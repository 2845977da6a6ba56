"""python -m bench.cases --cases N [--database URL]: make cases, then time pages of the console.

The database has to be empty; without --database it is a file of SQLite that is thrown away.
"""

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select

from backend.app import create_app
from backend.config import Limits, Settings
from backend.data import migrate
from backend.data.models import Draft
from backend.data.session import db
from backend.services.events import OPERATOR
from backend.staff import account_changes
from backend.staff.access import RoleName
from bench.cases.make import make

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
    "case": tuple(f"/staff/cases/OMB-{number:08d}" for number in (1, 7, 42, 77)),
}


def main() -> None:
    """Make the cases and print the p50 and p95 of each kind of page."""
    read = argparse.ArgumentParser()
    read.add_argument("--cases", type=int, default=100_000)
    read.add_argument("--times", type=int, default=40)
    read.add_argument("--database", default="")
    asked = read.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = asked.database or f"sqlite:///{folder}/cases.db"
        app = create_app(settings(Path(folder), url))
        with app.app_context():
            migrate.upgrade(db.engine)
            if db.session.scalar(select(func.count()).select_from(Draft)):
                raise SystemExit("The database is not empty.")
            began = time.perf_counter()
            make(db.session, asked.cases)
            account_changes.add(EMAIL, PASSWORD, [RoleName.MANAGER], OPERATOR)
            db.session.commit()
            analyze()
            kind = db.engine.dialect.name
        print(f"{kind}: {asked.cases} cases made in {time.perf_counter() - began:.0f} s")
        browser = app.test_client()
        sign_in(browser)
        for name, paths in PAGES.items():
            taken = sorted(timed(browser, path) for path in paths * asked.times)
            middle, high = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
            print(f"{name}: p50 {middle * 1000:.0f} ms, p95 {high * 1000:.0f} ms")
        with app.app_context():
            db.engine.dispose()


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
