"""The log of refusals and exports beside the journal: append-only, chained by hashes, part of every backup.

It is apart from the journal because it says nothing of records: a refused command leaves the register at its revision.
Each entry names the revision the register stood at.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rfc8785

from governance.errors import JournalBroken
from governance.journal.chain import GENESIS
from governance.journal.head import Head
from governance.model.canonical import digest

if TYPE_CHECKING:
    import duckdb

NAME = "access"
TABLE = """
CREATE TABLE IF NOT EXISTS access_log (
    number BIGINT PRIMARY KEY, recorded_at TIMESTAMP NOT NULL, person VARCHAR NOT NULL, event VARCHAR NOT NULL,
    operation VARCHAR NOT NULL, kind VARCHAR NOT NULL, record_id VARCHAR NOT NULL, code VARCHAR NOT NULL,
    scope VARCHAR NOT NULL, filters VARCHAR NOT NULL, rows BIGINT, times BIGINT NOT NULL, revision BIGINT NOT NULL,
    chain_hash VARCHAR NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class Access:
    """Hold one entry; ``recorded_at`` is naive UTC.

    ``event`` is refused or exported. Refused: ``operation``, ``kind``, ``record_id`` and why (``code``). Exported: the
    name of the export in ``operation``, the record in ``record_id`` if it is of one, ``scope`` of the person, names of the
    ``filters`` set (never what was typed) and how many ``rows``. ``times``: how often, when the same came again and again.
    """

    number: int
    recorded_at: datetime
    person: str
    event: str
    operation: str
    kind: str
    record_id: str
    code: str
    scope: str
    filters: str
    rows: int | None
    times: int
    revision: int
    chain_hash: str


COLUMNS = tuple(each.name for each in fields(Access))
_LIST = ", ".join(COLUMNS)


def seal(previous: str, **values: Any) -> Access:
    """Return the entry that follows the chain hash ``previous``."""
    return Access(**values, chain_hash=_link(previous, values))


def _link(previous: str, values: dict[str, Any]) -> str:
    spelled = [values[name] for name in COLUMNS if name != "chain_hash"]
    spelled[1] = values["recorded_at"].isoformat(timespec="microseconds")
    return digest(previous + rfc8785.dumps(spelled).decode("utf-8"))


def fault(entries: Iterable[Access]) -> tuple[int, str] | None:
    """Return the first number at which the log does not hold and what does not, or None."""
    previous, expected = GENESIS, 1
    for entry in entries:
        if entry.number != expected:
            return expected, "missing"
        if _link(previous, {name: getattr(entry, name) for name in COLUMNS}) != entry.chain_hash:
            return entry.number, "chain_broken"
        previous, expected = entry.chain_hash, expected + 1
    return None


def append(cursor: duckdb.DuckDBPyConnection, entries: Iterable[Access]) -> None:
    """Append sealed ``entries``."""
    marks = ", ".join("?" * len(COLUMNS))
    for entry in entries:
        cursor.execute(
            f"INSERT INTO access_log ({_LIST}) VALUES ({marks})", [getattr(entry, name) for name in COLUMNS]
        )


def head(cursor: duckdb.DuckDBPyConnection) -> Head:
    """Return the end of the log; number 0 and the genesis hash for an empty one."""
    row = cursor.execute("SELECT number, chain_hash FROM access_log ORDER BY number DESC LIMIT 1").fetchone()
    return Head(*row) if row else Head(0, GENESIS)


def entries(cursor: duckdb.DuckDBPyConnection) -> Iterator[Access]:
    """Yield the entries in their order."""
    rows = cursor.execute(f"SELECT {_LIST} FROM access_log ORDER BY number").fetchall()
    yield from (Access(*row) for row in rows)


def lines(given: Iterable[Access]) -> Iterator[str]:
    """Yield each entry as one line of JSON, told from the lines of the journal by its first field."""
    for entry in given:
        values = {name: getattr(entry, name) for name in COLUMNS}
        values["recorded_at"] = entry.recorded_at.isoformat(timespec="microseconds")
        yield json.dumps({"log": NAME} | values, ensure_ascii=False) + "\n"


def read(path: Path) -> Iterator[Access]:
    """Yield the entries of the log in an exported journal; a line that is none is an error naming it."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.startswith(f'{{"log": "{NAME}"'.encode()):
                yield _parse(path, number, line)


def _parse(path: Path, number: int, line: bytes) -> Access:
    try:
        values = json.loads(line.decode("utf-8"))
        del values["log"]
        values["recorded_at"] = datetime.fromisoformat(values["recorded_at"])
        return Access(**values)
    except (ValueError, TypeError, KeyError) as error:
        raise JournalBroken("journal_line", file=path.name, line=number) from error
