"""Let the last words of a window be heard: its session is told of the leaving a moment after the message before it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOMENT = 1.5  # seconds; a page is drawn in less, and what was typed is kept before it is drawn
_GOING_AWAY = 1001  # what a browser says when a page is closed or left; a broken line says something else


class Lingering:
    """Hold the end of a websocket back for a moment when the page was left.

    Streamlit stops the script of a session at once when its window goes, also before a change that has arrived is
    taken in. A line that broke is passed on without delay, so that the window can take its session up again.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, the leaving a moment later."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        gone = False

        async def heard() -> Message:
            nonlocal gone
            message = await receive()
            if message["type"] == "websocket.disconnect":
                gone = True
                if message.get("code") == _GOING_AWAY:
                    await asyncio.sleep(MOMENT)
            return message

        async def answered(message: Message) -> None:
            if not gone:
                await send(message)

        await self.app(scope, heard, answered)
