"""Who is let in while anybody may view the register as anybody."""

from __future__ import annotations

import pytest

from governance.ui.guard import is_local_visit, refusal

LOCAL = {"host": "127.0.0.1:8501"}


def _scope(client: str | None = "127.0.0.1", **headers: str) -> dict[str, object]:
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "client": (client, 5) if client is not None else None, "headers": pairs}


@pytest.mark.parametrize("host", ["localhost", "localhost:8501", "127.0.0.1:80", "[::1]:8501", "LOCALHOST:1"])
def test_local_names_are_answered(host: str) -> None:
    """The names of this computer are answered on any port."""
    assert refusal(_scope(host=host)) is None


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "0.0.0.0:8501", "a@localhost"],
)
def test_foreign_hosts_are_refused(host: str) -> None:
    """A name of another machine is refused, however much it looks like ours."""
    assert refusal(_scope(host=host)) == "guard_host"


def test_two_hosts_are_refused() -> None:
    """Two Host headers are no plain request."""
    scope = _scope(host="localhost")
    scope["headers"] = [(b"host", b"localhost"), (b"host", b"evil.example")]

    assert refusal(scope) == "guard_host"


@pytest.mark.parametrize("client", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_loopback_peers_are_answered(client: str) -> None:
    """Every loopback address is this computer."""
    assert refusal(_scope(client, **LOCAL)) is None


@pytest.mark.parametrize("client", ["192.0.2.7", "10.0.0.1", "::ffff:192.0.2.7", "fe80::1", "", "unix", None])
def test_other_peers_are_refused(client: str | None) -> None:
    """A peer that is not loopback, or not known, is refused."""
    assert refusal(_scope(client, **LOCAL)) == "guard_peer"


@pytest.mark.parametrize("header", ["forwarded", "x_forwarded_for", "x_forwarded_proto", "x_real_ip", "via"])
def test_proxies_are_refused(header: str) -> None:
    """Whatever a proxy adds shows that the peer is not the visitor."""
    assert refusal(_scope(**LOCAL, **{header: "127.0.0.1"})) == "guard_forwarded"


@pytest.mark.parametrize(
    ("headers", "peer", "local"),
    [
        ({"Host": "localhost:8501"}, None, True),
        ({"Host": "127.0.0.1"}, "127.0.0.9", True),
        ({"Host": "localhost"}, "192.0.2.7", False),
        ({"Host": "recital.example"}, None, False),
        ({"Host": "localhost", "X-Forwarded-For": "127.0.0.1"}, None, False),
        ({}, None, False),
    ],
)
def test_the_frame_knows_a_visitor_of_this_computer(
    headers: dict[str, str], peer: str | None, local: bool
) -> None:
    """Where the frame runs without the guard it asks the same of what Streamlit tells it."""
    assert is_local_visit(headers, peer) is local
