"""The one door for writes: permission, validity, stale versions, references, then journal and tables at once."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

import duckdb

from governance.errors import GovernanceError, NotPermitted, RegisterRefused
from governance.journal import duckdb_journal as journal
from governance.journal.chain import Entry, seal
from governance.journal.head import Head
from governance.model.canonical import canonical
from governance.model.kinds import KINDS
from governance.register import accounts, drafts, planning, projection
from governance.register.opening import first_changes
from governance.register.permissions import Granted, allows
from governance.register.plans import Change, Command, Planned
from governance.register.store import End, Register

__all__ = ["Change", "Receipt", "Saved", "initialise", "may", "write", "write_for_provider"]


@dataclass(frozen=True, slots=True)
class Saved:
    """Say what became of one change; ``merged`` when somebody else's change was kept beside it."""

    kind: str
    record_id: str
    version: int
    revision: int | None
    status: str
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """Acknowledge a command: it is on disk. ``repeated`` when the same command id was stored before."""

    command_id: str
    first_revision: int
    last_revision: int
    saved: tuple[Saved, ...]
    repeated: bool = False


def write(
    register: Register,
    *,
    actor: str,
    reason: str,
    changes: Sequence[Change],
    command_id: str | None = None,
) -> Receipt:
    """Make all ``changes`` in one transaction, or none.

    Raises NotPermitted, InvalidRecord (every problem of the first bad record), StaleRecord (both values),
    UnknownRecord, InUse, HeldBack (what stands open at a gate) or why a step is refused. A repeated ``command_id`` changes nothing and returns the receipt of the first.
    """
    command = command_id or uuid.uuid4().hex
    try:
        return _write(register, actor, reason, changes, command, bootstrap=False)
    except RegisterRefused:
        # The disk may break after the commit: what the file then holds is stored, whatever was said of it.
        found = _stored_all_the_same(register, command)
        if found is None:
            raise
        return found


def _stored_all_the_same(register: Register, command: str) -> Receipt | None:
    """Return the receipt of a command that reached the disk before it broke; RegisterRefused while that cannot be confirmed."""
    with contextlib.suppress(RegisterRefused), register.cursor() as cursor:
        found = _stored(cursor, command)
        if found is None:
            return None
        register.forget_settings()
        try:
            with register.lock:
                register.head_file.write(register.head())
        except OSError as error:
            raise GovernanceError("saved_unconfirmed", folder=str(register.path.parent)) from error
        return found
    return None


def _write(
    register: Register,
    actor: str,
    reason: str,
    changes: Sequence[Change],
    command_id: str | None,
    *,
    bootstrap: bool,
    grants: tuple[Granted, ...] | None = None,
) -> Receipt:
    if not reason.strip():
        raise GovernanceError("reason_missing")
    command = command_id or uuid.uuid4().hex
    with register.writing() as cursor:
        stored = _stored(cursor, command)
        if stored:
            if register.trouble:  # what was stored while the disk broke may not be in the head file yet
                register.head_file.write(register.head())
            return stored
        if grants is None:
            grants = () if bootstrap else register.grants(cursor, actor)
        try:
            asked = Command(register, cursor, actor, grants, bootstrap=bootstrap)
            planned = planning.plan(asked, changes)
            receipt = _store(register, cursor, planned, actor=actor, reason=reason.strip(), command=command)
        except (GovernanceError, duckdb.Error) as error:
            with contextlib.suppress(duckdb.Error):  # dead cursor: they are counted when the file is reopened
                register.reload_counters(cursor)
            if isinstance(error, GovernanceError):
                _note(register, actor, changes, error)
            raise
        _after(register, planned)
    refusal = next((each.refusal for each in planned if each.refusal), None)
    if refusal:
        raise refusal
    return receipt


def _note(register: Register, actor: str, changes: Sequence[Change], error: GovernanceError) -> None:
    """Note who was refused what; of a command of many changes, the one that was refused."""
    named = error.context.get("record_id")
    first = next((each for each in changes if named and each.record_id == named), next(iter(changes), None))
    register.access.refused(
        actor,
        operation=str(error.context.get("operation") or (first.operation if first else "")),
        kind=str(error.context.get("kind") or (first.kind if first else "")),
        record_id=str(named or (first.record_id if first else "") or ""),
        code=error.code,
    )


def write_for_provider(register: Register, *, person: str, reason: str, changes: Sequence[Change]) -> Receipt:
    """Make the changes of grants which the organisation's identity provider decided when ``person`` signed in.

    The person stands as actor in the journal, with the rights of an administrator for these changes alone. Raises
    NotPermitted for anything but grants, and ``last_administrator``.
    """
    if any(change.kind != "grant" for change in changes):
        raise NotPermitted(operation="provider", kind="grant", record_id="")
    administrator = (Granted("administrator", ()),)
    return _write(register, person, reason, changes, None, bootstrap=False, grants=administrator)


