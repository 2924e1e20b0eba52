"""Sign-in sessions as they are stored: by the hash of their token, outside the journal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from governance.register.store import Register

Row = tuple[str, str, datetime, datetime, datetime, str, str, str]


def load(register: Register) -> list[Row]:
    """Return every session: digest, person, made_at, seen_at, ends_at (naive UTC), address, how, csrf."""
    with register.translated(), register.cursor() as cursor:
        return cursor.execute(
            "SELECT digest, person, made_at, seen_at, ends_at, address, how, csrf FROM session ORDER BY made_at"
        ).fetchall()


def add(register: Register, row: Row) -> None:
    """Store a new session."""
    with register.writing() as cursor:
        cursor.execute("INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?, ?)", list(row))


def remove(register: Register, digests: Iterable[str]) -> None:
    """Delete sessions; those that are gone already do not matter."""
    with register.writing() as cursor:
        cursor.execute("DELETE FROM session WHERE list_contains(?, digest)", [list(digests)])


def note_seen(register: Register, seen: dict[str, datetime]) -> None:
    """Store when each session was last used."""
    with register.writing() as cursor:
        for digest, moment in seen.items():
            cursor.execute("UPDATE session SET seen_at = ? WHERE digest = ?", [moment, digest])
