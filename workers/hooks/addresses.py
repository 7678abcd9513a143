"""Which addresses of the net belong to everybody, and which to this computer or a private network."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from socket import inet_aton, inet_ntoa

_NAT64 = IPv6Network("64:ff9b::/96")
"""Addresses that carry one of IPv4 in their last 32 bits (RFC 6052)."""


def is_public(address: str) -> bool:
    """Whether an address, as `getpeername` spells it, is reachable from everywhere (RFC 6890); what it wraps counts."""
    found = _unwrapped(ip_address(address.partition("%")[0]))
    return found.is_global and not found.is_multicast


def names_no_public(host: str) -> bool:
    """Whether a URL's host says itself that it is not reachable from everywhere.

    It does as an address, in any spelling that the system takes for one of IPv4 (`127.1`), and as `localhost` (RFC 6761). Where
    any other name leads is known when it is called.
    """
    name = host.lower().removesuffix(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return not is_public(name)
    except ValueError:
        pass
    try:
        return not is_public(inet_ntoa(inet_aton(name)))
    except OSError:
        return False


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else address)