def _stored(cursor: duckdb.DuckDBPyConnection, command: str) -> Receipt | None:
    row = cursor.execute(
        "SELECT first_revision, last_revision FROM command WHERE command_id = ?", [command]
    ).fetchone()
    if row is None:
        return None
    saved = cursor.execute(
        "SELECT kind, record_id, record_version, revision, status FROM journal"
        " WHERE revision >= ? AND revision <= ? ORDER BY revision",
        list(row),
    ).fetchall()
    return Receipt(command, row[0], row[1], tuple(Saved(*each) for each in saved), repeated=True)


def _store(
    register: Register,
    cursor: duckdb.DuckDBPyConnection,
    planned: Sequence[Planned],
    *,
    actor: str,
    reason: str,
    command: str,
) -> Receipt:
    end = register.end
    entries = _seal(register, planned, end, {"actor": actor, "reason": reason, "command_id": command})
    if entries:
        _commit(
            register, cursor, entries, {each.record_id: each.replaces for each in planned if each.replaces}
        )
        end = End(entries[-1].revision, entries[-1].chain_hash, entries[-1].recorded_at)
        register.note_entries(end, {entry.kind: entry.revision for entry in entries})
        if register.shared is None:
            register.head_file.write(Head(entries[-1].revision, entries[-1].chain_hash))
    numbers = iter(entries)
    saved = tuple(_saved(each, next(numbers) if each.changed else None) for each in planned)
    last = entries[-1].revision if entries else end.revision
    return Receipt(command, entries[0].revision if entries else last, last, saved)


def _saved(each: Planned, entry: Entry | None) -> Saved:
    return Saved(
        each.kind, each.record_id, each.version, entry.revision if entry else None, each.status, each.merged
    )


def _seal(register: Register, planned: Sequence[Planned], end: End, shared: dict[str, Any]) -> list[Entry]:
    moment = max(register.clock().astimezone(UTC).replace(tzinfo=None), end.recorded_at)
    previous, entries = end.chain_hash, list[Entry]()
    for each in planned:
        if not each.changed:
            continue
        entry = seal(
            previous,
            content=canonical(each.content),
            revision=end.revision + len(entries) + 1,
            recorded_at=moment,
            kind=each.kind,
            record_id=each.record_id,
            record_version=each.version,
            model_version=KINDS[each.kind].version,
            operation=each.operation,
            status=each.status,
            **shared,
        )
        entries.append(entry)
        previous = entry.chain_hash
    return entries


def _commit(
    register: Register,
    cursor: duckdb.DuckDBPyConnection,
    entries: Sequence[Entry],
    replaced: Mapping[str, int],
) -> None:
    if register.shared is not None:
        _put(cursor, entries, replaced, building=True)
        return
    cursor.execute("BEGIN")
    try:
        _put(cursor, entries, replaced, building=False)
        cursor.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(duckdb.Error):
            cursor.execute("ROLLBACK")
        raise


def _put(
    cursor: duckdb.DuckDBPyConnection,
    entries: Sequence[Entry],
    replaced: Mapping[str, int],
    *,
    building: bool,
) -> None:
    journal.append(cursor, entries)
    for entry in entries:
        if entry.operation == "redact":
            journal.erase(cursor, entry.record_id, entry.revision)
        if entry.kind == "person" and entry.status in ("void", "retired"):
            accounts.forget(cursor, entry.record_id)
    drafts.forget(cursor, entries)
    projection.apply(cursor, entries, replaced, building=building)


def _after(register: Register, planned: Sequence[Planned]) -> None:
    if any(each.kind in ("settings", "grant", "person") for each in planned):
        register.forget_settings()


def may(
    register: Register, actor: str | None, operation: str, kind: str, department: str | None = None
) -> bool:
    """Tell whether ``actor`` may do ``operation`` on a record of ``kind``; screens hide what is refused."""
    if actor is None:
        return False
    with register.cursor() as cursor:
        grants = register.grants(cursor, actor)
    return allows(grants, operation, kind, (department,) if department else ())


def initialise(
    register: Register,
    *,
    organisation: str,
    person: str,
    email: str | None = None,
    language: str = "en",
    time_zone: str = "Europe/Berlin",
    demo: bool = False,
) -> Receipt:
    """Put the first organisation, person, grants, settings and the measure library into an empty register.

    The first person becomes administrator, and owner of every department so that the register can be filled.
    """
    if register.head().revision:
        raise GovernanceError("already_initialised", file=str(register.path))
    changes = first_changes(
        organisation=organisation,
        person=person,
        email=email,
        settings={"time_zone": time_zone, "language": language, "demo": True if demo else None},
    )
    return _write(register, "PER-00001", "Register opened", changes, None, bootstrap=True)
