"""The journal in a DuckDB table: append, read, erase. Nothing else writes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import duckdb
import pyarrow as pa

from governance.journal.chain import COLUMNS, GENESIS, Entry
from governance.journal.head import Head

TABLE = """
CREATE TABLE IF NOT EXISTS journal (
    revision BIGINT PRIMARY KEY,
    recorded_at TIMESTAMP NOT NULL,
    actor VARCHAR NOT NULL,
    command_id VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    record_id VARCHAR NOT NULL,
    record_version INTEGER NOT NULL,
    model_version INTEGER NOT NULL,
    operation VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    content VARCHAR,
    salt VARCHAR,
    content_hash VARCHAR NOT NULL,
    chain_hash VARCHAR NOT NULL
);
"""

_TYPES = {
    "revision": pa.int64(),
    "recorded_at": pa.timestamp("us"),
    "record_version": pa.int32(),
    "model_version": pa.int32(),
}
_SCHEMA = pa.schema([(name, _TYPES.get(name, pa.string())) for name in COLUMNS])
_LIST = ", ".join(COLUMNS)
FEW = 20


def append(cursor: duckdb.DuckDBPyConnection, entries: Sequence[Entry]) -> None:
    """Append sealed ``entries`` inside the caller's transaction."""
    if len(entries) <= FEW:
        row = f"({', '.join('?' * len(COLUMNS))})"
        values = [getattr(entry, name) for entry in entries for name in COLUMNS]
        cursor.execute(f"INSERT INTO journal ({_LIST}) VALUES {', '.join([row] * len(entries))}", values)
        return
    arrow = pa.table({name: [getattr(entry, name) for entry in entries] for name in COLUMNS}, schema=_SCHEMA)
    cursor.register("arriving_entries", arrow)
    try:
        cursor.execute(f"INSERT INTO journal ({_LIST}) SELECT {_LIST} FROM arriving_entries")
    finally:
        cursor.unregister("arriving_entries")


def head(cursor: duckdb.DuckDBPyConnection) -> Head:
    """Return the end of the journal; revision 0 and the genesis hash for an empty one."""
    row = cursor.execute("SELECT revision, chain_hash FROM journal ORDER BY revision DESC LIMIT 1").fetchone()
    return Head(*row) if row else Head(0, GENESIS)


def chain_hash_of(cursor: duckdb.DuckDBPyConnection, revision: int) -> str | None:
    """Return the chain hash of ``revision``, or None when the journal does not hold it."""
    row = cursor.execute("SELECT chain_hash FROM journal WHERE revision = ?", [revision]).fetchone()
    return row[0] if row else None


def entries(
    cursor: duckdb.DuckDBPyConnection, after: int = 0, upto: int | None = None, chunk: int = 5_000
) -> Iterator[Entry]:
    """Yield the entries after ``after`` in their order, fetched ``chunk`` at a time."""
    last = head(cursor).revision if upto is None else upto
    for start in range(after, last, chunk):
        rows = cursor.execute(
            f"SELECT {_LIST} FROM journal WHERE revision > ? AND revision <= ? ORDER BY revision",
            [start, min(start + chunk, last)],
        ).fetchall()
        yield from (Entry(*row) for row in rows)


def erase(cursor: duckdb.DuckDBPyConnection, record_id: str, by_revision: int) -> tuple[int, ...]:
    """Erase content and salt of every entry of ``record_id`` before ``by_revision``; return their revisions."""
    rows = cursor.execute(
        "UPDATE journal SET content = NULL, salt = NULL WHERE record_id = ? AND revision < ?"
        " AND content IS NOT NULL RETURNING revision",
        [record_id, by_revision],
    ).fetchall()
    return tuple(sorted(row[0] for row in rows))


def redactions(cursor: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return, for every redacted record, the revision of its newest redaction."""
    rows = cursor.execute(
        "SELECT record_id, max(revision) FROM journal WHERE operation = 'redact' GROUP BY record_id"
    ).fetchall()
    return dict(rows)


def revision_known_at(cursor: duckdb.DuckDBPyConnection, moment: datetime) -> int:
    """Return the highest revision recorded at or before ``moment`` (naive UTC); 0 when there is none."""
    row = cursor.execute("SELECT max(revision) FROM journal WHERE recorded_at <= ?", [moment]).fetchone()
    return int(row[0] or 0) if row else 0
