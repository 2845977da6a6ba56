"""Commands for operators, beside those of the console: flask --app backend.app <command>."""

import click
from flask import Flask
from flask.cli import with_appcontext

from backend import audit_commands, register_commands
from backend.channels import cli as channel_commands
from backend.channels import upkeep
from backend.context import services
from backend.data import migrate as migrations
from backend.data.session import db
from backend.services import conversations, files, keeping, retention


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database up to date."""
    migrations.upgrade(db.engine)
    click.echo("The database is up to date.")


@click.command("erase-due")
@with_appcontext
def erase_due() -> None:
    """Erase what was kept long enough, and have Rasa forget it too."""
    context = services()
    now = context.clock.now()
    retention.erase_unclear(db.session, context.settings, context.clock.today())
    keeping.erase_old(db.session, context.settings, now)
    upkeep.erase_old(db.session, now)
    erased = retention.erase_due(db.session, now, context.settings.messages.kept_days)
    files.sweep(db.session, context.settings)
    forgotten = conversations.forget_in_rasa(db.session, context.rasa, now=now)
    click.echo(f"Erased {erased} conversations; Rasa forgot {forgotten}.")


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(migrate)
    app.cli.add_command(erase_due)
    app.cli.add_command(register_commands.register)
    app.cli.add_command(audit_commands.audit)
    app.cli.add_command(channel_commands.channels)
