"""Visitors who never finish what they began to say keep nobody else waiting."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import anyio
import pytest
import streamlit as st
import uvicorn
from starlette.responses import PlainTextResponse

from governance.ui import serving
from governance.ui.signin import forms
from tests.company import HOST

CROWD = 100


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A small server that speaks HTTP as ours does, and waits half a second for a request."""
    monkeypatch.setattr(serving, "HEADER_SECONDS", 0.5)
    listening = socket.create_server(("127.0.0.1", 0))
    rules = uvicorn.Config(
        PlainTextResponse("hello"), http=serving.PatientProtocol, log_level="critical", lifespan="off"
    )
    server = uvicorn.Server(rules)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join(10)
    listening.close()


def _connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def _answer(port: int) -> bytes:
    with _connected(port) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        pieces = iter(lambda: client.recv(4096), b"")
        return b"".join(pieces)


def _is_hung_up(client: socket.socket) -> bool:
    try:
        return client.recv(1) == b""
    except ConnectionError:
        return True


def test_a_crowd_that_dribbles_is_hung_up_on(port: int) -> None:
    """A hundred who send a header letter by letter are gone after the wait, and others are answered meanwhile."""
    crowd = [_connected(port) for _ in range(CROWD)]
    for client in crowd:
        client.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
    assert b"hello" in _answer(port)
    for client in crowd:
        client.sendall(b"a")

    assert all(_is_hung_up(client) for client in crowd)
    assert b"hello" in _answer(port)
    for client in crowd:
        client.close()


def test_who_says_nothing_is_hung_up_on(port: int) -> None:
    """A connection without a single letter ends as well."""
    with _connected(port) as client:
        assert _is_hung_up(client)


def test_a_second_request_may_take_its_time_to_begin(port: int) -> None:
    """Between two requests of one connection the server waits as long as it always does, and answers."""
    with _connected(port) as client:
        for _ in range(2):
            client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert b"200" in client.recv(4096)
            time.sleep(0.8)


def test_a_form_that_never_ends_is_given_up(app: st.App, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that does not come is not waited for without end."""
    monkeypatch.setattr(forms, "PATIENCE_SECONDS", 0.2)
    sent: list[dict[str, Any]] = []
    headers = {
        "host": HOST.removeprefix("http://"), "content-type": "application/x-www-form-urlencoded", "content-length": "100",
    }  # fmt: skip
    scope = {
        "type": "http", "http_version": "1.1", "method": "POST", "path": "/signin", "raw_path": b"/signin",
        "query_string": b"", "root_path": "", "scheme": "http", "client": ("127.0.0.1", 1), "server": ("localhost", 80),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    pieces = iter([{"type": "http.request", "body": b"login=", "more_body": True}])

    async def receive() -> dict[str, Any]:
        piece = next(pieces, None)
        if piece is None:
            await anyio.sleep_forever()
            raise AssertionError
        return piece

    async def send(message: Any) -> None:
        sent.append(message)

    app.state["portal"].call(app, scope, receive, send)

    assert sent[0]["status"] == 408
