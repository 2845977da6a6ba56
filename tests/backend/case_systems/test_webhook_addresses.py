"""Webhooks go to the public internet alone, whatever the name in the address stands for."""

import asyncio
import socket

import httpx
import pytest

from backend.services import webhook_sending
from backend.services.webhook_addresses import Refused, check, check_shape, is_public
from backend.services.webhook_sending import Parcel
from tests.backend.given import make_settings

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def production(tmp_path):
    return make_settings(tmp_path, "sqlite://", env="production")


@pytest.fixture
def names(monkeypatch):
    """Says which numbers each name stands for, and counts how often it is looked up."""
    known, asked = {}, []

    async def getaddrinfo(_loop, host, port, **_more):
        asked.append(host)
        if host not in known:
            raise socket.gaierror
        return [(0, 0, 0, "", (number, port)) for number in known[host]]

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", getaddrinfo)
    known["asked"] = asked
    return known


def sent(parcel, settings):
    """What comes of sending one message."""
    outcomes = []
    webhook_sending.send_all([parcel], settings, lambda _parcel, told: outcomes.append(told))
    return outcomes[0]


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "10.0.0.1", "172.16.9.9", "192.168.1.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0",
        "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "ff02::1", "198.18.0.1", "192.0.2.1", "localhost", "",
    ],
)  # fmt: skip
def test_numbers_behind_our_door_are_refused(number):
    assert not is_public(number)


@pytest.mark.parametrize("number", ["93.184.216.34", "8.8.8.8", "2606:4700::1111"])
def test_numbers_of_the_internet_are_taken(number):
    assert is_public(number)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://cases.example.org/", "not_https"),
        ("ftp://cases.example.org/", "not_https"),
        ("file:///etc/passwd", "address"),
        ("https://user:word@cases.example.org/", "address"),
        ("https://cases.example.org/#part", "address"),
        ("https://cases.example.org:99999/", "address"),
        ("https://", "address"),
        ("cases.example.org", "address"),
        ("https://cases.example.org/ x", "address"),
        ("https://cases.example.org/\r\nHost: x", "address"),
        ("https://[::1", "address"),
        ("https://ex\\@127.0.0.1/", "address"),
        ("https://cases.example.org/" + "x" * 500, "address"),
    ],
)
def test_only_a_plain_https_address_is_taken(production, url, why):
    with pytest.raises(Refused) as refused:
        check_shape(url, production)
    assert refused.value.why == why


def test_a_name_that_stands_for_a_private_number_is_refused_also_among_public_ones(
    production, names
):
    names["inside.example.org"] = ["10.0.0.5"]
    names["both.example.org"] = ["93.184.216.34", "127.0.0.1"]
    names["good.example.org"] = ["93.184.216.34"]

    for name, why in (("inside", "not_public"), ("both", "not_public"), ("none", "not_found")):
        with pytest.raises(Refused) as refused:
            check(f"https://{name}.example.org/", production)
        assert refused.value.why == why
    check("https://good.example.org/", production)


def test_a_number_written_in_an_odd_way_is_refused_too(production):
    for host in ("127.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "localhost"):
        with pytest.raises(Refused):
            check(f"https://{host}/", production)


def test_development_may_send_to_this_machine(tmp_path):
    check("http://127.0.0.1:9/", make_settings(tmp_path, "sqlite://", env="development"))


def test_what_is_connected_to_is_the_number_that_was_checked(production, names, monkeypatch):
    """A name that means another number by the time of the call changes nothing."""
    names["cases.example.org"] = ["93.184.216.34"]
    called = []

    async def handle(_transport, request):
        called.append(request)
        return httpx.Response(204)

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", handle)
    parcel = Parcel(1, 1, "x", "https://cases.example.org/hooks?a=1", (SECRET,), "id", "{}", 0)
    outcome = sent(parcel, production)

    (request,) = called
    assert outcome.arrived and names["asked"] == ["cases.example.org"]
    assert (request.url.host, request.url.raw_path) == ("93.184.216.34", b"/hooks?a=1")
    assert request.headers["Host"] == "cases.example.org"
    assert request.extensions["sni_hostname"] == "cases.example.org"


def test_a_name_that_moved_behind_our_door_since_is_not_called(production, names, monkeypatch):
    names["cases.example.org"] = ["169.254.169.254"]
    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", None)
    parcel = Parcel(1, 1, "x", "https://cases.example.org/", (SECRET,), "id", "{}", 0)

    outcome = sent(parcel, production)

    assert (outcome.status, outcome.why) == (None, "not_public")
