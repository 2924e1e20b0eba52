"""Taking a command back that changed many records: all in one, or nothing when somebody went on working."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from governance.errors import GovernanceError
from governance.register.commands import Change, Receipt, write
from governance.register.contents import content_of_version, standing

if TYPE_CHECKING:
    import duckdb

    from governance.register.store import Register

UNDO = "undo-"


def undo(register: Register, *, actor: str, reason: str, command_id: str, mark: str, missing: str) -> Receipt:
    """Take the command ``command_id`` back in one: what it updated reads as before, what it created is void.

    Raises ``missing`` for a command that does not begin with ``mark`` or is not known, ``undo_too_late`` when a record
    it wrote was changed since. A second undo is harmless.
    """
    if not command_id.startswith(mark):
        raise GovernanceError(missing, command=command_id)
    with register.lock:
        with register.cursor() as cursor:
            changes = list(_taken_back(cursor, command_id, missing))
        return write(register, actor=actor, reason=reason, changes=changes, command_id=f"{UNDO}{command_id}")


def _taken_back(cursor: duckdb.DuckDBPyConnection, command_id: str, missing: str) -> Iterator[Change]:
    rows = cursor.execute(
        "SELECT kind, record_id, operation, record_version FROM journal WHERE command_id = ?"
        " ORDER BY revision DESC",
        [command_id],
    ).fetchall()
    if not rows:
        raise GovernanceError(missing, command=command_id)
    done = cursor.execute("SELECT 1 FROM command WHERE command_id = ?", [f"{UNDO}{command_id}"]).fetchone()
    now = standing(cursor, [row[1] for row in rows])
    moved = [record_id for _, record_id, _, version in rows if now[record_id].version != version]
    if moved and not done:
        raise GovernanceError("undo_too_late", records=", ".join(sorted(moved)))
    for kind, record_id, operation, version in rows:
        if operation == "create":
            yield Change(kind, "void", record_id=record_id)
        else:
            before = content_of_version(cursor, record_id, version - 1)
            yield Change(kind, "update", before, record_id, version)
