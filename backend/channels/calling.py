"""Calls to providers: each with time-outs, a limit on what is read, and one kind of failure.

A call opens a connection of its own: nothing is shared between processes and threads, and nothing
is left open. What a provider says of a failure is kept as its code alone; its words may quote a
person, and an address may hold a secret.
"""

import json
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from backend.channels.base import Unreadable
from backend.services.posting import SendingFailed
from backend.trust import certificates

SECONDS = 10.0
LARGEST_ANSWER = 1024 * 1024
HOPS = 3  # redirects from where a file is named to where it lies
# What may work when it is tried again. A refused key is among them: an operator can put in a new
# one, and nothing that was said meanwhile is lost.
PASSING = frozenset({401, 408, 425, 429})
FAULT = 500
REDIRECT = range(300, 400)
NOT_REACHED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.InvalidURL, httpx.ProxyError)
PLAIN = {"Accept-Encoding": "identity"}  # what is read is limited, so it must not be packed


@dataclass(frozen=True)
class Got:
    """What a provider answered."""

    status: int
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def fine(self) -> bool:
        """True where the provider did what it was asked."""
        return self.status < 300

    def json(self) -> dict[str, Any]:
        """The object in the answer; empty where there is none."""
        try:
            found = json.loads(self.content)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def wait(self) -> float | None:
        """The seconds that the provider asks us to wait."""
        value = self.headers.get("retry-after", "")
        if value.isdecimal():
            return float(value)
        try:
            until = parsedate_to_datetime(value)
        except ValueError:
            return None
        return max(0.0, (until.astimezone(UTC) - datetime.now(UTC)).total_seconds())


@dataclass(frozen=True)
class Provider:
    """One provider's API: where it is and how long we wait for it."""

    name: str
    address: str
    seconds: float = SECONDS

    def call(self, method: str, url: str, *, most: int = LARGEST_ANSWER, **more: Any) -> Got:
        """Call, and read what comes back. Raises SendingFailed where nothing does."""
        with self._stream(method, url, more) as answer:
            started, parts, size = time.monotonic(), [], 0
            for part in answer.iter_bytes():
                parts.append(part)
                size += len(part)
                if size > most:
                    raise SendingFailed(f"{self.name}_too_large", passing=False)
                # Each part came in time; all of them together must as well.
                if time.monotonic() - started > self.seconds:
                    raise SendingFailed(f"{self.name}_slow", passing=True, unsure=True)
            return Got(answer.status_code, b"".join(parts), answer.headers)

    def fetch(self, url: str, most: int, hosts: Collection[str], **more: Any) -> bytes:
        """Fetch a file from the provider's own hosts alone, following it about among them.

        What proves who we are goes to the first of them, and to no other.
        """
        for _ in range(HOPS + 1):
            if not self.owns(url, hosts):
                raise SendingFailed(f"{self.name}_elsewhere", passing=False)
            got = self.call("GET", url, most=most, **more)
            if got.status not in REDIRECT:
                break
            url, more = str(httpx.URL(url).join(got.headers.get("location", ""))), {}
        if not got.fine:
            raise self.failed(got, str(got.status))
        return got.content

    def owns(self, url: str, hosts: Collection[str]) -> bool:
        """True for an address on the provider's hosts, or where its API is."""
        try:
            parts, api = httpx.URL(url), httpx.URL(self.address)
        except httpx.InvalidURL:
            return False
        if parts.userinfo:
            return False
        if (parts.scheme, parts.host, parts.port) == (api.scheme, api.host, api.port):
            return True
        ours = any(parts.host == host or parts.host.endswith(f".{host}") for host in hosts)
        return parts.scheme == "https" and parts.port is None and ours

    def failed(
        self, got: Got, code: str, *, passing: bool | None = None, wait: float | None = None
    ) -> SendingFailed:
        """The failure that an answer stands for, by the provider's code."""
        if passing is None:
            passing = got.status in PASSING or got.status >= FAULT
        return SendingFailed(
            f"{self.name}_{code}", passing=passing, wait=got.wait if wait is None else wait
        )

    @contextmanager
    def _stream(self, method: str, url: str, more: Mapping[str, Any]) -> Iterator[httpx.Response]:
        try:
            with (
                httpx.Client(timeout=self.seconds, verify=certificates(), headers=PLAIN) as client,
                client.stream(method, url, **more) as answer,
            ):
                yield answer
        except (httpx.HTTPError, httpx.InvalidURL) as failure:
            why = f"{self.name}_{type(failure).__name__}"
            # Once connected, the provider may have taken what we sent and only not said so.
            unsure = not isinstance(failure, NOT_REACHED)
            raise SendingFailed(why, passing=True, unsure=unsure) from None


def parsed(body: bytes) -> dict[str, Any]:
    """The JSON object of a call. Raises Unreadable."""
    try:
        found = json.loads(body)
    except ValueError:
        raise Unreadable("not_json") from None
    except RecursionError:
        raise Unreadable("too_deep") from None
    if not isinstance(found, dict):
        raise Unreadable("no_object")
    return found


def listed(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; empty for anything else that stands there."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def part(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    """An object within an object; empty for anything else that stands there."""
    found = value.get(name)
    return found if isinstance(found, dict) else {}


def words(value: Mapping[str, Any], name: str) -> str:
    """A text or number within an object, as text; empty for anything else."""
    found = value.get(name)
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""


def moment(value: Any, *, each_second: int = 1) -> datetime | None:
    """The time that a count since 1970 stands for; None where it is none."""
    try:
        return datetime.fromtimestamp(int(value) / each_second, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
