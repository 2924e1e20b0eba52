"""What a command would write: every change checked and given its id, version, status and content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb
from dateutil.relativedelta import relativedelta

from governance.errors import (
    GovernanceError,
    InUse,
    InvalidRecord,
    NotPermitted,
    Problem,
    StaleRecord,
    UnknownRecord,
)
from governance.model import check
from governance.model.canonical import material_hash
from governance.model.differences import merge
from governance.model.kinds import content_of, kind_of, parse
from governance.register import administrators
from governance.register.contents import Standing, content_of_version, standing
from governance.register.lens import Lens
from governance.register.library import measure_records
from governance.register.permissions import Granted, allows
from governance.register.reader import Reader
from governance.register.schema import BY_DEPARTMENT
from governance.register.where_used import used_by

if TYPE_CHECKING:
    from governance.register.store import Register

RECORD_YEARS = 3  # PIPL 56: the record of processing is kept at least three years
SHOWN = 20  # users of a record an error names
ERASED_NAME = "[erased · 已删除]"
ENDED = ("retired", "void")
STATUS_AFTER = {"retire": "retired", "void": "void", "reinstate": "draft"}


@dataclass(frozen=True, slots=True)
class Change:
    """Ask for one change of one record.

    ``operation`` is create, update, retire, void, reinstate or redact; create may name its own
    ``record_id``; update carries the whole new ``content`` and the ``base_version`` it started from.
    """

    kind: str
    operation: str
    content: dict[str, Any] | None = None
    record_id: str | None = None
    base_version: int | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """Hold one change ready to be written; ``changed`` is False when it would write what is there."""

    kind: str
    record_id: str
    operation: str
    version: int
    status: str
    content: dict[str, Any] = field(repr=False)
    merged: bool = False
    changed: bool = True
    refusal: GovernanceError | None = None
    replaces: int = 0


def plan(
    register: Register,
    cursor: duckdb.DuckDBPyConnection,
    changes: Sequence[Change],
    grants: tuple[Granted, ...],
    *,
    bootstrap: bool = False,
) -> list[Planned]:
    """Return every change ready to be written, or raise for the first that cannot be."""
    named = [change.record_id for change in changes if change.record_id]
    before = standing(cursor, named) if named else {}
    held = dict(before)
    planned: list[Planned] = []
    for change in changes:
        each = _plan_one(register, cursor, change, held)
        if each.record_id in before:
            each = replace(each, replaces=before[each.record_id].revision)
        if not bootstrap:
            _permit(cursor, grants, change, each, held)
        held[each.record_id] = Standing(each.record_id, each.kind, each.version, each.status, each.content)
        planned.append(each)
    _check_references(cursor, planned, before, held)
    if not bootstrap:
        administrators.require_one(cursor, planned, register.today())
    return planned


def _plan_one(
    register: Register, cursor: duckdb.DuckDBPyConnection, change: Change, held: dict[str, Standing]
) -> Planned:
    if change.operation == "create":
        return _create(register, change, held)
    found = held.get(change.record_id or "")
    if found is None or found.kind != change.kind:
        raise UnknownRecord(record_id=change.record_id or "", kind=change.kind)
    if change.operation == "update":
        return _update(cursor, change, found)
    if change.operation == "redact":
        return _redact(register, found)
    if change.operation in STATUS_AFTER:
        return _move(register, cursor, change.operation, found)
    raise GovernanceError("unknown_operation", operation=change.operation)


def _create(register: Register, change: Change, held: dict[str, Standing]) -> Planned:
    kind = kind_of(change.kind)
    record_id = change.record_id or f"{kind.prefix}-{register.counters.get(kind.code, 0) + 1:05d}"
    if record_id in held:
        raise GovernanceError("id_taken", record_id=record_id)
    if not record_id.startswith(f"{kind.prefix}-") or not record_id[4:].isdigit():
        raise GovernanceError("id_malformed", record_id=record_id, prefix=kind.prefix)
    content = _valid(change.kind, change.content or {}, change.record_id)
    register.note_id(kind.code, record_id)
    return Planned(change.kind, record_id, "create", 1, "draft", content)


def _valid(kind: str, content: dict[str, Any], record_id: str | None) -> dict[str, Any]:
    checked = content_of(parse(kind, content, record_id))
    problems = check.problems(kind, checked)
    if problems:
        raise InvalidRecord(kind, problems, record_id)
    return checked


def _update(cursor: duckdb.DuckDBPyConnection, change: Change, found: Standing) -> Planned:
    if found.status in ENDED:
        raise GovernanceError("record_ended", record_id=found.record_id, status=found.status)
    if change.base_version is None:
        raise GovernanceError("base_version_missing", record_id=found.record_id)
    content = _valid(change.kind, change.content or {}, found.record_id)
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
    return _valid(found.kind, together, found.record_id)


def _status_after_update(found: Standing, content: dict[str, Any]) -> str:
    if found.status == "submitted":
        return "draft"
    if found.status == "approved" and material_hash(found.kind, content) != material_hash(
        found.kind, found.content
    ):
        return "draft"
    return found.status


def _move(register: Register, cursor: duckdb.DuckDBPyConnection, operation: str, found: Standing) -> Planned:
    ended = found.status in ENDED
    if ended != (operation == "reinstate"):
        raise GovernanceError("wrong_status", record_id=found.record_id, status=found.status)
    if operation == "void":
        _refuse_while_used(register, cursor, found)
    return Planned(
        found.kind, found.record_id, operation, found.version + 1, STATUS_AFTER[operation], found.content
    )


def _refuse_while_used(register: Register, cursor: duckdb.DuckDBPyConnection, found: Standing) -> None:
    reader = Reader(cursor, Lens(register.end.revision, register.today()))
    users = used_by(reader, found.kind, found.record_id)
    if users:
        named = ", ".join(row["id"] for row in users[:SHOWN])
        raise InUse(record_id=found.record_id, users=named + (" …" if len(users) > SHOWN else ""))


def _redact(register: Register, found: Standing) -> Planned:
    locked_until = _locked_until(found, register.today())
    planned = Planned(found.kind, found.record_id, "redact", found.version + 1, "void", {"name": ERASED_NAME})
    if locked_until is None:
        return planned
    refusal = GovernanceError(
        "redaction_locked", record_id=found.record_id, until=locked_until.isoformat(), article="PIPL 56"
    )
    return replace(
        planned, operation="refuse", version=found.version, status=found.status, content={}, refusal=refusal
    )


def _locked_until(found: Standing, today: date) -> date | None:
    """Return until when a record must be kept (PIPL 56), or None when it need not be any more.

    A record of processing counts from its end, a report of a PIPIA from its completion; without the day it is kept.
    """
    pipia = found.kind == "assessment" and found.content.get("assessment_kind") == "pipia"
    if found.kind != "activity" and not pipia:
        return None
    ended = found.content.get("conducted_on" if pipia else "ends_on")
    until = (date.fromisoformat(ended) if ended else today) + relativedelta(years=RECORD_YEARS)
    return until if until > today else None


def _permit(
    cursor: duckdb.DuckDBPyConnection,
    grants: tuple[Granted, ...],
    change: Change,
    planned: Planned,
    held: dict[str, Standing],
) -> None:
    before = held.get(planned.record_id)
    contents = [planned.content] + ([before.content] if before else [])
    departments = tuple(
        department for content in contents for department in _departments(cursor, change.kind, content, held)
    )
    if not allows(grants, change.operation, change.kind, departments):
        raise NotPermitted(operation=change.operation, kind=change.kind, record_id=planned.record_id)


def _departments(
    cursor: duckdb.DuckDBPyConnection, kind: str, content: dict[str, Any], held: dict[str, Standing]
) -> tuple[str | None, ...]:
    """Return the departments a record belongs to: an activity's own, a risk's through its activity."""
    if kind in ("activity", *BY_DEPARTMENT):
        return (content.get("department"),)
    activity = content.get("activity") if kind == "risk" else None
    if activity is None:
        return ()
    found = held.get(activity) or standing(cursor, [activity]).get(activity)
    return (found.content.get("department"),) if found else ()


def _check_references(
    cursor: duckdb.DuckDBPyConnection,
    planned: Sequence[Planned],
    before: dict[str, Standing],
    held: dict[str, Standing],
) -> None:
    wanted = {
        each.record_id: _new_references(each, before)
        for each in planned
        if each.changed and each.operation in ("create", "update")
    }
    targets = {link.target for links in wanted.values() for link in links} - held.keys()
    kinds = {record_id: found.kind for record_id, found in held.items()}
    if targets:
        kinds |= dict(
            cursor.execute(
                "SELECT record_id, kind FROM record_head WHERE record_id IN (SELECT unnest(?))",
                [sorted(targets)],
            ).fetchall()
        )
    for each in planned:
        unknown = tuple(
            Problem(link.path, "unknown_reference", link.target, {"kinds": ", ".join(link.kinds)})
            for link in wanted.get(each.record_id, ())
            if kinds.get(link.target) not in link.kinds
        )
        if unknown:
            raise InvalidRecord(each.kind, unknown, each.record_id)


def _new_references(each: Planned, before: dict[str, Standing]) -> tuple[check.Reference, ...]:
    """Return the links of a change that its record did not have already."""
    links = check.references(each.kind, each.content)
    if each.record_id not in before:
        return links
    had = {link.target for link in check.references(each.kind, before[each.record_id].content)}
    return tuple(link for link in links if link.target not in had)


def first_changes(
    *, organisation: str, person: str, email: str | None, settings: dict[str, Any]
) -> list[Change]:
    """Return the changes an empty register begins with."""
    someone = {"name": person, "email": email}
    administrator = {"name": f"{person}: administrator", "person": "PER-00001", "role": "administrator"}
    owner = {"name": f"{person}: owner", "person": "PER-00001", "role": "owner"}
    return [
        Change("organisation", "create", {"name": organisation}, "ORG-00001"),
        Change("person", "create", someone, "PER-00001"),
        Change("grant", "create", administrator, "GRA-00001"),
        Change("grant", "create", owner, "GRA-00002"),
        Change("settings", "create", {"name": organisation, **settings}, "SET-00001"),
        *(
            Change("measure", "create", content, record_id)
            for record_id, content in measure_records().items()
        ),
    ]
