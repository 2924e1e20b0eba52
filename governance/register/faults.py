"""What the database and the system say when a disk is full or a file broken, told as a refusal with the way out."""

from __future__ import annotations

import errno
from pathlib import Path

import duckdb

from governance.errors import RegisterRefused
from governance.register import backups

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
OF_DISK = frozenset({"disk_full", "disk_failed"})
_FULL_WORDS = ("No space left on device", "Disk quota exceeded", "File too large")
_DEAD_BEFORE = "invalidated because of a previous fatal error"  # somebody else met the fault itself
_WRITE_WORDS = ("Could not write", "Could not truncate", "Could not sync", "fsync failed")


def is_dead(error: BaseException) -> bool:
    """Tell whether the error leaves every connection to the file dead until all of them are closed."""
    return isinstance(error, duckdb.FatalException)


def refusal_of(path: Path, error: BaseException, *, writing: bool = False) -> RegisterRefused | None:
    """Return the refusal for what broke under the register ``path``; None for errors of another kind.

    An error of the system counts while the register itself is ``writing``: else it may be of any other file.
    """
    if isinstance(error, OSError):
        return of_system(path, error) if writing else None
    return _of_database(path, error) if isinstance(error, duckdb.Error) else None


def of_system(path: Path, error: OSError) -> RegisterRefused:
    """Return the refusal for an error of the system while something of the register ``path`` was written."""
    return disk_full(path) if error.errno in FULL else _disk_failed(path, error)


def _of_database(path: Path, error: duckdb.Error) -> RegisterRefused | None:
    words = str(error)
    if any(each in words for each in _FULL_WORDS):
        return disk_full(path)
    if any(each in words for each in _WRITE_WORDS):
        return _disk_failed(path, error)
    if isinstance(error, duckdb.ConnectionException) or _DEAD_BEFORE in words:
        return RegisterRefused("register_reopened", file=str(path))
    return damaged(path, error) if isinstance(error, duckdb.IOException | duckdb.FatalException) else None


def _disk_failed(path: Path, error: BaseException) -> RegisterRefused:
    return RegisterRefused("disk_failed", folder=str(path.parent), detail=_first_line(error))


def disk_full(path: Path) -> RegisterRefused:
    """Return the refusal for a disk without space under ``path``."""
    return RegisterRefused("disk_full", folder=str(path.parent))


def damaged(path: Path, error: BaseException) -> RegisterRefused:
    """Return the refusal for a register that cannot be read as it is."""
    return RegisterRefused(
        "register_damaged", file=str(path), detail=_first_line(error), backup=backups.newest_name(path)
    )


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [""])[0][:200]
