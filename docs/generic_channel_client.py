"""A system that talks to the generic channel, whole: what it sends and hears is signed.

Needs `pip install standardwebhooks`. Run as a program it says one sentence:
    python generic_channel_client.py https://complaints.example.org/channels/generic whsec_... Hello
"""

import json
import sys
import urllib.request
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from standardwebhooks import Webhook

Post = Callable[[str, dict[str, str], bytes], int]


def post(url: str, headers: dict[str, str], body: bytes) -> int:
    """Post a body; gives the status of the answer."""
    request = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        return int(answer.status)


class Client:
    """One system: says what people wrote, and hears what is said to them."""

    def __init__(self, url: str, secret: str, post: Post = post) -> None:
        self.url, self.hook, self.post = url, Webhook(secret), post
        self.heard: set[str] = set()  # keep it for 72 hours, where you keep your messages

    def say(self, person: str, text: str = "", **more: Any) -> int:
        """Bring what a person wrote, or `choice=` the value of the button that they pressed.

        204 means that it is kept. On anything else send it again later with the same `id=`.
        """
        data = {"id": str(uuid.uuid4()), "from": person, "text": text, **more}
        data.setdefault("at", datetime.now(UTC).isoformat())
        body = json.dumps({"type": "message.received", "data": data})
        named, now = f"msg_{data['id']}", datetime.now(UTC)
        headers = {
            "content-type": "application/json",
            "webhook-id": named,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self.hook.sign(named, now, body),
        }
        return self.post(self.url, headers, body.encode())

    def hear(self, headers: dict[str, str], body: str) -> dict[str, Any] | None:
        """What is to be shown to a person; None where it came before. Raises where it is forged."""
        told = self.hook.verify(body, headers)
        key = {name.lower(): value for name, value in headers.items()}["webhook-id"]
        if key in self.heard:
            return None
        self.heard.add(key)
        return dict(told["data"])


if __name__ == "__main__":
    print(Client(sys.argv[1], sys.argv[2]).say("somebody", " ".join(sys.argv[3:])))  # noqa: T201
