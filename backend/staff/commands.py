"""Commands about staff accounts: flask create-first-account, flask staff add | list | ..."""

import secrets

import click
from email_validator import EmailNotValidError, validate_email
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select

from backend.data.models import User
from backend.data.session import db
from backend.staff import accounts
from backend.staff.access import RoleName

FIRST_EMAIL = "first.account@example.org"
FIRST_ROLES = [RoleName.ADMINISTRATOR, RoleName.MANAGER, RoleName.CASEWORKER]
PASSWORD_BYTES = 12

staff = AppGroup("staff", help="Make, list and close accounts of staff.")


@click.command("create-first-account")
@click.option("--email", default=FIRST_EMAIL, help="Its email address.")
@with_appcontext
def create_first_account(email: str) -> None:
    """Make an account, where there is none yet, and print its password once."""
    first = db.session.scalars(select(User).order_by(User.id).limit(1)).one_or_none()
    if first is not None:
        click.echo(f"  Sign in as           {first.email} (its password was printed once)")
        click.echo("  New password         flask --app backend.app staff password " + first.email)
        return
    password = _add(email, FIRST_ROLES)
    click.echo(f"  Sign in as           {email}")
    click.echo(f"  Password             {password}   (printed this once, kept nowhere)")


@staff.command("add")
@click.argument("email")
@click.option(
    "--role",
    "roles",
    multiple=True,
    default=[RoleName.CASEWORKER.value],
    show_default=True,
    type=click.Choice([role.value for role in RoleName]),
    help="May be given more than once.",
)
def add(email: str, roles: tuple[str, ...]) -> None:
    """Make an account and print its password once."""
    password = _add(email, [RoleName(role) for role in roles])
    click.echo(f"Made {email} ({', '.join(roles)}). Password, printed this once: {password}")


@staff.command("list")
def list_accounts() -> None:
    """List the accounts with their roles."""
    for user in db.session.scalars(select(User).order_by(User.email)):
        state = "open" if user.active else "closed"
        roles = ", ".join(sorted(role.name for role in user.roles))
        click.echo(f"{user.email}  {roles}  {state}")


@staff.command("password")
@click.argument("email")
def password(email: str) -> None:
    """Give an account a new password, print it once, and open a locked account."""
    user = _find(email)
    made = _new_password()
    accounts.set_password(user, made)
    db.session.commit()
    click.echo(f"New password for {user.email}, printed this once: {made}")


@staff.command("close")
@click.argument("email")
def close(email: str) -> None:
    """Close an account: nobody can sign in with it, and its sessions end."""
    user = _find(email)
    user.active = False
    accounts.datastore().set_uniquifier(user)
    db.session.commit()
    click.echo(f"Closed {user.email}.")


def _add(email: str, roles: list[RoleName]) -> str:
    try:
        address = validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError as problem:
        raise click.ClickException(f"{email} is not an email address: {problem}") from problem
    if accounts.find_user(address):
        raise click.ClickException(f"{address} has an account already.")
    made = _new_password()
    accounts.add_user(address, made, roles)
    db.session.commit()
    return made


def _find(email: str) -> User:
    user = accounts.find_user(email)
    if user is None:
        raise click.ClickException(f"There is no account with the address {email}.")
    return user


def _new_password() -> str:
    return secrets.token_urlsafe(PASSWORD_BYTES)
