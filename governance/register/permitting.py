"""Hold a change against the grants of the person who asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from governance.errors import NotPermitted
from governance.register.contents import Standing, standing
from governance.register.permissions import allows
from governance.register.tied import ABOUT, HOMED, SCOPED, parent

if TYPE_CHECKING:
    import duckdb

    from governance.register.plans import Change, Command
    from governance.register.store import Register

EVERYWHERE = "*"  # no department: only a grant without a limit covers it
MOST_STEPS = 4  # from a record to the one it is about, and on


def require(command: Command, change: Change, *contents: dict[str, Any]) -> None:
    """Raise NotPermitted unless a grant covers ``change`` in every department of these contents of its record."""
    # Whoever may do it everywhere need not be asked where: finding that out costs a look at the journal a record.
    if command.bootstrap or allows(command.grants, change.operation, change.kind, (EVERYWHERE,)):
        return
    departments = tuple(
        department
        for content in contents
        for department in departments_of(command.cursor, change.kind, content, command.held)
    )
    if not allows(command.grants, change.operation, change.kind, departments):
        raise NotPermitted(operation=change.operation, kind=change.kind, record_id=change.record_id or "")


def departments_now(register: Register, kind: str, content: dict[str, Any]) -> tuple[str | None, ...]:
    """Return the departments a record of this content belongs to as the register stands: what screens offer by."""
    with register.cursor() as cursor:
        return departments_of(cursor, kind, content, {})


def departments_of(
    cursor: duckdb.DuckDBPyConnection,
    kind: str,
    content: dict[str, Any],
    held: dict[str, Standing],
    steps: int = MOST_STEPS,
) -> tuple[str | None, ...]:
    """Return the departments a record belongs to: its own, that of its owner, or those of the records it is about."""
    if kind in SCOPED:
        return (content.get("department"),)
    if kind in HOMED or kind == "action":
        home = content.get("department") or _of_post(cursor, content.get("owner"), held)
        if home or kind in HOMED:
            return (home,) if home else ()
    above = content.get(ABOUT.get(kind, "")) or [parent(kind, content)]
    found = [each for record_id in above if (each := _standing(cursor, record_id, held))] if steps else []
    return tuple(
        department
        for each in found
        for department in departments_of(cursor, each.kind, each.content, held, steps - 1)
    )


def _of_post(cursor: duckdb.DuckDBPyConnection, post: str | None, held: dict[str, Standing]) -> str | None:
    found = _standing(cursor, post, held)
    return found.content.get("department") if found else None


def _standing(
    cursor: duckdb.DuckDBPyConnection, record_id: str | None, held: dict[str, Standing]
) -> Standing | None:
    if not record_id:
        return None
    return held.get(record_id) or standing(cursor, [record_id]).get(record_id)
