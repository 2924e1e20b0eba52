"""Lifecycle coverage: department by stage, activity by stage, and one cell with its four facts."""

from __future__ import annotations

import pyarrow as pa

from governance.insight.cell import Cell, Fact, Fix, cell
from governance.insight.figures import EVERYTHING
from governance.insight.filters import Filters
from governance.insight.groups import params, scoped
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

_BY_DEPARTMENT = """
WITH counted AS (
    SELECT department, stage, position, count(*) FILTER (state = 'covered') AS covered,
           count(*) FILTER (state = 'partial') AS partial, count(*) FILTER (state = 'gap') AS gap,
           count(*) FILTER (state = 'not_applicable') AS not_applicable,
           count(*) FILTER (state = 'not_assessed') AS not_assessed,
           count(*) FILTER (state <> 'not_applicable') AS cells {weights}
    FROM stage_cell WHERE true {scope:activity} GROUP BY department, stage, position
), shared AS (
    SELECT *, {top} / nullif({bottom}, 0) AS share,
           sum({top}) OVER (PARTITION BY department) / nullif(sum({bottom}) OVER (PARTITION BY department), 0)
               AS department_share
    FROM counted
)
SELECT s.department, d.name, d.name_zh, s.stage, s.covered, s.partial, s.gap, s.not_applicable, s.not_assessed,
       s.cells, s.share, s.department_share {weight_columns}
FROM shared s LEFT JOIN department d ON d.id = s.department
ORDER BY s.department_share NULLS LAST, d.name NULLS LAST, s.department, s.position
"""
_WEIGHTS = (
    ", coalesce(sum(people) FILTER (state = 'covered'), 0)::BIGINT AS people_covered,"
    " coalesce(sum(people) FILTER (state <> 'not_applicable'), 0)::BIGINT AS people,"
    " count(*) FILTER (state <> 'not_applicable' AND people IS NULL) AS people_unknown"
)
_BY_ACTIVITY = """
SELECT c.activity AS id, a.name, a.name_zh, c.department, c.stage, c.state, c.policy, c.measure, c.evidence,
       c.accountable, c.policy::INT + c.measure::INT + c.evidence::INT + c.accountable::INT AS facts, c.a_state,
       c.a_source, c.a_post AS post, c.a_holder AS holder, c.people
FROM stage_cell c JOIN live_activity a ON a.id = c.activity WHERE true {department} {scope:c.activity}
ORDER BY avg(CASE c.state WHEN 'covered' THEN 1 WHEN 'not_applicable' THEN NULL ELSE 0 END)
             OVER (PARTITION BY c.activity) NULLS LAST, a.name, c.activity, c.position
"""


def by_department(reader: Reader, filters: Filters = EVERYTHING, *, weighted: bool = False) -> pa.Table:
    """Return one row a department and stage, the weakest department first.

    Columns: department (NULL for activities without one), name, name_zh, stage, the count of cells in each state,
    cells (all but not applicable), share covered (0 to 1, NULL when there are no cells) and department_share over all
    stages. ``weighted`` makes both shares count people affected, and adds people_covered, people, people_unknown.
    """
    top, bottom = ("people_covered", "people") if weighted else ("covered", "cells")
    sql = (
        _BY_DEPARTMENT.replace("{weights}", _WEIGHTS if weighted else "")
        .replace("{weight_columns}", ", s.people_covered, s.people, s.people_unknown" if weighted else "")
        .replace("{top}", top)
        .replace("{bottom}", bottom)
    )
    sql = scoped(sql, filters)
    return reader.table(sql, **params(sql, filters, reader))


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
