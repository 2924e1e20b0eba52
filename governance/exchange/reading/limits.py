"""Bounds of one reading, and how the reading process binds itself to them."""

from __future__ import annotations

import sys
from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bound one reading: sizes in bytes, times in seconds."""

    file_bytes: int = 200 * MIB
    memory_bytes: int = 3072 * MIB
    processor_seconds: int = 240
    wall_seconds: float = 300.0
    files: int = 5000
    unpacked_bytes: int = 1024 * MIB
    ratio: int = 200
    ratio_from_bytes: int = 20 * MIB
    crashes: int = 3


def bind_process(limits: Limits) -> None:
    """Bind this process to memory and processor time; it may write no file and leave no core dump.

    Where the system has no such limits (Windows) the wall-clock limit of the parent remains.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  absent on Windows

    for kind, wanted in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.processor_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _lower(kind, wanted)


def _lower(kind: int, wanted: int) -> None:
    import resource  # noqa: PLC0415  absent on Windows

    _, hard = resource.getrlimit(kind)
    ceiling = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    try:
        resource.setrlimit(kind, (ceiling, hard))
    except (ValueError, OSError):  # macOS refuses some limits: the others still hold
        return
