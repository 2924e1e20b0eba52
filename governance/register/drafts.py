"""What a person typed and has not saved yet, outside the journal; it comes back after refresh and restart.

A draft belongs to one person and stands on one record, or on one that is to be. ``record_id`` of the latter begins with
``new``; one that began as a copy names the record it was copied from, so that it goes when that record is erased.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from governance.errors import GovernanceError
from governance.model.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from governance.journal.chain import Entry
    from governance.register.store import Register

NEW = "new"
FORM = "form."  # the kind of what was typed into a form beside a record begins with it
LARGEST = 2_000_000  # characters of a draft as it is stored
_COLUMNS = "kind, record_id, base_version, content, saved_at"


@dataclass(frozen=True, slots=True)
class Draft:
    """Hold a person's unsaved content of one record and the version it started from (0 for a new record)."""

    kind: str
    record_id: str
    base_version: int
    content: dict[str, Any]
    saved_at: datetime

    @property
    def is_new(self) -> bool:
        """Tell whether it is of a record that is not in the register yet."""
        return self.kind in KINDS and self.record_id.startswith(NEW)


def keep(
    register: Register, *, person: str, kind: str, record_id: str, base_version: int, content: dict[str, Any]
) -> datetime:
    """Keep the draft of ``person`` on a record (``new`` for one without an id); return when (aware UTC).

    Raises GovernanceError("draft_too_large") beyond ``LARGEST``, RegisterRefused when the file cannot be written; the
    draft kept before stays as it is.
    """
    written = json.dumps(content, ensure_ascii=False)
    if len(written) > LARGEST:
        raise GovernanceError("draft_too_large", size=f"{len(written):,}", most=f"{LARGEST:,}")
    now = datetime.now(UTC)
    with register.translated(), register.lock, register.cursor() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?, ?)",
            [person, kind, record_id, base_version, written, now.replace(tzinfo=None)],
        )
    return now


def find(register: Register, *, person: str, kind: str, record_id: str) -> Draft | None:
    """Return the draft of ``person`` on a record, or None."""
    found = _select(register, "kind = ? AND record_id = ?", [person, kind, record_id])
    return found[0] if found else None


def all_of(register: Register, person: str) -> tuple[Draft, ...]:
    """Return the drafts of ``person``, newest first."""
    return tuple(_select(register, "true", [person]))


def unfinished(register: Register, person: str) -> tuple[Draft, ...]:
    """Return what ``person`` began and has not finished: records and forms, newest first."""
    return tuple(
        each for each in all_of(register, person) if each.kind in KINDS or each.kind.startswith(FORM)
    )


def new_id(copied_from: str = "") -> str:
    """Return an id for one more new record; ``copied_from`` is the record its content was copied from."""
    return ".".join(part for part in (NEW, secrets.token_hex(4), copied_from) if part)


def discard(register: Register, *, person: str, kind: str, record_id: str) -> None:
    """Drop the draft of ``person`` on a record; nothing happens when there is none."""
    with register.lock, register.cursor() as cursor:
        cursor.execute(
            "DELETE FROM draft WHERE person = ? AND kind = ? AND record_id = ?", [person, kind, record_id]
        )


def forget(cursor: duckdb.DuckDBPyConnection, entries: Sequence[Entry]) -> None:
    """Drop everybody's drafts on records that ``entries`` erase or void, and those an erased person wrote.

    It runs in the transaction of the entries: content is gone from drafts when it is gone from the register.
    """
    for entry in entries:
        if entry.operation not in ("redact", "void"):
            continue
        cursor.execute(
            "DELETE FROM draft WHERE record_id = $id OR ends_with(kind, '.' || $id)", {"id": entry.record_id}
        )
        if entry.operation == "redact":
            cursor.execute(
                "DELETE FROM draft WHERE ends_with(record_id, '.' || $id)", {"id": entry.record_id}
            )
        if entry.operation == "redact" and entry.kind == "person":
            cursor.execute("DELETE FROM draft WHERE person = ?", [entry.record_id])


def _select(register: Register, condition: str, values: list[Any]) -> list[Draft]:
    with register.cursor() as cursor:
        rows = cursor.execute(
            f"SELECT {_COLUMNS} FROM draft WHERE person = ? AND {condition} ORDER BY saved_at DESC",
            values,
        ).fetchall()
    return [
        Draft(kind, record_id, base, json.loads(content), saved_at.replace(tzinfo=UTC))
        for kind, record_id, base, content, saved_at in rows
    ]
