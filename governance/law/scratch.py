"""An empty database in memory, opened once: it parses what predicates say and judges the examples of rules."""

from __future__ import annotations

from functools import cache

import duckdb


@cache
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def cursor() -> duckdb.DuckDBPyConnection:
    """Return a cursor of its own, to be closed by whoever asked: opening a database takes longer than the question."""
    return _database().cursor()
