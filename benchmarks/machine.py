"""What it was measured on: processor, memory, versions, load, and how long the disk takes to confirm."""

from __future__ import annotations

import os
import platform
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median

PACKAGES = (
    "duckdb",
    "streamlit",
    "pydantic",
    "pyarrow",
    "xlsxwriter",
    "python-calamine",
    "uvicorn",
    "uvloop",
)


def describe() -> dict[str, str]:
    """Return the facts of this machine, as words."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release().split('-')[0]} {platform.machine()}",
        "processors": str(os.cpu_count()),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "fsync": f"{_fsync():.2f} ms",
        "sqlite": _sqlite(),
        **{name: version(name) for name in PACKAGES},
    }


def load() -> str:
    """Return the load averages over 1, 5 and 15 minutes: how busy others kept the machine."""
    return " ".join(f"{each:.2f}" for each in os.getloadavg())


def _sqlite() -> str:
    import sqlite3  # noqa: PLC0415 - only its version is wanted

    return sqlite3.sqlite_version


def _fsync(rounds: int = 30) -> float:
    """Return the median milliseconds one small write takes to be confirmed on the disk of the registers."""
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        handle = os.open(Path(folder) / "probe", os.O_WRONLY | os.O_CREAT)
        for _ in range(rounds):
            start = time.perf_counter()
            os.write(handle, b"x" * 512)
            os.fsync(handle)
            taken.append((time.perf_counter() - start) * 1000)
        os.close(handle)
    return median(taken)
