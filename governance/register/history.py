"""The history of records: entries with who, when and why, and what changed field by field."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from governance.model.differences import FieldChange, differences
from governance.model.upcast import upcast
from governance.register.reader import Reader


@dataclass(frozen=True, slots=True)
class Step:
    """Hold one entry of a record's history; ``changes`` is empty for a first version or erased content."""

    revision: int
    recorded_at: datetime
    actor: str
    reason: str
    operation: str
    version: int
    status: str
    content: dict[str, Any] | None
    changes: tuple[FieldChange, ...]


def of_record(reader: Reader, record_id: str) -> tuple[Step, ...]:
    """Return the history of ``record_id`` as the lens allows, newest first."""
    rows = reader.rows(
        "SELECT e.*, j.model_version FROM entry e JOIN journal j USING (revision)"
        " WHERE e.record_id = $id ORDER BY e.revision",
        id=record_id,
    )
    steps: list[Step] = []
    before: dict[str, Any] | None = None
    for row in rows:
        content = _content(row)
        steps.append(_step(row, before, content))
        before = content if content is not None else before
    return tuple(reversed(steps))


def _content(row: dict[str, Any]) -> dict[str, Any] | None:
    if row["content"] is None or row["operation"] == "refuse":
        return None
    return upcast(row["kind"], row["model_version"], json.loads(row["content"]))


def _step(row: dict[str, Any], before: dict[str, Any] | None, content: dict[str, Any] | None) -> Step:
    comparable = before is not None and content is not None
    return Step(
        revision=row["revision"],
        recorded_at=row["recorded_at"],
        actor=row["actor"],
        reason=row["reason"],
        operation=row["operation"],
        version=row["record_version"],
        status=row["status"],
        content=content,
        changes=differences(row["kind"], before or {}, content or {}) if comparable else (),
    )


def entries(
    reader: Reader,
    *,
    kinds: Sequence[str] = (),
    actors: Sequence[str] = (),
    operations: Sequence[str] = (),
    first: date | None = None,
    last: date | None = None,
    text: str = "",
    limit: int = 200,
    offset: int = 0,
) -> tuple[list[dict[str, Any]], int]:
    """Return the entries that match every given filter, newest first, and how many match in all."""
    where = (
        "(len($kinds::VARCHAR[]) = 0 OR list_contains($kinds, kind))"
        " AND (len($actors::VARCHAR[]) = 0 OR list_contains($actors, actor))"
        " AND (len($operations::VARCHAR[]) = 0 OR list_contains($operations, operation))"
        " AND ($first::DATE IS NULL OR recorded_at >= $first::DATE)"
        " AND ($last::DATE IS NULL OR recorded_at < $last::DATE + 1)"
        " AND ($text = '' OR contains(lower(reason), $text) OR contains(lower(record_id), $text))"
    )
    params: dict[str, Any] = {
        "kinds": list(kinds),
        "actors": list(actors),
        "operations": list(operations),
        "first": first,
        "last": last,
        "text": text.casefold(),
    }
    total = reader.value(f"SELECT count(*) FROM entry WHERE {where}", **params)
    rows = reader.rows(
        "SELECT e.revision, e.recorded_at, e.actor, p.name AS actor_name, p.name_zh AS actor_name_zh, e.reason,"
        " e.kind, e.record_id, t.name, t.name_zh, e.operation, e.status, e.record_version"
        f" FROM (SELECT * FROM entry WHERE {where} ORDER BY revision DESC LIMIT $limit OFFSET $offset) e"
        " LEFT JOIN person p ON p.id = e.actor LEFT JOIN title t ON t.id = e.record_id"
        " ORDER BY e.revision DESC",
        limit=limit,
        offset=offset,
        **params,
    )
    return rows, int(total or 0)
