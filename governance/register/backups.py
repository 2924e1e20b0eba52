"""Where backups lie, how they are called, and the journal as plain text: enough to rebuild the register on any machine.

The log of refusals and exports follows in the same file.
"""

from __future__ import annotations

import contextlib
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from governance.config import config
from governance.journal import access, duckdb_journal, text

if TYPE_CHECKING:
    from governance.register.store import Register

FOLDER = "backups"
MANIFEST = "manifest.json"
STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r".+-(\d{8}T\d{6}Z)(-\d+)?(\.jsonl)?")


def folder_of(register: Path) -> Path:
    """Return the folder of the backups of the register at this path: the configured one, else beside it."""
    return config().backup.folder or register.parent / FOLDER


def sets(register: Path) -> tuple[Path, ...]:
    """Return the folders of whole backups of the register at this path, the oldest first."""
    place = folder_of(register)
    found = [
        each.parent
        for each in place.glob(f"{register.stem}-*/{MANIFEST}")
        if _NAME.fullmatch(each.parent.name)
    ]
    return tuple(sorted(found, key=lambda each: (made_at(each), each.name)))


def made_at(backup: Path) -> datetime:
    """Return when a backup was made, as its name says; the moment of the file for a name that says nothing."""
    found = _NAME.fullmatch(backup.name)
    if found:
        with contextlib.suppress(ValueError):
            return datetime.strptime(found[1], STAMP).replace(tzinfo=UTC)
    return datetime.fromtimestamp(backup.stat().st_mtime, UTC)


def newest(register: Path) -> Path | None:
    """Return the newest backup of the register at this path, a folder or a plain-text journal, or None."""
    found = [*sets(register), *folder_of(register).glob(f"{register.stem}-*.jsonl")]
    return max(found, key=made_at, default=None)


def newest_name(register: Path) -> str:
    """Return the name of the newest backup for a message; a dash when there is none."""
    found = newest(register)
    return str(found) if found else "—"


def back_up(register: Register, out: Path | None = None) -> Path:
    """Write the journal as plain text, complete or not at all; return the file."""
    stamp = datetime.now(UTC).strftime(STAMP)
    target = out or folder_of(register.path) / f"{register.path.stem}-{stamp}.jsonl"
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    try:
        with register.cursor() as cursor, partial.open("w", encoding="utf-8") as file:
            cursor.execute("BEGIN TRANSACTION READ ONLY")  # one moment, whatever is erased meanwhile
            file.writelines(text.lines(duckdb_journal.entries(cursor)))
            cursor.execute("COMMIT")
            file.writelines(access.lines(register.access.entries()))
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return target
