"""Only public addresses, and only those that were checked."""

import asyncio
import socket

import pytest

from flows.fetching.address_guard import AddressForbidden, AddressGuard, NameUnknown, is_public
from flows.fetching.fetch_failures import AddressRefused
from flows.fetching.fetch_settings import FetchSettings


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "192.0.0.8",
        "192.88.99.1",
        "64:ff9b:1::808:808",
        "::ffff:0:808:808",
        "2001:20::1",
        "3fff::1",
        "5f00::1",
        "127.255.0.9",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - an address to be refused, not to listen on
        "255.255.255.255",
        "224.0.0.1",
        "192.0.2.1",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "fc00::1",
        "ff02::1",
    ],
)
def test_special_addresses_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


def guard_with(addresses, **settings):
    async def resolve(_host, _port):
        return addresses

    return AddressGuard(FetchSettings(**settings), resolve)


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    guard = guard_with(["8.8.8.8", "10.0.0.1"])
    with pytest.raises(AddressForbidden, match=r"mixed\.example stands for 10\.0\.0\.1"):
        asyncio.run(guard.places("mixed.example", 80))


def test_a_host_that_is_allowed_by_name_may_be_private():
    guard = guard_with(["10.0.0.1"], allow_hosts=("Intranet.Example",))
    assert asyncio.run(guard.places("intranet.example", 80)) == [("10.0.0.1", 80)]


def test_a_mapped_host_is_not_looked_up():
    guard = guard_with([], host_map={"demo.example": "[::1]:8080"})
    assert asyncio.run(guard.places("demo.example", 443)) == [("::1", 8080)]


def test_a_name_without_addresses_is_unknown():
    with pytest.raises(NameUnknown, match=r"empty\.example has no address"):
        asyncio.run(guard_with([]).places("empty.example", 80))


def test_a_numeric_name_is_judged_by_the_address_it_stands_for():
    for spelling in ("2130706433", "0x7f.1", "127.1"):
        with pytest.raises(AddressForbidden, match=r"127\.0\.0\.1"):
            asyncio.run(AddressGuard(FetchSettings()).places(spelling, 80))


def test_an_overlong_label_is_an_unknown_name():
    with pytest.raises(NameUnknown):
        asyncio.run(AddressGuard(FetchSettings()).places("a" * 70 + ".example", 80))


def test_the_connection_goes_to_the_address_that_was_checked(site, say, fetching):
    """The name exists for this resolver alone, which is asked once a connection."""
    site.routes["/a"] = say(b"<p>")
    looked_up = []

    async def resolve(host, _port):
        looked_up.append(host)
        return ["127.0.0.1"]

    url = f"http://careers.invalid:{site.port}/a"
    page = fetching(lambda fetcher: fetcher.fetch(url), resolve=resolve, allow_hosts=("careers.invalid",))
    assert page.url == url
    assert looked_up == ["careers.invalid"] * len(site.log)


def test_a_name_that_turns_private_between_two_requests_is_refused(site, fetching, monkeypatch):
    """DNS rebinding; for this test, loopback counts as public."""
    monkeypatch.setattr("flows.fetching.address_guard.is_public", lambda address: address == "127.0.0.1")
    answers = [["127.0.0.1"], ["169.254.169.254"]]

    async def resolve(_host, _port):
        return answers.pop(0)

    with pytest.raises(AddressRefused, match=r"169\.254\.169\.254"):
        fetching(lambda fetcher: fetcher.fetch(f"http://careers.invalid:{site.port}/a"), resolve=resolve)
    assert [request.path for request in site.log] == ["/robots.txt"]


def test_the_second_address_is_tried_where_the_first_does_not_answer(site, say, fetching):
    site.routes["/a"] = say(b"<p>")

    async def resolve(_host, _port):
        return ["127.0.0.2", "127.0.0.1"]

    page = fetching(
        lambda fetcher: fetcher.fetch(f"http://careers.invalid:{site.port}/a"),
        resolve=resolve,
        allow_hosts=("careers.invalid",),
    )
    assert page.status == 200


def test_a_name_server_that_is_down_for_the_moment_is_asked_again(site, say, fetching):
    site.routes["/a"] = say(b"<p>")
    answers = [socket.gaierror(socket.EAI_AGAIN, "try again"), ["127.0.0.1"], ["127.0.0.1"]]

    async def resolve(_host, _port):
        given = answers.pop(0)
        if isinstance(given, Exception):
            raise given
        return given

    page = fetching(
        lambda fetcher: fetcher.fetch(f"http://careers.example:{site.port}/a"),
        resolve=resolve,
        allow_hosts=("careers.example",),
    )
    assert page.status == 200
