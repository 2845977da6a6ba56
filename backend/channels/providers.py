"""The messengers' adapters, each made from its settings."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from backend.channels.base import Adapter
from backend.channels.messenger import Messenger
from backend.channels.telegram import Telegram
from backend.channels.twilio import Twilio, TwilioWhatsApp
from backend.channels.whatsapp_cloud import WhatsAppCloud

if TYPE_CHECKING:
    from backend.config import Settings


def _twilio(settings: "Settings", kind: type[Twilio]) -> Twilio:
    """What becomes of a message is told to the address that messages come to."""
    address = f"{settings.channels.address}/channels/{kind.name}"
    return kind(settings.channels.given[kind.name], address)


PROVIDERS: "dict[str, Callable[[Settings], Adapter]]" = {
    "sms": lambda settings: _twilio(settings, Twilio),
    "whatsapp": lambda settings: _twilio(settings, TwilioWhatsApp),
    "whatsapp_cloud": lambda settings: WhatsAppCloud(settings.channels.given["whatsapp_cloud"]),
    "messenger": lambda settings: Messenger(settings.channels.given["messenger"]),
    "telegram": lambda settings: Telegram(settings.channels.given["telegram"]),
}
