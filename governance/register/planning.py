"""What a command would write: every change checked and given its id, version, status and content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from governance.errors import GovernanceError, InUse, StaleRecord, UnknownRecord
from governance.model.canonical import material_hash
from governance.model.differences import merge
from governance.model.kinds import kind_of
from governance.register import administrators, gates, opinions, permitting, workflow
from governance.register.contents import Standing, content_of_version, standing
from governance.register.plans import Change, Command, Planned
from governance.register.redacting import redact
from governance.register.references import require_targets
from governance.register.valid import valid
from governance.register.where_used import used_by

if TYPE_CHECKING:
    import duckdb

    from governance.register.store import Register

__all__ = ["Change", "Command", "Planned", "plan"]

SHOWN = 20  # users of a record an error names
ENDED = ("retired", "void")
STATUS_AFTER = {"retire": "retired", "void": "void", "reinstate": "draft"}


def plan(command: Command, changes: Sequence[Change]) -> list[Planned]:
    """Return every change ready to be written, or raise for the first that cannot be."""
    workflow.require_apart(changes)
    named = [change.record_id for change in changes if change.record_id]
    before = standing(command.cursor, named) if named else {}
    command.held = dict(before)
    planned: list[Planned] = []
    for change in changes:
        for each in _plan_one(command, change):
            found = before.get(each.record_id)
            planned.append(replace(each, replaces=found.revision) if found else each)
            if each.refusal is None:
                command.held[each.record_id] = _after(each)
    require_targets(command, planned, before)
    if not command.bootstrap:
        administrators.require_one(command.cursor, planned, command.today)
    return planned


def _after(each: Planned) -> Standing:
    return Standing(each.record_id, each.kind, each.version, each.status, each.content)


def _plan_one(command: Command, change: Change) -> tuple[Planned, ...]:
    """Return the change ready to be written, and after it the records it brings into being."""
    if change.operation in workflow.OPERATIONS:
        planned = workflow.plan(command, change)
    elif kind_of(change.kind).signed:
        raise GovernanceError("signed_by_operation", kind=change.kind, operation=change.operation)
    else:
        planned = _plan_writing(command, change)
    brought = tuple(_create(command.register, each, command.held) for each in planned.brings)
    return (*((planned,) if planned.record_id else ()), *brought)


def _plan_writing(command: Command, change: Change) -> Planned:
    found = command.held.get(change.record_id or "")
    if change.operation != "create" and (found is None or found.kind != change.kind):
        raise UnknownRecord(record_id=change.record_id or "", kind=change.kind)
    if change.kind == "opinion" and not command.bootstrap:
        change = opinions.prepared(command, change, found)
    # Before anything is said of the record: without the right nobody learns its status or its values.
    permitting.require(command, change, *([found.content] if found else []))
    planned = _written(command, change, found)
    permitting.require(command, change, planned.content)
    return planned


def _written(command: Command, change: Change, found: Standing | None) -> Planned:
    if found is None or change.operation == "create":
        return _create(command.register, change, command.held)
    if change.operation == "update":
        return _update(command.cursor, change, found)
    if change.operation == "redact":
        return redact(found, command.today)
    if change.operation in STATUS_AFTER:
        return _move(command, change.operation, found)
    raise GovernanceError("unknown_operation", operation=change.operation)


def _create(register: Register, change: Change, held: dict[str, Standing]) -> Planned:
    kind = kind_of(change.kind)
    record_id = change.record_id or f"{kind.prefix}-{register.counters.get(kind.code, 0) + 1:05d}"
    if record_id in held:
        raise GovernanceError("id_taken", record_id=record_id)
    if not record_id.startswith(f"{kind.prefix}-") or not record_id[4:].isdigit():
        raise GovernanceError("id_malformed", record_id=record_id, prefix=kind.prefix)
    content = valid(change.kind, change.content or {}, change.record_id)
    register.note_id(kind.code, record_id)
    return Planned(change.kind, record_id, "create", 1, workflow.SIGNED if kind.signed else "draft", content)


def _update(cursor: duckdb.DuckDBPyConnection, change: Change, found: Standing) -> Planned:
    if found.status in ENDED:
        raise GovernanceError("record_ended", record_id=found.record_id, status=found.status)
    if change.base_version is None:
        raise GovernanceError("base_version_missing", record_id=found.record_id)
    content = valid(change.kind, change.content or {}, found.record_id)
    merged = change.base_version != found.version and content != found.content
    if merged:
        content = _merged(cursor, change, found, content)
    if content == found.content:
        return Planned(
            found.kind, found.record_id, "update", found.version, found.status, content, changed=False
        )
    status = _status_after_update(found, content)
    return Planned(found.kind, found.record_id, "update", found.version + 1, status, content, merged=merged)


def _merged(
    cursor: duckdb.DuckDBPyConnection, change: Change, found: Standing, mine: dict[str, Any]
) -> dict[str, Any]:
    base = content_of_version(cursor, found.record_id, change.base_version)
    together, conflicts = merge(found.kind, base, found.content, mine)
    if conflicts:
        error = StaleRecord(
            record_id=found.record_id,
            fields=", ".join(each.path for each in conflicts),
            base_version=change.base_version,
            version=found.version,
        )
        error.context["conflicts"] = conflicts
        raise error
    return valid(found.kind, together, found.record_id)


def _status_after_update(found: Standing, content: dict[str, Any]) -> str:
    if found.status == "submitted":
        return "draft"
    if found.status == "approved" and material_hash(found.kind, content) != material_hash(
        found.kind, found.content
    ):
        return "draft"
    return found.status


def _move(command: Command, operation: str, found: Standing) -> Planned:
    if (found.status in ENDED) != (operation == "reinstate"):
        raise GovernanceError("wrong_status", record_id=found.record_id, status=found.status)
    if operation == "void":
        _refuse_while_used(command, found)
    if operation == "retire" and not command.bootstrap:
        gates.require_open(command.register.gates, command.reader, found.kind, found.record_id, operation)
    return Planned(
        found.kind, found.record_id, operation, found.version + 1, STATUS_AFTER[operation], found.content
    )


def _refuse_while_used(command: Command, found: Standing) -> None:
    users = used_by(command.reader, found.kind, found.record_id)
    if users:
        named = ", ".join(row["id"] for row in users[:SHOWN])
        raise InUse(record_id=found.record_id, users=named + (" …" if len(users) > SHOWN else ""))
