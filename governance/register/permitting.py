"""Hold a change against the grants of the person who asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from governance.errors import NotPermitted
from governance.register.contents import Standing, standing
from governance.register.permissions import allows
from governance.register.tied import SCOPED, parent

if TYPE_CHECKING:
    import duckdb

    from governance.register.plans import Change, Command

MOST_STEPS = 4  # from a record to the one it is about, and on


def require(command: Command, change: Change, *contents: dict[str, Any]) -> None:
    """Raise NotPermitted unless a grant covers ``change`` in every department of these contents of its record."""
    if command.bootstrap:
        return
    departments = tuple(
        department
        for content in contents
        for department in departments_of(command.cursor, change.kind, content, command.held)
    )
    if not allows(command.grants, change.operation, change.kind, departments):
        raise NotPermitted(operation=change.operation, kind=change.kind, record_id=change.record_id or "")


def departments_of(
    cursor: duckdb.DuckDBPyConnection, kind: str, content: dict[str, Any], held: dict[str, Standing]
) -> tuple[str | None, ...]:
    """Return the departments a record belongs to: its own, or those of the record it is about."""
    for _ in range(MOST_STEPS):
        if kind in SCOPED:
            return (content.get("department"),)
        above = parent(kind, content)
        if above is None:
            return ()
        found = held.get(above) or standing(cursor, [above]).get(above)
        if found is None:
            return ()
        kind, content = found.kind, found.content
    return ()
