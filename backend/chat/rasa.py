"""Rasa, as the gateway sees it: one private address, a shared secret, a time-out on each call."""

from typing import Any, Protocol

import httpx

KINDS = frozenset({"question", "info", "outcome", "summary", "risk", "notice", "error"})
INPUTS = frozenset({"text", "choice", "choices", "date", None})
CONNECT_SECONDS = 1.0
# Rasa's server drops an idle connection after 5 s; ours must be gone by then.
KEEP_ALIVE_SECONDS = 4.0
ERASE_SECONDS = 2.0
Out = dict[str, Any]


class RasaFailed(Exception):
    """The turn was not answered; `why` is one word for logs and metrics."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Rasa(Protocol):
    """What the gateway needs of Rasa; tests bring a small one of their own."""

    def turn(self, body: dict[str, Any], seconds: float) -> list[Out]:
        """The messages that answer a turn. Raises RasaFailed."""

    def erase(self, conversation: str) -> None:
        """Forget a conversation. Raises RasaFailed."""

    def alive(self) -> bool:
        """True where Rasa answers."""


class HttpRasa:
    """Rasa over HTTP, on connections that stay open."""

    def __init__(self, url: str, secret: str, transport: httpx.BaseTransport | None = None) -> None:
        limits = httpx.Limits(max_connections=64, keepalive_expiry=KEEP_ALIVE_SECONDS)
        self._client = httpx.Client(
            base_url=f"{url}/webhooks/intake/",
            headers={"Authorization": f"Bearer {secret}"},
            limits=limits,
            transport=transport,
            trust_env=False,
        )

    def turn(self, body: dict[str, Any], seconds: float) -> list[Out]:
        """The messages that answer a turn. Raises RasaFailed."""
        response = self._call("POST", "turn", seconds, json=body)
        try:
            messages = response.json()["messages"]
        except (ValueError, KeyError, TypeError):
            raise RasaFailed("malformed") from None
        if not isinstance(messages, list) or not messages or not all(map(_is_out, messages)):
            raise RasaFailed("malformed" if messages else "silent")
        return messages

    def erase(self, conversation: str) -> None:
        """Forget a conversation. Raises RasaFailed."""
        self._call("DELETE", f"conversations/{conversation}", ERASE_SECONDS)

    def alive(self) -> bool:
        """True where Rasa answers and its model is loaded."""
        try:
            return self._call("GET", "health", 1.0).is_success
        except RasaFailed:
            return False

    def _call(self, method: str, path: str, seconds: float, **more: Any) -> httpx.Response:
        timeout = httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
        try:
            response = self._client.request(method, path, timeout=timeout, **more)
        except httpx.TimeoutException:
            raise RasaFailed("timeout") from None
        except httpx.HTTPError:
            raise RasaFailed("unreachable") from None
        if not response.is_success:
            raise RasaFailed(f"status_{response.status_code}")
        return response


def _is_out(message: Any) -> bool:
    if not isinstance(message, dict) or not isinstance(message.get("text"), str):
        return False
    choices = message.get("choices") or []
    return (
        message.get("kind") in KINDS
        and message.get("input") in INPUTS
        and isinstance(choices, list)
        and all(isinstance(c, dict) and c.get("label") and "value" in c for c in choices)
    )
