"""The same records and figures in SQLite, as a careful developer would keep and count them.

Normalised tables, indexes on all that is joined, each long list gone through once; only the newest versions are
kept and no dates of knowledge, so SQLite has less to do than the register.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from governance.register.reader import Reader

Counts = dict[str, tuple[int, int]]

SQL = Path(__file__).with_name("sqlite")
STAGES = ("collect", "store", "use", "transmit", "share", "delete")
OF_CELLS = ("gaps", "no_a", "two_as", "vacant_or_left", "inherited_only", "no_r", "officer_conflict")
SHARED = ("cells", "accountability.officer_conflict", "risks")


def filled(path: Path, views: Reader) -> sqlite3.Connection:
    """Return an SQLite database at ``path`` with the records ``views`` shows, indexed and analysed."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode = off")
    database.execute("PRAGMA cache_size = -1000000")  # kilobytes: all of it may stay in memory
    database.execute("PRAGMA temp_store = memory")
    for name, text in _named("tables").items():
        columns, _, query = text.partition("\n")
        database.execute(f'CREATE TABLE "{name}" {columns} WITHOUT ROWID')
        _copy(database, name, views, query)
    for statement in _statements("indexes"):
        database.execute(statement)
    database.commit()
    return database


def _copy(database: sqlite3.Connection, name: str, views: Reader, query: str) -> None:
    table = views.table(query)
    columns = [[_value(value) for value in column.to_pylist()] for column in table.columns]
    marks = ", ".join("?" * table.num_columns)
    database.executemany(f'INSERT INTO "{name}" VALUES ({marks})', zip(*columns, strict=True))


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def counted(database: sqlite3.Connection, day: date, countries: Mapping[str, Sequence[str]]) -> Counts:
    """Return numerator and denominator of every figure on ``day``, from nothing: temporary tables included.

    ``countries`` gives the codes of ``eea`` and of ``adequate`` countries on that day.
    """
    on = {"day": day.isoformat()}
    for (name,) in database.execute("SELECT name FROM temp.sqlite_master WHERE type = 'table'").fetchall():
        database.execute(f"DROP TABLE temp.{name}")
    for name in ("eea", "adequate"):
        database.execute(f"CREATE TEMP TABLE {name} (country TEXT PRIMARY KEY)")
        database.executemany(f"INSERT INTO {name} VALUES (?)", [(code,) for code in countries[name]])
    for statement in _statements("cells"):
        database.execute(statement, on)
    queries = _named("figures")
    plain = {
        name: database.execute(query, on).fetchone() for name, query in queries.items() if name not in SHARED
    }
    return {**plain, **_of_cells(database, queries, on), **_of_risks(database, queries["risks"], on)}


def _of_cells(database: sqlite3.Connection, queries: Mapping[str, str], on: Mapping[str, str]) -> Counts:
    rows = {row[0]: row[1:] for row in database.execute(queries["cells"], on)}
    cells, covered, held, explicit, none, several, gone, inherited, no_r = (
        sum(each) for each in zip(*rows.values(), strict=True)
    )
    (conflict,) = database.execute(queries["accountability.officer_conflict"], on).fetchone()
    faults = (cells - held, none, several, gone, inherited, no_r, conflict)
    return {
        "coverage": (covered, cells),
        **{f"coverage.{stage}": (rows[stage][1], rows[stage][0]) for stage in STAGES},
        "accountability.explicit": (explicit, held),
        **{f"accountability.{name}": (each, cells) for name, each in zip(OF_CELLS, faults, strict=True)},
    }


def _of_risks(database: sqlite3.Connection, query: str, on: Mapping[str, str]) -> Counts:
    live, scored, high, overdue, untreated, unscored = database.execute(query, on).fetchone()
    return {
        "risk.high": (high, scored),
        "risk.overdue": (overdue, live),
        "risk.untreated": (untreated, live),
        "risk.unscored": (unscored, live),
    }


def _text(name: str) -> str:
    return (SQL / f"{name}.sql").read_text("utf-8")


def _statements(name: str) -> list[str]:
    return [part.strip() for part in _text(name).split(";\n") if part.strip()]


def _named(name: str) -> dict[str, str]:
    """Return the parts of a file that each begin with a line ``-- name: …``."""
    parts = re.split(r"^-- name: (.+)$", _text(name), flags=re.MULTILINE)[1:]
    return {parts[at]: parts[at + 1].strip().rstrip(";") for at in range(0, len(parts), 2)}
