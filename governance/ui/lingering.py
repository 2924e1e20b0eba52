"""Let the last words on a page be heard: the next page, and the end of the window, come once they are taken in."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.websockets import WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from governance.ui.cookies import owner_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

PATIENCE = 3.0  # seconds the next page waits at most; what was changed is taken in at the start of the script
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
    """Hold which page a window is on, whether it told of a change there, and whether everything has been answered."""

    answered: asyncio.Event = field(default_factory=asyncio.Event)
    page: str = ""
    told: bool = False

    def __post_init__(self) -> None:
        self.answered.set()

    async def hear(self, message: Message) -> None:
        """Take note of a message from the browser; another page, or Back, waits until a change before it is taken in."""
        try:
            heard = BackMsg.FromString(message.get("bytes") or b"")
        except DecodeError:
            return
        if heard.WhichOneof("type") != "rerun_script":
            return
        asked = heard.rerun_script
        # The first page is asked for by its name only. Back may lead to the same page, without what stood on it.
        left = asked.is_history_navigation or self.page not in ("", asked.page_script_hash)
        if left and self.told:
            await self.ended(PATIENCE)
        self.page = asked.page_script_hash
        self.told = not left and len(asked.widget_states.widgets) > 0
        self.answered.clear()

    def note_said(self, message: Message) -> None:
        """Take note of a message to the browser."""
        said = message.get("bytes") or b""
        if self.answered.is_set() or not 0 < len(said) < _SHORT:
            return
        found = ForwardMsg.FromString(said)
        if found.WhichOneof("type") == "script_finished" and found.script_finished in _ENDED:
            self.answered.set()

    async def ended(self, most: float) -> None:
        """Wait until everything is answered, ``most`` seconds at most."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.answered.wait(), most)


class Lingering:
    """Hold the end of a websocket, and the next page, back while a page that was left is still owed an answer.

    Streamlit stops the script of a session at once when its window goes, also before a change that has arrived is
    taken in, and drops such a change when the next page is asked for at the same time. A line that broke is passed on
    without delay, so that the window can take its session up again. The next window of the same browser is let in
    afterwards, so that it shows what was typed in the one before.
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
                await window.hear(message)
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
            await window.ended(MOMENT)
        finally:
            self._leaving[owner].discard(window)
            if not self._leaving[owner]:
                del self._leaving[owner]

    async def _let_go(self, owner: str) -> None:
        if not owner:
            return
        for window in tuple(self._leaving.get(owner, ())):
            await window.ended(MOMENT)
