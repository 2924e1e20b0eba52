"""Failed sign-ins by person, browser and address, so that their limits outlive a restart; outside the journal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from governance.register.store import Register

Row = tuple[str, int, datetime, datetime | None, int]


def load(register: Register) -> list[Row]:
    """Return subject, failures, since, locked_until (naive UTC) and number of locks, the oldest first."""
    with register.translated(), register.cursor() as cursor:
        return cursor.execute(
            "SELECT subject, failures, since, locked_until, locks FROM signin_failure ORDER BY since"
        ).fetchall()


def put(register: Register, rows: Iterable[Row]) -> None:
    """Store the counts of subjects in place of the ones before."""
    with register.writing() as cursor:
        for row in rows:
            cursor.execute("INSERT OR REPLACE INTO signin_failure VALUES (?, ?, ?, ?, ?)", list(row))


def remove(register: Register, subjects: Iterable[str]) -> None:
    """Delete the counts of subjects."""
    with register.writing() as cursor:
        cursor.execute("DELETE FROM signin_failure WHERE list_contains(?, subject)", [list(subjects)])
