"""Commands about staff accounts: flask create-first-account, flask staff add | list | ..."""

import click
from email_validator import EmailNotValidError, validate_email
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select

from backend.data.models import User
from backend.data.session import db
from backend.services.events import OPERATOR
from backend.staff import account_changes
from backend.staff.access import RoleName

FIRST_EMAIL = "first.account@example.org"
FIRST_ROLES = [RoleName.ADMINISTRATOR, RoleName.MANAGER, RoleName.CASEWORKER]

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
    made = account_changes.new_password()
    account_changes.set_password(user, made, OPERATOR)
    db.session.commit()
    click.echo(f"New password for {user.email}, printed this once: {made}")


@staff.command("close")
@click.argument("email")
def close(email: str) -> None:
    """Close an account: nobody can sign in with it, and its sessions end."""
    user = _find(email)
    try:
        account_changes.close(user, OPERATOR)
    except account_changes.LastAdministrator:
        raise click.ClickException(
            f"{user.email} is the last administrator. Make another one first."
        ) from None
    db.session.commit()
    click.echo(f"Closed {user.email}.")


@staff.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Forget an account's app, passkeys and recovery codes, and end its sessions."""
    user = _find(email)
    account_changes.reset_second_factor(user, OPERATOR)
    db.session.commit()
    click.echo(f"{user.email} sets up a second factor at the next sign-in.")


def _add(email: str, roles: list[RoleName]) -> str:
    try:
        address = validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError as problem:
        raise click.ClickException(f"{email} is not an email address: {problem}") from problem
    if account_changes.find(address):
        raise click.ClickException(f"{address} has an account already.")
    made = account_changes.new_password()
    account_changes.add(address, made, roles, OPERATOR)
    db.session.commit()
    return made


def _find(email: str) -> User:
    user = account_changes.find(email)
    if user is None:
        raise click.ClickException(f"There is no account with the address {email}.")
    return user
