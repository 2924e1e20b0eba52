"""The end of a socket waits a moment when its page was left, and only then."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from governance.ui import lingering


def _heard(code: int, patience: float) -> list[str]:
    """Return what an application behind the middleware hears and says, within ``patience`` seconds."""
    messages = [{"type": "websocket.receive"}, {"type": "websocket.disconnect", "code": code}]
    heard: list[str] = []

    async def application(_scope: Any, receive: Any, send: Any) -> None:
        while heard[-1:] != ["websocket.disconnect"]:
            heard.append((await receive())["type"])
            await send({"type": f"after {heard[-1]}"})

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        heard.insert(-1, message["type"])

    async def run() -> None:
        called = lingering.Lingering(application)({"type": "websocket"}, receive, send)
        try:
            await asyncio.wait_for(called, patience)
        except TimeoutError:
            heard.append("still waiting")

    asyncio.run(run())
    return heard


@pytest.mark.parametrize(("code", "waits"), [(1001, True), (1006, False)], ids=["left", "broken"])
def test_leaving_is_told_later_and_a_broken_line_at_once(
    monkeypatch: pytest.MonkeyPatch, code: int, waits: bool
) -> None:
    """What arrived before is heard at once in both cases; after the end nothing is sent any more."""
    monkeypatch.setattr(lingering, "MOMENT", 3_600)

    heard = _heard(code, 0.2 if waits else 60)

    assert heard[:2] == ["after websocket.receive", "websocket.receive"]
    assert heard[2:] == (["still waiting"] if waits else ["websocket.disconnect"])


def test_leaving_is_told_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the moment the session ends as ever."""
    monkeypatch.setattr(lingering, "MOMENT", 0)

    assert _heard(1001, 60)[-1] == "websocket.disconnect"
