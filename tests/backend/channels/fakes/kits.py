"""Every adapter's stand-in: what is not here is not held to the conformance suite."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from tests.backend.channels.fakes.generic import GenericApi, GenericKit
from tests.backend.channels.fakes.kit import Kit
from tests.backend.channels.fakes.mail import MailApi, MailKit
from tests.backend.channels.fakes.messenger import MessengerApi, MessengerKit
from tests.backend.channels.fakes.telegram import TelegramApi, TelegramKit
from tests.backend.channels.fakes.twilio import TwilioApi, TwilioKit, WhatsAppKit
from tests.backend.channels.fakes.whatsapp_cloud import WhatsAppApi, WhatsAppCloudKit

Made = tuple[Callable[[], AbstractContextManager[Any]], Callable[..., Kit]]
KITS: dict[str, Made] = {
    "sms": (TwilioApi, TwilioKit),
    "whatsapp": (TwilioApi, WhatsAppKit),
    "whatsapp_cloud": (WhatsAppApi, WhatsAppCloudKit),
    "messenger": (MessengerApi, MessengerKit),
    "telegram": (TelegramApi, TelegramKit),
    "generic": (GenericApi, GenericKit),
    "email": (MailApi, MailKit),
}


@contextmanager
def running(name: str) -> Iterator[Kit]:
    """A provider, with its API on this machine."""
    api, made = KITS[name]
    with api() as started:
        yield made(started)
