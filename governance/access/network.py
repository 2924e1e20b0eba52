"""Where a request comes from and what it may call us: proxies that are trusted, hosts and origins that are ours."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from governance.config import Config

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


def is_loopback(address: str) -> bool:
    """Tell whether ``address`` is this machine itself; a name is not an address, but localhost counts."""
    if address.lower() == "localhost":
        return True
    try:
        found = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return False
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback


def client_address(peer: str, forwarded: Sequence[str], trusted: Iterable[str]) -> str:
    """Return the address of the visitor: the peer, or what a trusted proxy says of it.

    ``forwarded`` are the values of ``X-Forwarded-For``. They are read from the right for as long as a trusted proxy
    speaks: what stands further left anybody could have written.
    """
    networks = [ipaddress.ip_network(each, strict=False) for each in trusted]
    hops = [hop.strip() for value in forwarded for hop in value.split(",")]
    address = peer
    while hops and _is_in(address, networks):
        address = hops.pop()
    return address if _is_address(address) else peer


def _is_in(address: str, networks: Iterable[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> bool:
    if not _is_address(address):
        return False
    found = ipaddress.ip_address(address)
    found = getattr(found, "ipv4_mapped", None) or found
    return any(found in network for network in networks)


def _is_address(address: str) -> bool:
    try:
        ipaddress.ip_address(address)
    except ValueError:
        return False
    return True


def host_name(host: str) -> str:
    """Return a Host header without its port, in small letters."""
    name, separator, port = host.strip().lower().rpartition(":")
    return name if separator and port.isdigit() else host.strip().lower()


def own_hosts(config: Config) -> frozenset[str]:
    """Return the names by which the app may be called: its public address, its own, and this machine's."""
    public = urlsplit(config.public_url).hostname
    names = {f"[{public}]" if public and ":" in public else public, config.host.lower()}
    return LOOPBACK_NAMES | {name for name in names if name and name not in ("0.0.0.0", "::")}  # noqa: S104  # nosec B104 - left out


def is_own_host(hosts: Sequence[str], config: Config) -> bool:
    """Tell whether a request calls us by one of our names, once: a foreign name is DNS rebinding."""
    return len(hosts) == 1 and host_name(hosts[0]) in own_hosts(config)


def is_own_origin(origin: str, host: str, config: Config) -> bool:
    """Tell whether a page of ours sent the request: the public address, or the very host it is sent to."""
    found = urlsplit(origin)
    if found.scheme not in ("http", "https") or not found.netloc or found.path or found.query:
        return False
    public = urlsplit(config.public_url)
    if public.netloc and (found.scheme, found.netloc.lower()) == (public.scheme, public.netloc.lower()):
        return True
    is_plain = found.scheme == "http" and found.netloc.lower() == host.strip().lower()
    return is_plain and host_name(host) in (LOOPBACK_NAMES if config.public_url else own_hosts(config))
