"""Which network addresses may be talked to: those of the public internet, however they are written.

A document or a redirect may name the machine this runs on, the intranet around it, or the metadata service of a
cloud. None of them is a source, and fetching from them could leak or change something.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address

# Prefixes under which an IPv4 address travels inside an IPv6 address, and how far right the 32 bits stand.
_EMBEDDED = (
    (IPv6Network("::/96"), 0),  # IPv4-compatible
    (IPv6Network("::ffff:0:0/96"), 0),  # IPv4-mapped
    (IPv6Network("::ffff:0:0:0/96"), 0),  # IPv4-translated (RFC 2765)
    (IPv6Network("64:ff9b::/96"), 0),  # NAT64 (RFC 6052)
    (IPv6Network("2002::/16"), 80),  # 6to4
)
_TEREDO = IPv6Network("2001::/32")  # holds the client's IPv4 address inverted
_SITE_LOCAL = IPv6Network("fec0::/10")


def refusal(address: str) -> str | None:
    """Why this address is not talked to ("loopback", "private", …), or None when it is public."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return "malformed"
    kinds = [_kind(each) for each in (found, *_inside(found))]
    return next((kind for kind in kinds if kind), None)


# Names that are resolved inside a network only: RFC 6761, RFC 6762, RFC 8375, and ICANN's reserved `internal`.
_INNER_NAMES = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".corp", ".test", ".invalid")


def public_name(url: str) -> bool:
    """Whether a URL's host, as it is written, may be one of the public internet. Asks no name server."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return False
    if re.fullmatch(r"[0-9.]+|\[?[0-9a-f:.]*:[0-9a-f:.]*\]?", host):
        return refusal(host.strip("[]")) is None
    return "." in host and not host.endswith(_INNER_NAMES)


def _inside(address: Address) -> tuple[IPv4Address, ...]:
    if isinstance(address, IPv4Address) or int(address) <= 1:
        return ()
    if address in _TEREDO:
        return (IPv4Address(~int(address) & 0xFFFFFFFF),)
    return tuple(IPv4Address(int(address) >> shift & 0xFFFFFFFF) for network, shift in _EMBEDDED if address in network)


def _kind(address: Address) -> str | None:
    if address.is_unspecified:
        return "unspecified"
    if address.is_loopback:
        return "loopback"
    if address.is_link_local:
        return "link-local"
    if address.is_multicast:
        return "multicast"
    if isinstance(address, IPv6Address) and any(address in network for network, _ in _EMBEDDED):
        return None  # what is inside decides
    if not address.is_global or (isinstance(address, IPv6Address) and address in _SITE_LOCAL):
        return "private"
    return None
