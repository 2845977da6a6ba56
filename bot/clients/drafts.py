"""The backend's drafts API. Every error has a name; none holds a word of the draft."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

TIMEOUT = httpx.Timeout(5.0, connect=2.0)
TRIES = 2


class DraftsError(Exception):
    """The backend did not do what was asked."""


class Unavailable(DraftsError):
    """It cannot be reached, takes too long or is broken: trying again may help."""


class Refused(DraftsError):
    """It answered that the request is not acceptable: trying again will not help."""


class Drafts:
    """Saves drafts and sends them, over connections that are kept alive."""

    def __init__(self, url: str, token: str, transport: httpx.AsyncBaseTransport | None = None):
        """The address and the service token come from the settings."""
        self._client = httpx.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=TIMEOUT,
            transport=transport,
        )

    async def save(self, conversation: str, draft: dict[str, Any]) -> dict[str, Any]:
        """Stores the draft as it is after this turn. The same turn twice does no harm."""
        return await self._send("PUT", f"/api/drafts/{conversation}", draft)

    async def submit(self, conversation: str, turn: int) -> str:
        """Sends the draft for its reference; the key makes a second try the same sending."""
        key = {"Idempotency-Key": f"submit-{conversation}-{turn}"}
        answer = await self._send("POST", f"/api/drafts/{conversation}/submission", {}, key)
        reference = answer.get("reference")
        if not isinstance(reference, str) or not reference:
            raise Unavailable("no_reference")
        return reference

    async def close(self) -> None:
        """Closes the connections."""
        await self._client.aclose()

    async def _send(
        self, method: str, path: str, body: dict[str, Any], headers: dict[str, str] | None = None
    ) -> dict[str, Any]:
        for left in reversed(range(TRIES)):
            try:
                response = await self._client.request(method, path, json=body, headers=headers)
            except httpx.HTTPError as error:
                if left and isinstance(error, httpx.ConnectError | httpx.RemoteProtocolError):
                    await asyncio.sleep(0.1)
                    continue
                raise Unavailable(type(error).__name__) from None
            return _checked(response)
        raise Unavailable("no_answer")


def _checked(response: httpx.Response) -> dict[str, Any]:
    if response.status_code >= 500 or response.status_code == 429:
        raise Unavailable(f"status_{response.status_code}")
    if response.status_code >= 400:
        raise Refused(f"status_{response.status_code}")
    try:
        answer = response.json()
    except ValueError:
        raise Unavailable("not_json") from None
    if not isinstance(answer, dict):
        raise Unavailable("not_an_object")
    return answer
