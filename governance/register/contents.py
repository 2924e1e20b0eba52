"""The content of records as the journal holds it, read as the current model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from governance.errors import UnknownRecord
from governance.model.upcast import upcast
from governance.register.reader import Reader


@dataclass(frozen=True, slots=True)
class Standing:
    """Hold where a record stands now: its kind, version, revision, status and content (empty when erased)."""

    record_id: str
    kind: str
    version: int
    status: str
    content: dict[str, Any]
    revision: int = 0


def standing(cursor: duckdb.DuckDBPyConnection, record_ids: Sequence[str]) -> dict[str, Standing]:
    """Return where each of ``record_ids`` stands; unknown ids are left out."""
    heads = cursor.execute(
        "SELECT record_id, kind, version, status, revision FROM record_head"
        + (" WHERE record_id = ?" if len(record_ids) == 1 else " WHERE list_contains(?, record_id)"),
        [record_ids[0] if len(record_ids) == 1 else list(record_ids)],
    ).fetchall()
    contents = _contents(cursor, [head[4] for head in heads])
    return {
        record_id: Standing(record_id, kind, version, status, _read(kind, *contents[revision]), revision)
        for record_id, kind, version, status, revision in heads
    }


def newest(reader: Reader, record_id: str) -> Standing | None:
    """Return where a record stands now, whatever the scope of ``reader``; None when there is none."""
    row = reader.row(
        "SELECT h.record_id, h.kind, h.version, h.status, j.model_version, j.content, h.revision"
        " FROM record_head h JOIN journal j ON j.revision = h.revision WHERE h.record_id = $id",
        id=record_id,
    )
    if row is None:
        return None
    content = _read(row["kind"], row.pop("model_version"), row.pop("content"))
    return Standing(**row, content=content)


def _contents(
    cursor: duckdb.DuckDBPyConnection, revisions: Sequence[int]
) -> dict[int, tuple[int, str | None]]:
    if not revisions:
        return {}
    sql, given = ("revision = ?", list[Any](revisions))
    if len(revisions) > 1:
        sql, given = "revision IN (SELECT unnest(?))", [list(revisions)]
    rows = cursor.execute(
        f"SELECT revision, model_version, content FROM journal WHERE {sql}", given
    ).fetchall()
    return {revision: (model_version, content) for revision, model_version, content in rows}


def _read(kind: str, model_version: int, content: str | None) -> dict[str, Any]:
    if content is None:
        return {}
    return upcast(kind, model_version, json.loads(content))


def content_of_version(
    cursor: duckdb.DuckDBPyConnection, record_id: str, version: int | None
) -> dict[str, Any]:
    """Return the content of ``version`` of a record (None = newest); UnknownRecord when there is none."""
    if version is None:
        found = standing(cursor, [record_id]).get(record_id)
        if found is None:
            raise UnknownRecord(record_id=record_id)
        return found.content
    row = cursor.execute(
        "SELECT kind, model_version, content FROM journal WHERE record_id = ? AND record_version = ?"
        " AND operation <> 'refuse'",
        [record_id, version],
    ).fetchone()
    if row is None:
        raise UnknownRecord(record_id=record_id)
    return _read(*row)
