"""Standard Webhooks: signing what we send, and proving who called, with secrets that can change."""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime

from standardwebhooks import Webhook, WebhookVerificationError

from backend.channels.base import Forged

PREFIX = "whsec_"
SHORTEST = 16  # bytes of a secret


class Secrets:
    """The secrets of one channel: the first signs, each of them proves."""

    def __init__(self, given: str) -> None:
        self._hooks = [Webhook(one) for one in listed(given)]

    def prove(self, headers: Mapping[str, str], body: bytes) -> None:
        """Raises Forged where no secret signed this body within five minutes of now."""
        given = {name: headers.get(name, "") for name in NAMES}
        for hook in self._hooks:
            try:
                hook.verify(body, given, json_parse=False)
            except (WebhookVerificationError, ValueError):  # odd signs, or a body of no text
                continue
            return
        raise Forged

    def headers(self, message: str, now: datetime, body: str) -> dict[str, str]:
        """The headers that prove a message of ours; its id is the same at each try."""
        signed = self._hooks[0].sign(message, now, body)
        return dict(zip(NAMES, (message, str(int(now.timestamp())), signed), strict=True))


NAMES = ("webhook-id", "webhook-timestamp", "webhook-signature")


def listed(given: str) -> list[str]:
    """The secrets in a setting."""
    return [one for one in given.replace(" ", "").split(",") if one]


def wrong(given: str) -> bool:
    """True for a setting that is no list of secrets as Standard Webhooks has them."""
    for one in listed(given):
        try:
            secret = base64.b64decode(f"{one.removeprefix(PREFIX)}==", validate=True)
        except (binascii.Error, ValueError):
            return True
        if not one.startswith(PREFIX) or len(secret) < SHORTEST:
            return True
    return not listed(given)
