"""Commands for operators: python -m backend.manage <command>."""

import argparse
import sys
from typing import TextIO

from backend.app import create_app
from backend.config import SettingsError
from backend.data import migrate
from backend.data.session import db


def say(line: str, to: TextIO | None = None) -> None:
    """Tell the operator one line."""
    (to or sys.stdout).write(f"{line}\n")


def _migrate(_arguments: argparse.Namespace) -> None:
    migrate.upgrade(db.engine)
    say("The database is up to date.")


def parser() -> argparse.ArgumentParser:
    """The commands and their arguments."""
    made = argparse.ArgumentParser(prog="python -m backend.manage", description=__doc__)
    commands = made.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="bring the database up to date").set_defaults(run=_migrate)
    return made


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 where it worked."""
    asked = parser().parse_args(arguments)
    try:
        app = create_app()
    except SettingsError as error:
        say(str(error), sys.stderr)
        return 2
    with app.app_context():
        asked.run(asked)
    return 0


if __name__ == "__main__":
    sys.exit(main())
