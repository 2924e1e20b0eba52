"""The flat tables of stages hold the same, written with each save or built anew from the journal."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings

from governance.register import projection, stage_tables
from governance.register.commands import Change, write
from governance.register.store import Register
from tests.property.test_coverage import World, store, worlds


def dump(register: Register) -> dict[str, list[Any]]:
    """Return the rows of both tables in an order of their own."""
    with register.cursor() as cursor:
        return {name: cursor.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in stage_tables.TABLES}


def rebuilt(register: Register) -> dict[str, list[Any]]:
    """Return the rows of both tables once they were built anew."""
    with register.cursor() as cursor:
        projection.rebuild(cursor)
        projection.create_views(cursor)
    return dump(register)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_a_save_writes_what_a_rebuild_does(world: World) -> None:
    """Python row by row and SQL in bulk give equal rows, whatever the stages say."""
    with tempfile.TemporaryDirectory() as folder:
        register = store(Path(folder) / "register.duckdb", world)
        saved = dump(register)
        assert len(saved["activity_cell"]) == 6 * len(world["activity"])
        assert rebuilt(register) == saved
        register.close()


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_many_entries_at_once_are_written_in_bulk(world: World) -> None:
    """A command of more activities than are written row by row leaves the same rows as a rebuild."""
    with tempfile.TemporaryDirectory() as folder:
        register = store(Path(folder) / "register.duckdb", world)
        contents = list(world["activity"].values()) * stage_tables.FEW
        changes = [
            Change("activity", "create", content | {"data": [{"key": "d", "people": 3}]})
            for content in contents
        ]
        write(register, actor="PER-00001", reason="many", changes=changes)
        saved = dump(register)
        assert len(saved["activity_cell"]) == 6 * (len(contents) + len(world["activity"]))
        assert rebuilt(register) == saved
        register.close()
