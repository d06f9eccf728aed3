"""Which network addresses a host name may stand for: never one inside a private network.

A name is looked up once, every address it has is checked, and the connection goes to an address that was
checked; so a name server that answers differently the second time gains nothing.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from flows.fetching.fetch_settings import FetchSettings

Resolver = Callable[[str, int], Awaitable[list[str]]]
"""Host name and port in, addresses out, as numbers; raises OSError where the name has none."""

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits
_SPECIAL = tuple(
    ip_network(network)
    for network in (
        "192.0.0.0/24",  # IETF protocol assignments
        "192.88.99.0/24",  # once the anycast address of 6to4 relays
        "64:ff9b:1::/48",  # NAT64 within a site (RFC 8215)
        "::ffff:0:0:0/96",  # IPv4 translated (RFC 7915)
        "2001::/23",  # IETF protocol assignments, Teredo among them
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
    )
)
"""Special-purpose ranges that some or all of the Python releases in use call global."""
_MAX_ADDRESSES = 8


class AddressForbidden(Exception):
    """The name stands for an address that is not public."""


class NameUnknown(Exception):
    """The name has no address; `may_pass` tells that the name server only failed to answer."""

    def __init__(self, message: str, *, may_pass: bool) -> None:
        super().__init__(message)
        self.may_pass = may_pass


async def ask_dns(host: str, port: int) -> list[str]:
    """Return the addresses of `host` from the system's resolver; raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(place[0]) for *_, place in found]


def is_public(address: str) -> bool:
    """Tell whether `address` lies in the public internet.

    By the IANA special-purpose registries, as `ipaddress` knows them. An IPv6 address that carries an IPv4
    address (mapped, compatible, 6to4, NAT64) is judged by that one too.
    """
    ip = ip_address(address.partition("%")[0])
    if not ip.is_global or ip.is_multicast or ip.is_unspecified or any(ip in network for network in _SPECIAL):
        return False
    if isinstance(ip, IPv4Address):
        return True
    return not ip.is_site_local and all(is_public(str(inner)) for inner in _carried(ip))


def _carried(ip: IPv6Address) -> list[IPv4Address]:
    carried = [ip.ipv4_mapped, ip.sixtofour]
    if ip in _NAT64 or int(ip) < 1 << 32:
        carried.append(IPv4Address(int(ip) & 0xFFFF_FFFF))
    return [inner for inner in carried if inner is not None]


class AddressGuard:
    """Says where to connect to for a host name."""

    def __init__(self, settings: FetchSettings, resolve: Resolver = ask_dns) -> None:
        self._allowed = frozenset(settings.allow_hosts)
        self._mapped = {name: _split(place) for name, place in settings.host_map.items()}
        self._resolve = resolve

    async def places(self, host: str, port: int) -> list[tuple[str, int]]:
        """Return the checked addresses of `host`, each with its port, best first.

        Raises AddressForbidden where one of them is not public and the host is not allowed by name, and
        NameUnknown where there is none.
        """
        if mapped := self._mapped.get(host):
            return [mapped]
        addresses = await self._look_up(host, port)
        if host not in self._allowed:
            _refuse_private(host, addresses)
        return [(address, port) for address in addresses[:_MAX_ADDRESSES]]

    def knows(self, host: str) -> bool:
        """Tell whether the settings name the host: allowed, or mapped to an address."""
        return host in self._allowed or host in self._mapped

    async def refuse_private(self, host: str, port: int) -> None:
        """Raise AddressForbidden where `host` has an address that is not public.

        A name without an address passes: behind a proxy, only the proxy may know the names of the world.
        """
        with suppress(NameUnknown):
            _refuse_private(host, await self._look_up(host, port))

    async def _look_up(self, host: str, port: int) -> list[str]:
        try:
            addresses = await self._resolve(host, port)
        except socket.gaierror as error:
            may_pass = error.errno == socket.EAI_AGAIN
            raise NameUnknown(
                f"the name {host} has no address ({error.strerror})", may_pass=may_pass
            ) from error
        except (OSError, UnicodeError) as error:  # UnicodeError: a label of 64 characters or more
            raise NameUnknown(f"the name {host[:80]} has no address ({error})", may_pass=False) from error
        if not addresses:
            raise NameUnknown(f"the name {host} has no address", may_pass=False)
        return list(dict.fromkeys(addresses))


def _refuse_private(host: str, addresses: list[str]) -> None:
    for address in addresses:
        if not is_public(address):
            raise AddressForbidden(
                f"{host} stands for {address}, which is no public address;"
                f" to allow the host by name set JOBPROFILES_ALLOW_HOSTS={host}"
            )


def _split(place: str) -> tuple[str, int]:
    host, _, port = place.rpartition(":")
    return host.strip("[]"), int(port)
