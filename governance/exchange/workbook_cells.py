"""The cells of a workbook exactly as they stand, read by a process of its own within limits.

The reading of foreign files tidies cells (spaces, line ends); a round trip must not, so it reads here.
Run as a program it answers in JSON on standard output.
"""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from governance.errors import UnreadableFile
from governance.exchange.reading.faults import FileFault
from governance.exchange.reading.limits import MIB, Limits, bind_process
from governance.exchange.reading.sources import check_packed
from governance.exchange.workbook_layout import PREFIX

ROOT = Path(__file__).resolve().parents[2]
LOOKED_THROUGH = 10  # rows in which the column codes may stand
PASSED_ON = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TZ")

Sheets = dict[str, list[list[Any]]]


def read(path: Path, limits: Limits | None = None) -> Sheets:
    """Return the cells of every sheet of Recital's own workbook; sheets of others come without rows.

    Dates come as ISO text. Raises UnreadableFile when the file is broken, protected, a bomb or too large.
    """
    found: Sheets = _ask(path, limits or Limits(), peek=False)
    return found


def is_own(path: Path, limits: Limits | None = None) -> bool:
    """Tell whether a file is Recital's own workbook; a file that is no workbook at all is not."""
    try:
        return bool(_ask(path, limits or Limits(), peek=True))
    except UnreadableFile:
        return False


def code_row(rows: list[list[Any]]) -> int | None:
    """Return the position of the row that holds the column codes, or None."""
    for position, row in enumerate(rows[:LOOKED_THROUGH]):
        if any(isinstance(cell, str) and cell.startswith(PREFIX) for cell in row):
            return position
    return None


def _ask(path: Path, limits: Limits, *, peek: bool) -> Any:
    request = orjson.dumps({"path": str(path.resolve()), "limits": asdict(limits), "peek": peek})
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(  # our own module, no shell  # nosec B603
            [sys.executable, "-m", "governance.exchange.workbook_cells"],
            input=request,
            capture_output=True,
            check=False,
            cwd=ROOT,
            env={**environment, "PYTHONPATH": str(ROOT)},
            timeout=limits.wall_seconds,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableFile("reading_time", file=path.name, limit=int(limits.wall_seconds)) from None
    if not done.stdout:
        raise _failed(path, limits, done)
    answer = orjson.loads(done.stdout)
    if "fault" in answer:
        raise UnreadableFile(answer["fault"], file=path.name, **answer["context"])
    return answer["sheets"]


def _failed(path: Path, limits: Limits, done: subprocess.CompletedProcess[bytes]) -> UnreadableFile:
    if done.returncode == -getattr(signal, "SIGXCPU", 24):
        return UnreadableFile("reading_time", file=path.name, limit=limits.processor_seconds)
    last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    if done.returncode < 0 or last.startswith("MemoryError"):
        return UnreadableFile("reading_memory", file=path.name, limit=limits.memory_bytes // MIB)
    return UnreadableFile("reading_failed", file=path.name, detail=last[:200])


def _main() -> None:
    request = orjson.loads(sys.stdin.buffer.read())
    limits = Limits(**request["limits"])
    bind_process(limits)
    try:
        answer: dict[str, Any] = {"sheets": _sheets(Path(request["path"]), limits, peek=request["peek"])}
    except FileFault as fault:
        answer = {"fault": fault.code, "context": fault.context}
    except OSError:
        answer = {"fault": "workbook_missing", "context": {}}
    sys.stdout.buffer.write(orjson.dumps(answer, default=str))


def _sheets(path: Path, limits: Limits, *, peek: bool) -> Sheets:
    workbook = _open(path, limits)
    found: Sheets = {}
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        own = code_row(sheet.to_python(skip_empty_area=False, nrows=LOOKED_THROUGH)) is not None
        if own and peek:
            return {name: []}
        if own:
            found[name] = sheet.to_python(skip_empty_area=False)
        elif not peek:
            found[name] = []
    return found


def _open(path: Path, limits: Limits) -> CalamineWorkbook:
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise FileFault("reading_too_large", size=size // MIB, limit=limits.file_bytes // MIB)
    content = path.read_bytes()
    try:
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                check_packed(archive, limits)
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise FileFault("reading_password") from error
    except (CalamineError, zipfile.BadZipFile) as error:
        raise FileFault("reading_broken_workbook") from error


if __name__ == "__main__":
    _main()
