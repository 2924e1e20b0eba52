"""Serving the app by the command line: where, and how long a slow visitor is waited for."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from governance import terminal
from governance.config import config, forget
from governance.ui import ending
from governance.ui.binding import require_safe

if TYPE_CHECKING:
    from asyncio import TimerHandle

HEADER_SECONDS = 15


class PatientProtocol(HttpToolsProtocol):
    """Speak HTTP as uvicorn does, and hang up on a visitor whose request has not come in full in 15 seconds.

    Uvicorn itself waits for ever for the first line of a request. A websocket leaves this protocol once it is open.
    """

    _timer: TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def on_message_begin(self) -> None:
        """Wait anew for each request of the connection."""
        super().on_message_begin()
        self._wait()

    def on_headers_complete(self) -> None:
        """Stop waiting: who reads the body has a limit of its own."""
        self._stop()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting for somebody who is gone."""
        self._stop()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._stop()
        self._timer = asyncio.get_running_loop().call_later(HEADER_SECONDS, self.transport.abort)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def serve(host: str | None = None, port: int | None = None) -> None:
    """Serve the app until it is stopped, on ``host`` and ``port`` or those of the configuration.

    Raises GovernanceError before anything is opened when it must not be served there.
    """
    found = config()
    address, number = host or found.host, found.port if port is None else port
    require_safe(address)
    terminal.errors.print(f"Recital: {found.public_url or f'http://{address}:{number}'}", markup=False)
    os.environ["RECITAL_PORT"] = str(number)
    forget()
    ending.prepare()
    uvicorn.run("app:app", host=address, port=number, http=PatientProtocol, **ending.LIMITS)
    ending.leave()
