"""The server as it is run, in a process of its own, and short words to ask it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """Hold what came back; names of headers in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Served:
    """Hold a server: its address, process, log and register."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path
    register: Path

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path; underscores in names of headers are dashes."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.url + path, method=method, headers=named)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
                return Answer(answer.status, _lower(answer.headers), answer.read())
        except HTTPError as error:
            with error:
                return Answer(error.code, _lower(error.headers), error.read())

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Send a signal; return the exit code and how many seconds the end took."""
        start = time.monotonic()
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS), time.monotonic() - start

    def lines(self) -> list[dict[str, Any]]:
        """Return the events of its log, which is JSON."""
        return [json.loads(each) for each in self.log.read_text("utf-8").splitlines() if each.startswith("{")]


def _lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


@contextmanager
def serving(register: Path, *, wait: bool = True, **environment: str) -> Iterator[Served]:
    """Serve ``register`` with ``python -m governance serve`` until the end of the block."""
    port = _free_port()
    log = register.with_name("log.txt")
    settings = {"RECITAL_REGISTER": str(register), "RECITAL_LOG__FORMAT": "json", **environment}
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "governance", "serve", "--port", str(port)],
            cwd=ROOT,
            env=os.environ | settings,
            stdout=sink,
            stderr=subprocess.STDOUT,
        )
    served = Served(f"http://127.0.0.1:{port}", process, log, register)
    try:
        if wait:
            _wait(served)
        yield served
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(served: Served) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and served.process.poll() is None:
        try:
            if served.ask("/readyz").status == 200:
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the server did not start: {served.log.read_text('utf-8', 'replace')[-2000:]}")
