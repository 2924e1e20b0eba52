"""Lifecycle coverage: department by stage, activity by stage, and one cell with its four facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from governance.insight.catalogue import STAGES
from governance.insight.cell import Cell, Fact, Fix, cell
from governance.insight.figures import EVERYTHING
from governance.insight.filters import Filters
from governance.insight.groups import Row, cell_counts, params, scoped
from governance.register.reader import Reader

__all__ = [
    "NO_DEPARTMENT",
    "STATES",
    "Cell",
    "Fact",
    "Filters",
    "Fix",
    "by_activity",
    "by_department",
    "cell",
]

STATES = ("covered", "partial", "gap", "not_applicable", "not_assessed")
NO_DEPARTMENT = ""  # activities that name no department

_BY_ACTIVITY = """
SELECT c.activity AS id, a.name, a.name_zh, c.department, c.stage, c.state, c.policy, c.measure, c.evidence,
       c.accountable, c.policy::INT + c.measure::INT + c.evidence::INT + c.accountable::INT AS facts, c.a_state,
       c.a_source, c.a_post AS post, c.a_holder AS holder, c.people
FROM stage_cell c JOIN live_activity a ON a.id = c.activity WHERE true {department} {scope:c.activity}
ORDER BY avg(CASE c.state WHEN 'covered' THEN 1 WHEN 'not_applicable' THEN NULL ELSE 0 END)
             OVER (PARTITION BY c.activity) NULLS LAST, a.name, c.activity, c.position
"""


def by_department(
    reader: Reader,
    filters: Filters = EVERYTHING,
    *,
    weighted: bool = False,
    cells: Sequence[Row] | None = None,
) -> pa.Table:
    """Return one row a department and stage, the weakest department first.

    Columns: department (NULL for activities without one), name, name_zh, stage, the count of cells in each state,
    cells (all but not applicable), share covered (0 to 1, NULL when there are no cells) and department_share over all
    stages. ``weighted`` makes both shares count people affected, and adds people_covered, people, people_unknown.
    ``cells`` are the rows of ``groups.cell_counts`` for the same question, when they were read already.
    """
    found = cell_counts(reader, filters, weighted=weighted) if cells is None else cells
    names = {row["id"]: row for row in reader.rows("SELECT id, name, name_zh FROM department")}
    places: dict[str | None, dict[int, list[Row]]] = {}
    for row in found:
        places.setdefault(row["department"], {}).setdefault(row["position"], []).append(row)
    lines = [
        line
        for place, stages in places.items()
        for line in _department(place, stages, names, weighted=weighted)
    ]
    lines.sort(key=_weakest_first)
    return pa.Table.from_pylist(lines, _schema(weighted=weighted))


def _weakest_first(row: Row) -> tuple[Any, ...]:
    share, name = row["department_share"], row["name"]
    return (
        share is None,
        share or 0.0,
        name is None,
        name or "",
        row["department"] or "",
        STAGES.index(row["stage"]),
    )


def _department(
    place: str | None, stages: dict[int, list[Row]], names: dict[str, Row], *, weighted: bool
) -> Iterator[Row]:
    """Yield the line of each stage of one department."""
    named = names.get(place or "", {})
    lines = [_counted(stages[position]) for position in sorted(stages)]
    over_all = _share(lines, weighted=weighted)
    for line in lines:
        yield {
            "department": place,
            "name": named.get("name"),
            "name_zh": named.get("name_zh"),
            **line,
            "share": _share([line], weighted=weighted),
            "department_share": over_all,
        }


def _counted(rows: list[Row]) -> Row:
    """Return the counts of one department and stage."""
    applicable = [row for row in rows if row["state"] != "not_applicable"]
    covered = [row for row in applicable if row["state"] == "covered"]
    return {
        "stage": rows[0]["stage"],
        **{state: sum(row["number"] for row in rows if row["state"] == state) for state in STATES},
        "cells": sum(row["number"] for row in applicable),
        "people_covered": sum(row.get("people", 0) for row in covered),
        "people": sum(row.get("people", 0) for row in applicable),
        "people_unknown": sum(row.get("people_unknown", 0) for row in applicable),
    }


def _share(lines: list[Row], *, weighted: bool) -> float | None:
    top, bottom = ("people_covered", "people") if weighted else ("covered", "cells")
    whole = sum(line[bottom] for line in lines)
    return sum(line[top] for line in lines) / whole if whole else None


def _schema(*, weighted: bool) -> pa.Schema:
    texts = [(name, pa.string()) for name in ("department", "name", "name_zh", "stage")]
    counts = [(name, pa.int64()) for name in (*STATES, "cells")]
    shares = [(name, pa.float64()) for name in ("share", "department_share")]
    people = (
        [(name, pa.int64()) for name in ("people_covered", "people", "people_unknown")] if weighted else []
    )
    return pa.schema([*texts, *counts, *shares, *people])


def by_activity(reader: Reader, department: str | None = None, filters: Filters = EVERYTHING) -> pa.Table:
    """Return one row an activity and stage, the weakest activity first.

    ``department`` limits to activities that name exactly it (``NO_DEPARTMENT``: that name none; None: all). Columns:
    id, name, name_zh, department, stage, state, the four facts as booleans and their number, how it stands with the
    accountable post (a_state: held, vacant, left, department, several, none; a_source: explicit or inherited), post,
    holder and people affected.
    """
    condition = {None: "", NO_DEPARTMENT: "AND c.department IS NULL"}.get(
        department, "AND c.department = $place"
    )
    sql = scoped(_BY_ACTIVITY.replace("{department}", condition), filters)
    given = params(sql, filters, reader)
    return reader.table(sql, **(given | {"place": department} if department else given))
