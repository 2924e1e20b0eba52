"""What a person typed and has not saved yet, outside the journal; it comes back after refresh and restart."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from governance.register.store import Register


@dataclass(frozen=True, slots=True)
class Draft:
    """Hold a person's unsaved content of one record and the version it started from (0 for a new record)."""

    kind: str
    record_id: str
    base_version: int
    content: dict[str, Any]
    saved_at: datetime


def keep(
    register: Register, *, person: str, kind: str, record_id: str, base_version: int, content: dict[str, Any]
) -> datetime:
    """Keep the draft of ``person`` on a record (``new`` for one without an id); return when (aware UTC)."""
    now = datetime.now(UTC)
    with register.lock, register.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?, ?)",
            [person, kind, record_id, base_version, json.dumps(content), now.replace(tzinfo=None)],
        )
    return now


def find(register: Register, *, person: str, kind: str, record_id: str) -> Draft | None:
    """Return the draft of ``person`` on a record, or None."""
    found = [each for each in _select(register, person) if (each.kind, each.record_id) == (kind, record_id)]
    return found[0] if found else None


def all_of(register: Register, person: str) -> tuple[Draft, ...]:
    """Return the drafts of ``person``, newest first."""
    return tuple(_select(register, person))


def discard(register: Register, *, person: str, kind: str, record_id: str) -> None:
    """Drop the draft of ``person`` on a record; nothing happens when there is none."""
    with register.lock, register.cursor() as cursor:
        cursor.execute(
            "DELETE FROM draft WHERE person = ? AND kind = ? AND record_id = ?", [person, kind, record_id]
        )


def _select(register: Register, person: str) -> list[Draft]:
    with register.cursor() as cursor:
        rows = cursor.execute(
            "SELECT kind, record_id, base_version, content, saved_at FROM draft WHERE person = ?"
            " ORDER BY saved_at DESC",
            [person],
        ).fetchall()
    return [
        Draft(kind, record_id, base, json.loads(content), saved_at.replace(tzinfo=UTC))
        for kind, record_id, base, content, saved_at in rows
    ]
