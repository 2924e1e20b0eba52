"""Every request and websocket under a number, in the log and on its answer; what breaks behind it is answered by us."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from starlette.datastructures import MutableHeaders
from starlette.requests import cookie_parser

from governance.operations import logs
from governance.ui import error_pages
from governance.ui.navigation import ENTRIES
from governance.ui.state import PERSON_COOKIE

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

NUMBER_HEADER = "X-Request-Id"
SESSION = "recital.session"  # where the gate puts who is signed in
_QUIET = frozenset({"static", "_stcore", "assets", "healthz", "readyz", "media", "component"})
_OWN = frozenset({"export", "signin", "signout", "account", "api"}) | _QUIET
_PAGES = frozenset(entry.address for entry in ENTRIES)
_WENT_AWAY = 1001

log = logging.getLogger("recital.request")


class Observed:
    """Give a request its number, and write one line when it is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note what became of it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        number, start, told = logs.new_number(), time.perf_counter(), dict[str, Any]()
        logs.bind(request=number)

        async def note(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                MutableHeaders(scope=message)[NUMBER_HEADER] = number
                told["status"] = message["status"]
            elif message["type"] == "websocket.close":
                told.setdefault("status", message.get("code"))
            await send(message)

        try:
            await self.app(scope, receive, note)
        finally:
            _write(scope, told.get("status"), start)


def _write(scope: Scope, status: int | None, start: float) -> None:
    quiet = _first(scope["path"]) in _QUIET and scope["type"] == "http" and (status or 0) < 500
    log.log(
        logging.DEBUG if quiet else logging.INFO,
        scope["type"],
        extra={
            "method": scope.get("method"),
            "route": route_of(scope["path"]),
            "status": status,
            "person": _person(scope),
            "ms": round((time.perf_counter() - start) * 1000, 1),
        },
    )


def route_of(path: str) -> str:
    """Return the address without what people may have put into it: the name of a page, or of a group of ours."""
    first = _first(path)
    if not first:
        return "/"
    if first in _PAGES:
        return f"/{first}"
    return f"/{first}/…" if first in _OWN else "/…"


def _first(path: str) -> str:
    return path.lstrip("/").partition("/")[0]


def _person(scope: Scope) -> str | None:
    """Return the id of who is signed in, in the demo of who is looked as."""
    session = scope.get(SESSION)
    if session is not None:
        return logs.person_of(getattr(session, "person", None))
    cookies = dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")
    return logs.person_of(cookie_parser(cookies).get(PERSON_COOKIE))


class Failures:
    """Answer a request whose handler broke, with the headers every answer has: the server's own would lack them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer in its place when nothing was sent yet."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def note(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, note)
        except Exception as error:
            log.exception(
                "request failed",
                extra={"route": route_of(scope["path"]), "code": getattr(error, "code", None)},
            )
            if begun:
                raise
            await error_pages.failed(scope, error)(scope, receive, send)
