"""Which addresses of the net belong to everybody, and which to this computer or a private network."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")
"""Addresses that carry one of IPv4 in their last 32 bits (RFC 6052)."""


def is_public(address: str) -> bool:
    """Whether an address, as `getpeername` spells it, is reachable from everywhere (RFC 6890); what it wraps counts."""
    found = _unwrapped(ip_address(address.partition("%")[0]))
    return found.is_global and not found.is_multicast


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else address)
