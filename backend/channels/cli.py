"""Commands for operators: flask channels list, and flask channels set-webhook NAME."""

import click
from flask.cli import AppGroup, with_appcontext

from backend.channels import registry
from backend.context import services
from backend.services.posting import SendingFailed

channels = AppGroup("channels", help="The channels that are on.")


@channels.command("list")
@with_appcontext
def listed() -> None:
    """Name each channel that is on, with the address that its provider calls."""
    for name in registry.adapters():
        click.echo(f"{name}\t{address_of(name)}")
    if not registry.adapters():
        click.echo("No channel is on. CHANNELS names those that are.")


@channels.command("set-webhook")
@click.argument("name")
@with_appcontext
def set_webhook(name: str) -> None:
    """Tell a provider the address that it is to call."""
    adapter = registry.find(name)
    if adapter is None:
        raise click.ClickException(f"{name} is not on. CHANNELS names the channels that are.")
    try:
        click.echo(adapter.set_webhook(address_of(name)))
    except SendingFailed as failure:
        raise click.ClickException(f"The provider did not take it: {failure.why}.") from None


def address_of(name: str) -> str:
    """The public address of a channel."""
    return f"{services().settings.channels.address}/channels/{name}"
