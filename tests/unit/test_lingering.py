"""The end of a socket waits for the answer a left page is owed, and the next page of that browser waits for the end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from governance.ui import lingering

LEFT, BROKEN = 1001, 1006
SCOPE = {"type": "websocket", "headers": [(b"cookie", b"recital_browser=mine")]}
OTHER = {"type": "websocket", "headers": [(b"cookie", b"recital_browser=other")]}


def _asks(page: str = "a", *, changed: bool = True, back: bool = False) -> dict[str, Any]:
    asked = BackMsg()
    asked.rerun_script.page_script_hash = page
    asked.rerun_script.is_history_navigation = back
    if changed:
        asked.rerun_script.widget_states.widgets.add(id="w", string_value="Typed")
    return {"type": "websocket.receive", "bytes": asked.SerializeToString()}


def _ends(status: str) -> dict[str, Any]:
    said = ForwardMsg()
    said.script_finished = ForwardMsg.ScriptFinishedStatus.Value(status)
    return {"type": "websocket.send", "bytes": said.SerializeToString()}


class Browser:
    """One window against the middleware: what the application hears, and the application's way to answer."""

    def __init__(self, app: lingering.Lingering, scope: dict[str, Any] = SCOPE) -> None:
        self.heard: list[str] = []
        self.seen: list[Any] = []
        self.send: Callable[[Any], Awaitable[None]]
        self._messages: asyncio.Queue[Any] = asyncio.Queue()
        app.app = self._application
        self.task = asyncio.create_task(app(scope, self._messages.get, self._keep))

    async def _keep(self, message: Any) -> None:
        self.seen.append(message)

    async def _application(self, _scope: Any, receive: Any, send: Any) -> None:
        self.send = send
        self.heard.append("in")
        while self.heard[-1] != "websocket.disconnect":
            self.heard.append((await receive())["type"])

    async def does(self, *messages: dict[str, Any]) -> None:
        """Send messages and let everybody take a breath."""
        for each in messages:
            self._messages.put_nowait(each)
        await breathe()


async def breathe() -> None:
    """Let what can go on go on."""
    for _ in range(20):
        await asyncio.sleep(0)


def _leave(code: int = LEFT) -> dict[str, Any]:
    return {"type": "websocket.disconnect", "code": code}


def _run(test: Callable[[lingering.Lingering], Awaitable[None]]) -> None:
    async def none(*_: Any) -> None: ...

    async def inside() -> None:
        await test(lingering.Lingering(none))

    asyncio.run(inside())


@pytest.mark.parametrize("status", ["FINISHED_SUCCESSFULLY", "FINISHED_FRAGMENT_RUN_SUCCESSFULLY"])
def test_leaving_is_told_after_the_answer(status: str) -> None:
    """A script that makes room for the next one is no answer; the end of the next one is, and is sent to nobody."""

    async def test(app: lingering.Lingering) -> None:
        window = Browser(app)
        await window.does(_asks(), _leave())
        assert window.heard == ["in", "websocket.receive"]
        await window.send(_ends("FINISHED_EARLY_FOR_RERUN"))
        await breathe()
        assert window.heard == ["in", "websocket.receive"]
        await window.send(_ends(status))
        await window.task
        assert window.heard[-1] == "websocket.disconnect"
        assert window.seen == []

    _run(test)


@pytest.mark.parametrize("code", [LEFT, BROKEN])
def test_nothing_owed_nothing_waited(code: int) -> None:
    """A window that has its answer goes at once, and so does a line that broke with or without one."""

    async def test(app: lingering.Lingering) -> None:
        window = Browser(app)
        await window.does(_asks())
        if code == LEFT:
            await window.send(_ends("FINISHED_SUCCESSFULLY"))
        await window.does(_leave(code))
        await window.task
        assert window.heard[-1] == "websocket.disconnect"

    _run(test)


def test_a_script_without_end_is_not_waited_for_longer_than_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the moment the session ends as ever."""
    monkeypatch.setattr(lingering, "MOMENT", 0)

    async def test(app: lingering.Lingering) -> None:
        window = Browser(app)
        await window.does(_asks(), _leave())
        await window.task
        assert window.heard[-1] == "websocket.disconnect"

    _run(test)


def test_the_next_window_of_that_browser_waits_for_the_last_words() -> None:
    """It is let in when the one before has its answer; other browsers come in meanwhile."""

    async def test(app: lingering.Lingering) -> None:
        window = Browser(app)
        await window.does(_asks(), _leave())
        following = Browser(app)
        await breathe()
        assert following.heard == []
        other = Browser(app, OTHER)
        await breathe()
        assert other.heard == ["in"]
        app.app = following._application
        await window.send(_ends("FINISHED_SUCCESSFULLY"))
        await window.task
        await breathe()
        assert following.heard == ["in"]
        for each in (following, other):
            await each.does(_leave())
            await each.task

    _run(test)


@pytest.mark.parametrize("back", [False, True], ids=["another page", "back on the same page"])
@pytest.mark.parametrize("waits", [True, False], ids=["answered", "out of patience"])
def test_what_comes_next_waits_for_a_change_before_it(
    monkeypatch: pytest.MonkeyPatch, *, waits: bool, back: bool
) -> None:
    """A change and the way to another page, or Back, right after it are two runs; nobody waits for long."""
    monkeypatch.setattr(lingering, "PATIENCE", 60 if waits else 0)

    async def test(app: lingering.Lingering) -> None:
        window = Browser(app)
        await window.does(_asks("", changed=False))
        await window.send(_ends("FINISHED_SUCCESSFULLY"))
        await window.does(_asks(), _asks("a", changed=True, back=True) if back else _asks("b", changed=False))
        if waits:
            assert window.heard == ["in", *["websocket.receive"] * 2]
            await window.send(_ends("FINISHED_SUCCESSFULLY"))
        await breathe()
        assert window.heard == ["in", *["websocket.receive"] * 3]
        await window.send(_ends("FINISHED_SUCCESSFULLY"))
        await window.does(_leave())
        await window.task

    _run(test)


@pytest.mark.parametrize("changed", [True, False])
def test_a_page_still_being_drawn_is_left_at_once(*, changed: bool) -> None:
    """Whoever has changed nothing, or changes more on the same page, is not held up."""

    async def test(app: lingering.Lingering) -> None:
        window = Browser(app)
        await window.does(_asks("a", changed=False), _asks("a" if changed else "b", changed=changed))
        assert window.heard == ["in", *["websocket.receive"] * 2]
        await window.does(_leave(BROKEN))
        await window.task

    _run(test)


def test_what_is_no_message_is_passed_on() -> None:
    """Whether bytes are refused is for the application to say."""

    async def test(app: lingering.Lingering) -> None:
        window = Browser(app)
        await window.does({"type": "websocket.receive", "bytes": b"\xff\xff"}, _leave())
        await window.task
        assert window.heard == ["in", "websocket.receive", "websocket.disconnect"]

    _run(test)
