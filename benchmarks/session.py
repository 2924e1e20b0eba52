"""A browser session without the browser: it speaks the screen's own websocket protocol.

Like the browser it sends its language, page and the hashes of the messages it holds already.
"""

from __future__ import annotations

import time
import urllib.request
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

import websockets
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 120  # seconds for one run
CACHED_FROM = 10_000  # bytes: the browser keeps messages of this size


@dataclass
class Session:
    """Hold one open session; every run of a page is timed from sending to the message that ends it."""

    socket: ClientConnection
    address: str
    hashes: dict[str, None] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    widgets: dict[str, str] = field(default_factory=dict)

    async def run(self, page: str, query: str = "", states: Iterable[WidgetState] = ()) -> Ran:
        """Run ``page`` (its address without a slash, empty for the first) as a visit or an interaction would.

        ``states`` are the values of widgets the browser would send along; ids stand in :attr:`widgets` by key.
        """
        message = BackMsg()
        state = message.rerun_script
        state.query_string = query
        state.page_script_hash = self.pages.get(page, "")
        state.page_name = page
        state.widget_states.widgets.extend(states)
        state.cached_message_hashes.extend(self.hashes)
        state.context_info.timezone = "Europe/Berlin"
        state.context_info.locale = "en-GB"
        state.context_info.url = f"{self.address}/{page}"
        state.context_info.color_scheme = "light"
        start = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        return await self._until_finished(start)

    async def _until_finished(self, start: float) -> Ran:
        size, elements, failures = 0, 0, list[str]()
        while True:
            data = await self.socket.recv()
            assert isinstance(data, bytes)
            size += len(data)
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue
                return Ran((time.perf_counter() - start) * 1000, size, elements, tuple(failures))
            elements += kind in ("delta", "ref_hash")
            if message.hash and len(data) >= CACHED_FROM:
                self.hashes[message.hash] = None
            if kind == "navigation":
                self.pages |= {
                    each.url_pathname: each.page_script_hash for each in message.navigation.app_pages
                }
            self._note_widget(message)
            if kind == "page_not_found":
                failures.append("page not found")
            failures += _failure(message)

    def _note_widget(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") != "delta" or message.delta.WhichOneof("type") != "new_element":
            return
        element = message.delta.new_element
        found = getattr(element, element.WhichOneof("type") or "", None)
        identity = getattr(found, "id", "")
        if identity.startswith("$$ID-"):
            self.widgets[identity.split("-", 2)[2]] = identity


@dataclass(frozen=True, slots=True)
class Ran:
    """Tell what one run took (milliseconds), sent (bytes, elements) and whether an element was an error."""

    milliseconds: float
    size: int
    elements: int
    failures: tuple[str, ...]


def _failure(message: ForwardMsg) -> list[str]:
    if message.WhichOneof("type") != "delta" or message.delta.WhichOneof("type") != "new_element":
        return []
    element = message.delta.new_element
    if element.WhichOneof("type") == "exception":
        return [element.exception.message]
    wrong = element.WhichOneof("type") == "alert" and element.alert.format == Alert.ERROR
    return [element.alert.body] if wrong else []


@asynccontextmanager
async def session(address: str, person: str) -> AsyncIterator[Session]:
    """Open a session on the server at ``address`` as ``person``."""
    cookie = f"{_cookie(address)}; recital_person={person}; recital_language=en"
    async with connect(
        address.replace("http", "ws", 1) + "/_stcore/stream",
        additional_headers={"Cookie": cookie},
        origin=websockets.Origin(address),
        subprotocols=[websockets.Subprotocol("streamlit")],
        max_size=None,
        compression=None,
        open_timeout=60,
    ) as socket:
        yield Session(socket, address)


def _cookie(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own server
        found = SimpleCookie()
        for each in answer.headers.get_all("Set-Cookie") or ():
            found.load(each)
    return "; ".join(f"{name}={each.value}" for name, each in found.items())
