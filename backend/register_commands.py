"""Commands about the register of organisations: flask register import | status | forget."""

from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from backend.context import services
from backend.data.session import db
from backend.services import ods
from backend.services import register as organisations
from intake.organisations import listed

MOST_SHOWN = 200
NO_LIST = {
    "epcmem": "holds which practice belongs to which board, and no organisations; it is not needed."
}

register = AppGroup("register", help="The official files of NHS organisations.")


@register.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--kind",
    type=click.Choice(sorted(listed.kinds())),
    help="What the files hold; guessed from each file's name where not given.",
)
@click.option("--quiet", is_flag=True, help="No progress bar.")
@with_appcontext
def import_files(files: tuple[Path, ...], kind: str | None, quiet: bool) -> None:
    """Load FILES. Each goes in wholly or, when interrupted, not at all; twice does no harm."""
    planned = [(path, kind or _guess(path)) for path in files]
    for path, sort in planned:
        _import(path, sort, quiet)


def _guess(path: Path) -> str:
    stem = path.name.partition(".")[0].lower()
    if stem in NO_LIST:
        raise click.UsageError(f"{path.name} {NO_LIST[stem]}")
    kind = listed.kind_of_file(stem)
    if kind is None:
        known = ", ".join(sorted(listed.kinds()))
        raise click.UsageError(f"What does {path.name} hold? Say it with --kind: {known}.")
    return kind


def _import(path: Path, kind: str, quiet: bool) -> None:
    with path.open("rb") as sample:
        columns = ods.columns_in(sample)
    size = path.stat().st_size
    with (
        path.open("rb") as stream,
        click.progressbar(length=size, label=f"{path.name} ({kind})", hidden=quiet) as bar,
    ):
        loaded = organisations.load(
            db.session,
            stream,
            kind=kind,
            columns=columns,
            file=path.name,
            now=services().clock.now(),
            batch_done=lambda: bar.update(stream.tell() - bar.pos),
        )
        db.session.commit()
    _tell(path, loaded)


def _tell(path: Path, loaded: organisations.Loaded) -> None:
    for bad in loaded.bad[:MOST_SHOWN]:
        click.echo(f"{path.name}, line {bad.line}: {bad.why}; skipped.", err=True)
    if loaded.skipped > MOST_SHOWN:
        click.echo(f"{path.name}: {loaded.skipped - MOST_SHOWN} more lines like these.", err=True)
    click.echo(
        f"{path.name}: {loaded.rows} loaded ({loaded.changed} new or changed), "
        f"{loaded.skipped} skipped."
    )


@register.command("status")
@with_appcontext
def status() -> None:
    """Count what is in the register, and say which files it came from."""
    counted = organisations.counts(db.session)
    if not counted:
        click.echo("The register holds only what is built in. Load files with: register import")
    for kind, total, closed in counted:
        click.echo(f"{kind:<12} {total:>8}  of them closed: {closed}")
    for file in organisations.files(db.session):
        when = file.loaded_at.strftime("%Y-%m-%d %H:%M")
        click.echo(f"{file.name}: {file.loaded} loaded, {file.skipped} skipped, {when} UTC")


register.add_command(status, "list")


@register.command("forget")
@click.argument("kind", type=click.Choice(sorted(listed.kinds())))
@with_appcontext
def forget(kind: str) -> None:
    """Take all organisations of one KIND out again."""
    gone = organisations.forget(db.session, kind)
    db.session.commit()
    click.echo(f"Took out {gone} of kind {kind}.")
