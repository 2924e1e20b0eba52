"""The gate in front of every request and websocket: loopback for the demo, a sign-in session for a company."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from governance import bootstrap
from governance.access import addresses, network, service
from governance.config import config
from governance.errors import GovernanceError
from governance.language import LANGUAGES, explain, text
from governance.ui import runs
from governance.ui.cookies import session_cookie
from governance.ui.guard import LocalOnly
from governance.ui.shell import is_page

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from governance.access.sessions import Session

SESSION = "recital.session"  # where the scope of a request holds its session
_SAFE = ("GET", "HEAD", "OPTIONS")
_POLICY_VIOLATION = 1008
_SAME_SITE = ("same-origin", "none")

log = logging.getLogger("recital.access")


class Gate:
    """Let a request pass, or refuse it; nothing behind it is reached by anybody who does not belong."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.local = LocalOnly(app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its session, or answer it here."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        if not config().signs_in:
            await self.local(scope, receive, send)
            return
        answer = _judged(scope)
        if answer is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": ""})
        else:
            await answer(scope, receive, send)


def _judged(scope: Scope) -> Response | None:
    """Return the answer for a request that may not pass; put the session into the scope of one that may."""
    foreign = _foreign(scope)
    if foreign:
        return _refused(foreign, 403)
    if scope["type"] == "http" and addresses.is_open(scope["path"]):
        return None
    try:
        session = session_of(scope)
    except GovernanceError as error:
        log.exception("the register does not answer at the gate")
        return _said([explain(error, language) for language in LANGUAGES], 503)
    if session is not None:
        return _let_in(scope, session)
    if scope["type"] == "http" and (is_page(scope) or _is_own_page(scope)):
        query = scope.get("query_string", b"").decode("latin-1")
        address = addresses.sign_in_address(scope["path"], query)
        return RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})
    return _refused("gate_session", 401)


def _let_in(scope: Scope, session: Session) -> Response | None:
    """Hand the session on with the request; what belongs to the run of somebody else is not reached."""
    if runs.is_foreign(scope["path"], session.digest):
        return _refused("gate_run", 403)
    scope[SESSION] = session
    if scope["type"] == "websocket":
        scope["headers"] = runs.own_headers(list(scope["headers"]), session.digest)
    return None


def _is_own_page(scope: Scope) -> bool:
    return scope["method"] == "GET" and scope["path"] in (addresses.ACCOUNT, addresses.SIGN_OUT)


def session_of(scope: Scope) -> Session | None:
    """Return the session of a request, None without one that lasts."""
    token = HTTPConnection(scope).cookies.get(session_cookie(), "")
    return service.of(bootstrap.opened()).sessions.find(token) if token else None


def visitor_address(scope: Scope) -> str:
    """Return the network address of the visitor, through the proxies that are trusted."""
    peer = (scope.get("client") or ("",))[0]
    forwarded = Headers(scope=scope).getlist("x-forwarded-for")
    return network.client_address(peer, forwarded, config().trusted_proxies)


def _foreign(scope: Scope) -> str | None:
    """Return why a request is refused whoever asks: it calls us by another name, or a foreign page sent it."""
    headers = Headers(scope=scope)
    hosts = headers.getlist("host")
    if not network.is_own_host(hosts, config()):
        return "gate_host"
    origins = headers.getlist("origin")
    if scope["type"] == "websocket":
        own = len(origins) == 1 and network.is_own_origin(origins[0], hosts[0], config())
        return None if own else "gate_origin"
    if scope["method"] in _SAFE:
        return None
    if origins:
        own = len(origins) == 1 and network.is_own_origin(origins[0], hosts[0], config())
    else:
        own = headers.get("sec-fetch-site", "none") in _SAME_SITE
    return None if own else "gate_origin"


def _refused(code: str, status: int) -> Response:
    return _said([text(f"error.{code}", language) for language in LANGUAGES], status)


def _said(sentences: list[str], status: int) -> Response:
    return PlainTextResponse("\n".join(sentences) + "\n", status, headers={"Cache-Control": "no-store"})
