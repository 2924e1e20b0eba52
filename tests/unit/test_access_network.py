"""Where a request comes from: proxies are believed only when they are named, and only our own names are ours."""

from __future__ import annotations

import pytest

from governance.access import network
from governance.access.addresses import local, sign_in_address
from governance.access.throttle import address_subject
from governance.config import Config

PROXIES = ("10.0.0.0/8", "192.0.2.1")


@pytest.mark.parametrize(
    ("peer", "forwarded", "visitor"),
    [
        ("203.0.113.5", [], "203.0.113.5"),
        ("203.0.113.5", ["198.51.100.7"], "203.0.113.5"),
        ("192.0.2.1", ["198.51.100.7"], "198.51.100.7"),
        ("10.1.2.3", ["6.6.6.6, 198.51.100.7"], "198.51.100.7"),
        ("10.1.2.3", ["6.6.6.6", "198.51.100.7, 192.0.2.1"], "198.51.100.7"),
        ("10.1.2.3", ["10.9.9.9"], "10.9.9.9"),
        ("::ffff:10.1.2.3", ["198.51.100.7"], "198.51.100.7"),
        ("10.1.2.3", ["unknown"], "10.1.2.3"),
        ("10.1.2.3", ["<script>"], "10.1.2.3"),
        ("", ["198.51.100.7"], ""),
    ],
)
def test_only_named_proxies_speak_for_visitors(peer: str, forwarded: list[str], visitor: str) -> None:
    """The last address a trusted proxy did not write itself counts; what stands further left anybody may have written."""
    assert network.client_address(peer, forwarded, PROXIES) == visitor


@pytest.mark.parametrize(
    "host", ["recital.example", "RECITAL.example:443", "localhost:8501", "127.0.0.1", "[::1]:80"]
)
def test_own_names(host: str) -> None:
    """The public name and those of this machine are ours."""
    assert network.is_own_host([host], Config(public_url="https://recital.example", host="0.0.0.0"))


@pytest.mark.parametrize(
    "hosts",
    [["evil.example"], ["recital.example.evil"], [], ["recital.example", "localhost"], [""], ["0.0.0.0"]],
)
def test_foreign_names(hosts: list[str]) -> None:
    """Other names, two names and none are not ours."""
    assert not network.is_own_host(hosts, Config(public_url="https://recital.example", host="0.0.0.0"))


@pytest.mark.parametrize(
    ("origin", "host", "own"),
    [
        ("https://recital.example", "recital.example", True),
        ("http://recital.example", "recital.example", False),
        ("https://recital.example:444", "recital.example", False),
        ("https://evil.example", "recital.example", False),
        ("http://localhost:8501", "localhost:8501", True),
        ("http://localhost:8502", "localhost:8501", False),
        ("null", "recital.example", False),
        ("https://recital.example/path", "recital.example", False),
        ("https://recital.example@evil.example", "recital.example", False),
    ],
)
def test_own_origins(origin: str, host: str, own: bool) -> None:
    """A page is ours by scheme, name and port together."""
    assert network.is_own_origin(origin, host, Config(public_url="https://recital.example")) is own


@pytest.mark.parametrize(
    "address",
    ["/", "/record?id=ACT-00001&tab=history", "/search?q=%E7%94%B5%E5%AD%90", "/a?next=https://x.example"],
)
def test_addresses_of_ours_are_kept(address: str) -> None:
    """Path and query of a page come through as they are."""
    assert local(address) == address


def test_the_way_to_sign_in_names_the_way_back() -> None:
    """The address asked for is encoded whole, so that its query does not become that of the sign-in page."""
    assert (
        sign_in_address("/record", "id=ACT-00001&tab=a") == "/signin?next=/record%3Fid%3DACT-00001%26tab%3Da"
    )
    assert sign_in_address("/", "") == sign_in_address("//evil.example", "") == "/signin"


def test_addresses_of_one_network_count_together() -> None:
    """IPv6 counts by network, and IPv4 is the same in both spellings."""
    assert (
        address_subject("2001:db8::1") == address_subject("2001:db8::2") != address_subject("2001:db8:0:1::1")
    )
    assert address_subject("192.0.2.1") == address_subject("::ffff:192.0.2.1") != address_subject("192.0.2.2")
    assert address_subject("testclient") == address_subject("")
