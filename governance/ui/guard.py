"""Keep the register on this computer for as long as anybody may "view as" anybody: no sign-in, no network."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from governance.language import LANGUAGES, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.types import ASGIApp, Receive, Scope, Send

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
_PROXY_PREFIX = "x-forwarded-"
_PROXY_HEADERS = frozenset({"forwarded", "x-real-ip", "via"})
_POLICY_VIOLATION = 1008


class LocalOnly:
    """Refuse every request and websocket that does not plainly come from this computer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it with the reason."""
        reason = refusal(scope) if scope["type"] in ("http", "websocket") else None
        if reason is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": reason})
        else:
            await _explain(reason)(scope, receive, send)


def refusal(scope: Scope) -> str | None:
    """Return why the request is refused (a code of the text catalog), or None when it is local."""
    headers = Headers(scope=scope)
    if is_forwarded(headers):
        return "guard_forwarded"
    if not _is_loopback((scope.get("client") or ("",))[0]):
        return "guard_peer"
    hosts = headers.getlist("host")
    if len(hosts) != 1 or _without_port(hosts[0]) not in LOCAL_HOSTS:
        return "guard_host"
    return None


def is_forwarded(names: Iterable[str]) -> bool:
    """Tell whether header names (small letters) show that a proxy passed the request on."""
    return any(name in _PROXY_HEADERS or name.startswith(_PROXY_PREFIX) for name in names)


def is_local_visit(headers: Mapping[str, str], peer: str | None) -> bool:
    """Tell the same of what Streamlit says of a visitor, whose ``peer`` it leaves out for this computer."""
    names = {name.lower(): value for name, value in headers.items()}
    is_near = peer is None or _is_loopback(peer)
    return is_near and not is_forwarded(names) and _without_port(names.get("host", "")) in LOCAL_HOSTS


def _is_loopback(peer: str) -> bool:
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _without_port(host: str) -> str:
    name, separator, port = host.strip().lower().rpartition(":")
    return name if separator and port.isdigit() else host.strip().lower()


def _explain(reason: str) -> PlainTextResponse:
    sentences = "\n".join(text(f"error.{reason}", language) for language in LANGUAGES)
    return PlainTextResponse(sentences + "\n", status_code=403)
