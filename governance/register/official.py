"""The official register (the last approved version of each record) beside the working one, field by field."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from governance.register.versions import compared, contents_at, visible
from governance.register.workflow_table import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.model.differences import FieldChange
    from governance.register.reader import Reader


@dataclass(frozen=True, slots=True)
class Deviation:
    """Hold one record that is not as approved: both versions; ``official_version`` None: it never was approved."""

    record: str
    kind: str
    name: str
    name_zh: str | None
    status: str
    official_version: int | None
    official_revision: int | None
    working_version: int
    working_revision: int
    changes: tuple[FieldChange, ...] = ()


def official_content(reader: Reader, record_id: str) -> tuple[int, dict[str, Any]] | None:
    """Return version and content of the official version of a record, as the lens shows it; None: there is none."""
    row = reader.row(
        "SELECT version, revision, record_kind FROM official_record WHERE record = $id", id=record_id
    )
    if row is None:
        return None
    held = contents_at(reader, [row["revision"]]).get(row["revision"], {})
    return row["version"], visible(reader, row["record_kind"], held)


def deviations(reader: Reader, kinds: Sequence[str] = (), record_id: str | None = None) -> list[Deviation]:
    """Return the live records whose working version is not the official one, by kind and id, without their changes.

    Records never approved are among them; ``kinds`` limits them (none: every kind that is approved at all).
    """
    rows = reader.rows(
        "SELECT t.id AS record, t.kind, t.name, t.name_zh, t.status, o.version AS official_version,"
        " o.revision AS official_revision, t.version AS working_version, t.revision AS working_revision"
        " FROM title t LEFT JOIN official_record o ON o.record = t.id"
        " WHERE list_contains($kinds, t.kind) AND t.status NOT IN ('void', 'retired')"
        " AND o.version IS DISTINCT FROM t.version AND ($one IS NULL OR t.id = $one) ORDER BY t.kind, t.id",
        kinds=list(kinds or table().reviewed),
        one=record_id,
    )
    return [Deviation(**row) for row in rows]


def with_changes(reader: Reader, found: Sequence[Deviation]) -> list[Deviation]:
    """Return ``found`` with what differs field by field; a record never approved differs in nothing, it is new."""
    known = [each for each in found if each.official_revision is not None]
    revisions = [revision for each in known for revision in (each.official_revision, each.working_revision)]
    held = contents_at(reader, [revision for revision in revisions if revision is not None])
    return [_compared(reader, each, held) if each.official_revision else each for each in found]


def _compared(reader: Reader, each: Deviation, held: dict[int, dict[str, Any]]) -> Deviation:
    old, new = held.get(each.official_revision or 0, {}), held.get(each.working_revision, {})
    return replace(each, changes=compared(reader, each.kind, old, new))
