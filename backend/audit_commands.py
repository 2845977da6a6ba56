"""Commands about the record of what happened: flask audit verify."""

import re

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import func, select

from backend.data.models import CaseEvent
from backend.data.session import db
from backend.services.audit import verify

NOTED = re.compile(r"(\d+):([0-9a-f]{64})")

audit = AppGroup("audit", help="The record of what happened to cases and accounts.")


def _noted(_context: object, _option: object, value: str | None) -> tuple[int, str] | None:
    if value is None:
        return None
    found = NOTED.fullmatch(value)
    if found is None:
        raise click.BadParameter("it looks like 1200:4af1…, as this command prints it.")
    return int(found[1]), found[2]


@audit.command("verify")
@click.option("--seen", callback=_noted, help="Place and hash that this printed before.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
@with_appcontext
def verify_chain(seen: tuple[int, str] | None, quiet: bool) -> None:
    """Check that no event was changed, taken out or put in; says the first that was."""
    total = db.session.scalar(select(func.count(CaseEvent.id))) or 0
    with click.progressbar(length=total, label="Checking events", hidden=quiet) as bar:
        found = verify(db.session.connection(), seen, bar.update)
    if found.broken:
        raise click.ClickException(
            f"The record is broken: {found.broken}. The {found.rows} rows before it are whole."
        )
    click.echo(f"The record is whole: {found.rows} events. Note the last one, and keep it")
    click.echo(f"somewhere else, for --seen: {found.rows}:{found.last}")
