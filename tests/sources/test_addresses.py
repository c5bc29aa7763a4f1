"""Addresses that are never talked to, in every spelling."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify.sources.addresses import public_name, refusal


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("127.0.0.1", "loopback"),
        ("127.8.8.8", "loopback"),
        ("::1", "loopback"),
        ("0.0.0.0", "unspecified"),
        ("::", "unspecified"),
        ("10.1.2.3", "private"),
        ("172.16.0.1", "private"),
        ("192.168.1.1", "private"),
        ("100.64.0.1", "private"),  # carrier-grade NAT
        ("169.254.169.254", "link-local"),  # metadata service of clouds
        ("fe80::1", "link-local"),
        ("fe80::1%eth0", "link-local"),
        ("fd00:ec2::254", "private"),  # the same over IPv6
        ("fec0::1", "private"),
        ("224.0.0.1", "multicast"),
        ("ff02::1", "multicast"),
        ("255.255.255.255", "private"),
        ("240.0.0.1", "private"),
        ("192.0.2.1", "private"),
        ("::ffff:127.0.0.1", "loopback"),
        ("::ffff:10.0.0.1", "private"),
        ("::127.0.0.1", "loopback"),
        ("64:ff9b::10.0.0.1", "private"),
        ("64:ff9b::169.254.169.254", "link-local"),
        ("2002:7f00:1::", "loopback"),
        ("2002:a00:1::1", "private"),
        ("2001:0:4136:e378:8000:63bf:f5ff:fffe", "private"),  # Teredo: 10.0.0.1
        ("not an address", "malformed"),
        ("", "malformed"),
    ],
)
def test_refused(address: str, kind: str) -> None:
    assert refusal(address) == kind


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"],
)
def test_public(address: str) -> None:
    assert refusal(address) is None


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_in_ipv6(address: ipaddress.IPv4Address) -> None:
    assert (refusal(str(address)) is None) == (refusal(f"::ffff:{address}") is None)
    assert (refusal(str(address)) is None) == (refusal(f"64:ff9b::{address}") is None)


@pytest.mark.parametrize(
    ("url", "public"),
    [
        ("https://example.org/a", True),
        ("http://93.184.216.34/", True),
        ("http://[2606:2800:220:1::1]/", True),
        ("http://127.0.0.1:8000/", False),
        ("http://10.0.0.7/", False),
        ("http://[::1]/", False),
        ("http://localhost/", False),
        ("http://wiki/", False),
        ("http://wiki.corp/", False),
        ("http://printer.local./", False),
        ("http://[bad", False),
    ],
)
def test_names_of_the_public_internet(url: str, public: bool) -> None:
    assert public_name(url) is public
