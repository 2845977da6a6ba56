"""Which addresses webhooks may go to: those of the public internet, and nothing behind our door."""

import asyncio
import ipaddress
import socket
from urllib.parse import urlsplit

from backend.config import Settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
LONGEST = 500
# IPv4 addresses written as IPv6 for networks that have no IPv4.
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Refused(Exception):
    """The address cannot be used; `why` says in a code what is wrong with it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def check_shape(url: str, settings: Settings) -> tuple[str, int]:
    """The host and the port of an address. Raises Refused; nothing is looked up."""
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url:
        raise Refused("address")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise Refused("address") from None
    if not host or parts.fragment or parts.username is not None or "\\" in url:
        raise Refused("address")
    if parts.scheme != "https" and (settings.production or parts.scheme != "http"):
        raise Refused("not_https")
    return host, port or (443 if parts.scheme == "https" else 80)


async def resolve(host: str, port: int, settings: Settings) -> str:
    """The number to connect to, looked up once and checked. Raises Refused.

    Whoever connects uses this number and not the name, which might mean another one by then.
    """
    try:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused("not_found") from None
    numbers = [str(each[4][0]) for each in found]
    if not numbers:
        raise Refused("not_found")
    # Every number that the name has: one that is ours among them is no oversight.
    if settings.production and not all(map(is_public, numbers)):
        raise Refused("not_public")
    return numbers[0]


def check(url: str, settings: Settings) -> None:
    """Check an address whole before it is kept. Raises Refused."""
    host, port = check_shape(url, settings)

    async def look() -> None:
        try:
            await asyncio.wait_for(resolve(host, port, settings), timeout=5)
        except TimeoutError:
            raise Refused("not_found") from None

    asyncio.run(look())


def is_public(number: str) -> bool:
    """True for an address that anybody on the internet could reach."""
    try:
        address: Address = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    inner = _inside(address)
    return address.is_global and not address.is_multicast and (inner is None or is_public(inner))


def _inside(address: Address) -> str | None:
    """The IPv4 address that an IPv6 one stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in NAT64:
        return str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    teredo = address.teredo[1] if address.teredo else None
    found = address.ipv4_mapped or address.sixtofour or teredo
    return str(found) if found else None
