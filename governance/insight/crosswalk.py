"""The cells of the lifecycle re-read as the process areas of GB/T 37988 (DSMM); never a maturity rating."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from governance.insight.figures import EVERYTHING
from governance.insight.filters import Filters
from governance.insight.groups import params, scoped
from governance.insight.tables import Area, dsmm
from governance.register.reader import Reader

_FACTS = """
SELECT stage, count(*) AS cells, count(*) FILTER (policy) AS policy, count(*) FILTER (measure) AS measure,
       count(*) FILTER (evidence) AS evidence, count(*) FILTER (accountable) AS accountable
FROM stage_cell WHERE state <> 'not_applicable' {scope:activity} GROUP BY stage
"""
# Of every measure in place at a cell: whether one of its pieces of evidence is in date.
_MEASURED = """
SELECT p.cell, m.code, bool_or(e.id IS NOT NULL) AS proven
FROM stage_proof p JOIN measure m ON m.id = p.measure LEFT JOIN evidence_in_date e ON e.id = p.evidence
WHERE m.code IS NOT NULL GROUP BY p.cell, p.number, m.code
"""
_AREAS = f"""
SELECT a.code AS area, count(DISTINCT c.cell) AS in_place, count(DISTINCT c.cell) FILTER (m.proven) AS proven
FROM (SELECT unnest($areas) AS code, unnest($stages) AS stage, unnest($measures) AS measure) a
JOIN ({_MEASURED}) m ON m.code = a.measure
JOIN stage_cell c ON c.cell = m.cell AND c.stage = a.stage AND c.state <> 'not_applicable'
WHERE true {{scope:c.activity}} GROUP BY a.code
"""
_ROWS = f"""
WITH mapped AS (
    SELECT cell, list(DISTINCT code ORDER BY code) AS measures, bool_or(proven) AS proven FROM ({_MEASURED})
    WHERE list_contains($measures, code) GROUP BY cell
)
SELECT c.activity AS id, a.name, a.name_zh, c.department, c.stage, c.people, coalesce(m.measures, []) AS measures,
       m.cell IS NOT NULL AS in_place, coalesce(m.proven, false) AS proven
FROM stage_cell c JOIN live_activity a ON a.id = c.activity LEFT JOIN mapped m ON m.cell = c.cell
WHERE c.stage = $stage AND c.state <> 'not_applicable' {{scope:c.activity}}
ORDER BY in_place, proven, c.people DESC NULLS LAST, c.activity
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold what the cells say of one process area: cells of its stage, those with a measure of it, those proven.

    ``facts`` gives for policy, measure, evidence and accountable the number of cells of the stage in which each is true.
    """

    area: Area
    cells: int
    in_place: int
    proven: int
    facts: dict[str, int]


def readings(reader: Reader, filters: Filters = EVERYTHING) -> tuple[Reading, ...]:
    """Return every process area that belongs to a stage, in the order of the standard."""
    areas = dsmm().areas
    sql = scoped(_FACTS, filters)
    stages = {row["stage"]: row for row in reader.rows(sql, **params(sql, filters, reader))}
    triples = [(area.code, area.stage, measure) for area in areas for measure in area.measures]
    codes, places, measures = (list(each) for each in zip(*triples, strict=True))
    sql = scoped(_AREAS, filters)
    given = params(sql, filters, reader) | {"areas": codes, "stages": places, "measures": measures}
    found = {row["area"]: row for row in reader.rows(sql, **given)}
    return tuple(_reading(area, stages.get(area.stage, {}), found.get(area.code, {})) for area in areas)


def _reading(area: Area, stage: dict[str, Any], found: dict[str, Any]) -> Reading:
    facts = {name: int(stage.get(name, 0)) for name in ("policy", "measure", "evidence", "accountable")}
    return Reading(
        area, int(stage.get("cells", 0)), int(found.get("in_place", 0)), int(found.get("proven", 0)), facts
    )


def rows(reader: Reader, area: str, filters: Filters = EVERYTHING) -> list[dict[str, Any]]:
    """Return the cells behind a process area, those without a measure of it first."""
    one = next(each for each in dsmm().areas if each.code == area)
    sql = scoped(_ROWS, filters)
    given = params(sql, filters, reader) | {"stage": one.stage, "measures": list(one.measures)}
    return reader.rows(sql, **given)
