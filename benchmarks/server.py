"""The real server in a process of its own, over a register of choice."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 180  # seconds


@contextmanager
def serving(register: Path, *, wait: bool = True) -> Iterator[str]:
    """Serve ``register`` as ``make run`` does and give the address; the server ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"RECITAL_REGISTER": str(register)}
    log = register.with_suffix(".log")
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "governance", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=sink,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        if wait:
            wait_until_ready(address, process, log)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the register is open and answers; an early end of the server is an error with its log."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5) as answer:  # noqa: S310 - our own server
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"the server did not start: {log.read_text('utf-8', 'replace')[-2000:]}")
