"""Our own addresses: a download reaches only the browser it was offered to, whole and under its name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import anyio
import pytest
from starlette.applications import Starlette

from governance.ui import downloads
from governance.ui.routes import ROUTES

APP = Starlette(routes=ROUTES)


def _get(path: str, browser: str = "mine") -> tuple[int, dict[str, str], bytes]:
    """Ask the routes for ``path`` as ``browser``; return status, headers and body."""
    sent: list[dict[str, Any]] = []
    asked = False
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"cookie", f"recital_browser={browser}".encode())],
    }

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if asked:
            await anyio.sleep_forever()
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    anyio.run(APP, scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(each.get("body", b"") for each in sent[1:])


def _pieces() -> Iterator[bytes]:
    yield b"one,"
    yield b"two"


@pytest.mark.parametrize("produce", [lambda: b"one,two", _pieces], ids=["bytes", "stream"])
def test_download_is_whole_and_named(produce: downloads.Produce) -> None:
    """Bytes and streams arrive whole, as an attachment with the name in any script, and are not kept by caches."""
    url = downloads.offer("台账.csv", "text/csv", produce, "mine")

    status, headers, body = _get(url)

    assert (status, body) == (200, b"one,two")
    assert headers["content-disposition"] == f"attachment; filename*=UTF-8''{quote('台账.csv')}"
    assert headers["cache-control"] == "no-store"


def test_download_may_be_a_file(tmp_path: Path) -> None:
    """A file on disk is sent as it is."""
    file = tmp_path / "board.pdf"
    file.write_bytes(b"%PDF-1.7")

    status, headers, body = _get(downloads.offer("board.pdf", "application/pdf", lambda: file, "mine"))

    assert (status, body) == (200, b"%PDF-1.7")
    assert headers["content-type"] == "application/pdf"


def test_download_whose_file_is_gone_says_so(tmp_path: Path) -> None:
    """A file that another order has taken the place of is not found, and the sentence says what to do."""
    status, _, body = _get(downloads.offer("a.pdf", "application/pdf", lambda: tmp_path / "gone.pdf", "mine"))

    assert status == 404
    assert "请返回页面重新导出" in body.decode()


@pytest.mark.parametrize("browser", ["other", ""])
def test_download_of_another_browser_is_not_found(browser: str) -> None:
    """Whoever learns the address without the browser's mark gets nothing but the way out."""
    url = downloads.offer("a.csv", "text/csv", lambda: b"secret", "mine")

    status, _, body = _get(url, browser)

    assert status == 404
    assert b"secret" not in body
    assert "请返回页面重新导出" in body.decode()


def test_script_is_served_with_its_dictionary() -> None:
    """The translation script is JavaScript in UTF-8 with the dictionary in it."""
    status, headers, body = _get("/assets/i18n.js")

    assert status == 200
    assert headers["content-type"].startswith("text/javascript")
    assert "搜索" in body.decode()
