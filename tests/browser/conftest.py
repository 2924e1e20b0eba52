"""A fresh server with a register of its own, and a real Chromium that tells of every console error."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.small_register import build

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_SECONDS = 60
UVICORN = ("uvicorn", "app:app", "--no-access-log", "--port")
STREAMLIT = ("streamlit", "run", "app.py", "--server.port")

# Several servers and browsers may share two processors; the five seconds of Playwright are for a machine of one's own.
expect.set_options(timeout=30_000)


@dataclass
class Server:
    """Hold a running server: its address, process, log and register."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path
    register: Path


@dataclass
class Visit:
    """Hold a page with what its console complained about and what it asked of other hosts."""

    page: Page
    server: Server
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Open ``path`` and wait until the frame has drawn its end."""
        self.page.goto(self.server.url + path)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the screen is drawn and nothing runs any more."""
        self.page.wait_for_selector(".recital-marker", state="attached", timeout=PATIENCE_SECONDS * 1000)
        self.page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def chromium() -> str:
    """Return the browser's path; without one skip, or fail where the build server runs."""
    found = os.environ.get("RECITAL_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found:
        return found
    message = "no Chromium: run scripts/install-browser, or set RECITAL_CHROMIUM"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@contextmanager
def running(
    register: Path, log: Path, program: tuple[str, ...] = UVICORN, *, ready: str = "/readyz", port: int = 0
) -> Iterator[Server]:
    """Run a fresh server over ``register`` until the end of the block; ``ready`` answers once it is there."""
    port = port or _free_port()
    command = [sys.executable, "-m", *program, str(port)]
    with log.open("wb") as sink:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"RECITAL_REGISTER": str(register)},
            stdout=sink,
            stderr=subprocess.STDOUT,
        )
    try:
        server = Server(f"http://127.0.0.1:{port}", process, log, register)
        _wait_until_ready(server, ready)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a module; not for longer, since Playwright keeps an event loop running in this thread."""
    path = chromium()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of this module's own, over a small demo register."""
    folder = tmp_path_factory.mktemp("server")
    build(folder / "register.duckdb")
    with running(folder / "register.duckdb", folder / "log.txt") as started:
        yield started


@pytest.fixture
def fresh_server(tmp_path: Path) -> Iterator[Server]:
    """A server nobody has asked anything yet."""
    build(tmp_path / "register.duckdb")
    with running(tmp_path / "register.duckdb", tmp_path / "log.txt") as started:
        yield started


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """A function which opens a new private window on a server: ``visitor(server, locale=…, dark=…)``."""
    contexts: list[BrowserContext] = []

    def visit(server: Server, *, locale: str = "en-GB", dark: bool = False, width: int = 1440) -> Visit:
        context = browser.new_context(
            locale=locale,
            color_scheme="dark" if dark else "light",
            viewport={"width": width, "height": 900},
            accept_downloads=True,
        )
        contexts.append(context)
        return _watched(context.new_page(), server)

    yield visit
    for context in contexts:
        context.close()


def _watched(page: Page, server: Server) -> Visit:
    visit = Visit(page, server)
    page.on("console", lambda message: visit.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: visit.errors.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((server.url, "data:", "blob:"))
            else visit.outside.append(request.url)
        ),
    )
    return visit


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(server: Server, ready: str) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if server.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(server.url + ready, timeout=5) as answer:
                if answer.read() in (b'{"status":"ready"}', b"ok"):
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{server.log.read_text('utf-8', 'replace')[-3000:]}")
