"""Start the reading process, wait for it within limits, and turn its end into a reading or one clear error."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from governance.errors import UnreadableFile
from governance.exchange.reading.codec import decode, options_out
from governance.exchange.reading.limits import MIB, Limits
from governance.exchange.reading.model import Options, Reading

ROOT = Path(__file__).resolve().parents[3]
KILLED_FOR_TIME = (-getattr(signal, "SIGXCPU", 24),)
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Ending:
    """Say how one run of the reading process ended."""

    reading: Reading | None
    code: str
    context: dict[str, Any]
    broke_at: str


def read(path: str | Path, options: Options | None = None, limits: Limits | None = None) -> Reading:
    """Read a file, a folder or a ZIP of files in a process of its own and return all tables found.

    A file that breaks the process is left out and reported when it is one of many. Raises ``UnreadableFile``
    when a single file, or a batch as a whole, cannot be read.
    """
    path, options, limits = Path(path), options or Options(), limits or Limits()
    skip: dict[str, str] = {}
    until = time.monotonic() + limits.wall_seconds
    while True:
        ending = _run(path, options, limits, skip, until - time.monotonic())
        if ending.reading is not None:
            return ending.reading
        again = ending.broke_at and ending.broke_at != path.name and len(skip) < limits.crashes
        if not again or ending.broke_at in skip or until <= time.monotonic():
            raise UnreadableFile(ending.code, file=path.name, **ending.context)
        skip[ending.broke_at] = ending.code


def _run(path: Path, options: Options, limits: Limits, skip: dict[str, str], seconds: float) -> Ending:
    request = {
        "path": str(path.resolve()),
        "options": options_out(options),
        "limits": asdict(limits),
        "skip": skip,
    }
    with subprocess.Popen(  # our own module, no shell  # nosec B603
        [sys.executable, "-m", "governance.exchange.reading.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    ) as process:
        try:
            out, _ = process.communicate(orjson.dumps(request), timeout=max(0.001, seconds))
        except subprocess.TimeoutExpired:
            process.kill()
            out, _ = process.communicate()
            return _broken("reading_time", {"limit": int(limits.wall_seconds)}, out)
    return _ending(process.returncode, out, limits)


def _ending(status: int, out: bytes, limits: Limits) -> Ending:
    start = _answer_start(out)
    mark, content = out[start : start + 1], out[start + 1 :]
    if status == 0 and mark == b"=":
        return Ending(_decoded(content), "", {}, "")
    if status == 0 and mark == b"!":
        fault = orjson.loads(content)
        return Ending(None, fault["code"], fault["context"], "")
    if status in KILLED_FOR_TIME:
        return _broken("reading_time", {"limit": limits.processor_seconds}, out)
    if status == 4:
        return _broken("reading_failed", {"detail": _detail(out)}, out)
    return _broken("reading_memory", {"limit": limits.memory_bytes // MIB}, out)


def _decoded(content: bytes) -> Reading:
    """Rebuild the reading with the garbage collector at rest: many small objects, no cycles, twice as fast."""
    resting = gc.isenabled()
    gc.disable()
    try:
        return decode(content)
    finally:
        if resting:
            gc.enable()


def _answer_start(out: bytes) -> int:
    """Find where the answer starts: it is the last line."""
    return out.rfind(b"\n", 0, len(out) - 1) + 1 if out.endswith(b"\n") else len(out)


def _broken(code: str, context: dict[str, Any], out: bytes) -> Ending:
    names = [line[1:].decode("utf-8", "replace") for line in out.splitlines() if line.startswith(b"@")]
    return Ending(None, code, context, names[-1] if names else "")


def _detail(out: bytes) -> str:
    start = _answer_start(out)
    return (
        str(orjson.loads(out[start + 1 :]).get("error", ""))[:SHOWN] if out[start : start + 1] == b"?" else ""
    )


def _environment() -> dict[str, str]:
    """Pass the place of our own package and little else: the process needs no secrets."""
    kept = {
        key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TZ") if key in os.environ
    }
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1" if sys.dont_write_bytecode else "",
    }
