"""The register of organisations, fetched from the backend in the background.

Until it is there, and when it cannot be had, the built-in register goes on alone.
"""

from __future__ import annotations

import asyncio
import json

import httpx
import structlog

from intake import organisations

log = structlog.get_logger()
TIMEOUT = httpx.Timeout(30.0, connect=2.0)
SOON = 15.0
"""How many seconds to wait after a failure, as long as nothing has been fetched yet."""
PATH = "/api/register/organisations"


class Register:
    """Keeps this process's register like the backend's."""

    def __init__(
        self,
        url: str,
        token: str,
        seconds: float,
        transport: httpx.AsyncBaseTransport | None = None,
    ):
        """`seconds` lie between two looks at the backend; 0 fetches nothing."""
        self._seconds = seconds
        self._version = ""
        self._task: asyncio.Task[None] | None = None
        self._client = httpx.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=TIMEOUT,
            transport=transport,
        )

    def start(self) -> None:
        """Begins to fetch, and goes on doing so, beside what the process does."""
        if self._seconds > 0:
            self._task = asyncio.create_task(self._keep())

    async def close(self) -> None:
        """Stops, and closes the connections."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._client.aclose()

    async def _keep(self) -> None:
        while True:
            fetched = await self.fetch()
            waiting = fetched or bool(self._version)
            await asyncio.sleep(self._seconds if waiting else min(SOON, self._seconds))

    async def fetch(self) -> bool:
        """Fetches the register where it has changed; False where that failed, and says so."""
        try:
            await self._fetch()
        except Exception as error:  # whatever it is, people must be able to go on
            log.warning("register_not_fetched", why=_why(error))
            return False
        return True

    async def _fetch(self) -> None:
        asked = {"If-None-Match": self._version} if self._version else {}
        async with self._client.stream("GET", PATH, headers=asked) as response:
            if response.status_code == httpx.codes.NOT_MODIFIED:
                return
            response.raise_for_status()
            said = [_row(line) async for line in response.aiter_lines() if line]
            version = response.headers.get("ETag", "")
        rows = [row for row in said if row is not None]
        # Beside the event loop, so that nobody's turn waits for the index.
        kept = await asyncio.to_thread(organisations.extend, rows)
        self._version = version
        log.info("register_fetched", rows=len(rows), kept=kept, left=len(said) - len(rows))


def _row(line: str) -> organisations.Row | None:
    """One organisation; None for a line that this version does not understand."""
    try:
        return organisations.Row.of(json.loads(line))
    except (ValueError, TypeError):
        return None


def _why(error: Exception) -> str:
    """The kind of failure, without a word of what was sent."""
    if isinstance(error, httpx.HTTPStatusError):
        return f"status_{error.response.status_code}"
    return type(error).__name__
