"""A consistent copy of the register file, taken in one snapshot while people write.

The copy is written by an engine of its own: a fault of the backup's disk ends that engine and not the live one
(decision 0068). What is not named here is left out, above all what lets people in.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import duckdb
import pyarrow as pa

from governance.errors import GovernanceError
from governance.journal import access, duckdb_journal, text
from governance.journal.head import Head
from governance.register import stage_tables
from governance.register.connection import CONFIG
from governance.register.schema import quoted
from governance.register.store import Register

OF_THE_PROJECTION = frozenset({"record_head", "command", "projection_state", *stage_tables.TABLES})
# What stands outside the journal and comes along all the same: what people typed and did not save, password hashes,
# and the log of refusals and exports.
BESIDE = frozenset({"draft", "credential", "access_log"})
# Never in a copy: what lets somebody in without a password, and what was counted against guessing.
NEVER = ("session", "access_code", "access_key", "signin_failure")
BATCH_ROWS = 5_000
_FINGERPRINT = "SELECT count(*), coalesce(bit_xor(hash(t)), 0)::VARCHAR FROM {table} t"


@dataclass(frozen=True, slots=True)
class Copied:
    """Hold the end of the journal in a copy, and rows and fingerprint of each of its tables."""

    head: Head
    tables: dict[str, tuple[int, str]]


def copy(register: Register, file: Path, journal: Path) -> Copied:
    """Write the register to ``file`` and its journal as plain text to ``journal``: both of the same moment.

    Raises ``backup_failed`` for a fault where the copy is written, RegisterRefused for one of the live register.
    """
    register.access.flush()
    with register.cursor() as cursor:
        cursor.execute("BEGIN TRANSACTION READ ONLY")
        try:
            copied = _copied(cursor, file, journal)
        except (OSError, duckdb.Error) as error:
            _require_alive(cursor)
            raise _failed(error) from error
        cursor.execute("COMMIT")
    return copied


def _copied(cursor: duckdb.DuckDBPyConnection, file: Path, journal: Path) -> Copied:
    head = duckdb_journal.head(cursor)
    with opened_private(journal) as handle:
        handle.writelines(text.lines(duckdb_journal.entries(cursor, upto=head.revision)))
        handle.writelines(access.lines(access.entries(cursor)))
    tables = _copy_tables(cursor, file)
    file.chmod(0o600)
    sync(file)
    return Copied(head, tables)


def _require_alive(cursor: duckdb.DuckDBPyConnection) -> None:
    """Raise what the live register has to say, when the fault was its own."""
    with contextlib.suppress(duckdb.TransactionException):
        cursor.execute("ROLLBACK")
    cursor.execute("SELECT 1").fetchall()


def _failed(error: Exception) -> GovernanceError:
    reason = error.strerror if isinstance(error, OSError) else None
    detail = reason or (str(error).splitlines() or [type(error).__name__])[0][:200]
    return GovernanceError("backup_failed", detail=detail)


@contextlib.contextmanager
def opened_private(path: Path) -> Iterator[TextIO]:
    """Give ``path`` opened for text that only this account may read, on disk when the block ends."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def sync(path: Path) -> None:
    """Wait until a file or folder is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def fingerprints(file: Path) -> dict[str, tuple[int, str]]:
    """Return rows and fingerprint of every table of a copy, which is opened for reading only."""
    with contextlib.closing(duckdb.connect(str(file), read_only=True, config=CONFIG)) as copied:
        names = copied.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()
        return {name: _fingerprint(copied, name) for (name,) in names}


def _copy_tables(cursor: duckdb.DuckDBPyConnection, file: Path) -> dict[str, tuple[int, str]]:
    found = cursor.execute(
        "SELECT table_name, sql FROM duckdb_tables() WHERE NOT temporary AND schema_name = 'main'"
        " AND database_name = current_database() ORDER BY 1"
    ).fetchall()
    tables: dict[str, tuple[int, str]] = {}
    with contextlib.closing(duckdb.connect(str(file), config=CONFIG)) as target:
        target.execute("SET enable_progress_bar = false; SET threads = 1")
        target.execute("BEGIN")
        for name, sql in found:
            if _comes_along(name):
                target.execute(sql)
                _copy_rows(cursor, target, name)
                tables[name] = _fingerprint(cursor, name)
        target.execute("COMMIT")
        target.execute("CHECKPOINT")
    return tables


def _comes_along(name: str) -> bool:
    return name == "journal" or name.endswith("_version") or name in OF_THE_PROJECTION or name in BESIDE


def _copy_rows(cursor: duckdb.DuckDBPyConnection, target: duckdb.DuckDBPyConnection, name: str) -> None:
    for batch in cursor.sql(f"SELECT * FROM {quoted(name)}").to_arrow_reader(BATCH_ROWS):
        target.register("arriving", pa.Table.from_batches([batch]))
        target.execute(f"INSERT INTO {quoted(name)} SELECT * FROM arriving")
        target.unregister("arriving")


def _fingerprint(cursor: duckdb.DuckDBPyConnection, name: str) -> tuple[int, str]:
    ((rows, mark),) = cursor.execute(_FINGERPRINT.format(table=quoted(name))).fetchall()
    return int(rows), str(mark)
