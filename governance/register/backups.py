"""The journal as dated plain-text files beside the register: enough to rebuild it on any machine.

The log of refusals and exports follows in the same file.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from governance.journal import access, duckdb_journal, text

if TYPE_CHECKING:
    from governance.register.store import Register

KEEP = 14
FOLDER = "backups"


def folder_of(register: Path) -> Path:
    """Return the folder of the backups of the register at this path."""
    return register.parent / FOLDER


def newest(register: Path) -> Path | None:
    """Return the newest backup of the register at this path, or None."""
    files = sorted(
        folder_of(register).glob(f"{register.stem}-*.jsonl"), key=lambda file: file.stat().st_mtime
    )
    return files[-1] if files else None


def newest_name(register: Path) -> str:
    """Return the name of the newest backup for a message; a dash when there is none."""
    found = newest(register)
    return str(found) if found else "—"


def back_up(register: Register, out: Path | None = None) -> Path:
    """Write the journal as plain text, complete or not at all; return the file."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = out or folder_of(register.path) / f"{register.path.stem}-{stamp}.jsonl"
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    with register.cursor() as cursor, partial.open("w", encoding="utf-8") as file:
        file.writelines(text.lines(duckdb_journal.entries(cursor)))
        file.writelines(access.lines(register.access.entries()))
        file.flush()
        os.fsync(file.fileno())
    partial.replace(target)
    return target


def back_up_daily(register: Register) -> Path | None:
    """Write a backup when the newest is older than a day, and drop all but the newest fourteen."""
    last = newest(register.path)
    day_ago = datetime.now(UTC) - timedelta(days=1)
    if last and datetime.fromtimestamp(last.stat().st_mtime, UTC) > day_ago:
        return None
    made = back_up(register)
    for old in sorted(folder_of(register.path).glob(f"{register.path.stem}-*.jsonl"))[:-KEEP]:
        old.unlink()
    return made
