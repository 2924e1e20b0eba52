"""Let the last words of a window be heard: its session is told of the leaving once they are taken in."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.websockets import WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from governance.ui.cookies import owner_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOMENT = 10.0  # seconds; the longest a session is kept for a script that does not come to its end
_GOING_AWAY = 1001  # what a browser says when a page is closed or left; a broken line says something else
_SHORT = 200  # bytes; the end of a script is told in fewer
_ENDED = (
    ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY,
    ForwardMsg.ScriptFinishedStatus.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    ForwardMsg.ScriptFinishedStatus.FINISHED_WITH_COMPILE_ERROR,
)


@dataclass(eq=False)
class _Window:
    """Hold whether everything a window asked for has been answered."""

    answered: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.answered.set()

    def note_asked(self, message: Message) -> None:
        """Take note of a message from the browser."""
        if BackMsg.FromString(message.get("bytes") or b"").WhichOneof("type") == "rerun_script":
            self.answered.clear()

    def note_said(self, message: Message) -> None:
        """Take note of a message to the browser."""
        said = message.get("bytes") or b""
        if self.answered.is_set() or not 0 < len(said) < _SHORT:
            return
        found = ForwardMsg.FromString(said)
        if found.WhichOneof("type") == "script_finished" and found.script_finished in _ENDED:
            self.answered.set()

    async def ended(self) -> None:
        """Wait until everything is answered, ``MOMENT`` at most."""
        try:
            await asyncio.wait_for(self.answered.wait(), MOMENT)
        except TimeoutError:
            self.answered.set()


class Lingering:
    """Hold the end of a websocket back while a page that was left is still owed an answer.

    Streamlit stops the script of a session at once when its window goes, also before a change that has arrived is
    taken in. A line that broke is passed on without delay, so that the window can take its session up again. The next
    window of the same browser is let in afterwards, so that it shows what was typed in the one before.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._leaving: defaultdict[str, set[_Window]] = defaultdict(set)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, the leaving after the answer and the coming after the leaving."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        owner = owner_of(WebSocket(scope, receive, send).cookies)
        await self._let_go(owner)
        window = _Window()
        gone = False

        async def heard() -> Message:
            nonlocal gone
            message = await receive()
            if message["type"] == "websocket.receive":
                window.note_asked(message)
            elif message["type"] == "websocket.disconnect":
                gone = True
                if message.get("code") == _GOING_AWAY:
                    await self._linger(owner, window)
            return message

        async def said(message: Message) -> None:
            window.note_said(message)
            if not gone:
                await send(message)

        await self.app(scope, heard, said)

    async def _linger(self, owner: str, window: _Window) -> None:
        if window.answered.is_set():
            return
        self._leaving[owner].add(window)
        try:
            await window.ended()
        finally:
            self._leaving[owner].discard(window)
            if not self._leaving[owner]:
                del self._leaving[owner]

    async def _let_go(self, owner: str) -> None:
        if not owner:
            return
        for window in tuple(self._leaving.get(owner, ())):
            await window.ended()
