"""The stages of activities as flat tables beside the projection: figures join them instead of unfolding nested rows.

Rows belong to one version of an activity and never change; a read finds those of the versions its lens shows. They are
written with each save, from its content, and in bulk by SQL from the version table; both say the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import duckdb

from governance.journal.chain import Entry

STAGES = ("collect", "store", "use", "transmit", "share", "delete")
ALWAYS = "0001-01-01"  # a measure in place without a first day is in place on any
NEVER = 2**62  # a revision no journal reaches
FEW = 20  # entries written row by row; more of them are quicker in bulk

# activity_cell: every stage of every version. said: not_applicable or not_assessed when that needs no proof to be told.
# activity_link: what a stage points to. policy: target; evidence: code is the measure, number tells measures apart,
# first the first piece, target NULL when there is none; role: code is the letter, target the post or else department.
TABLES = {
    "activity_cell": "cell BIGINT, revision BIGINT, position INTEGER, department VARCHAR, people BIGINT, said VARCHAR,"
    " policy VARCHAR, measure_from DATE, a_count INTEGER, a_post VARCHAR, a_department VARCHAR, r_here BOOLEAN",
    "activity_link": "cell BIGINT, what VARCHAR, number INTEGER, first BOOLEAN, code VARCHAR, target VARCHAR,"
    " department VARCHAR, since DATE",
}
# Of two rows for one stage the first counts; rows keyed by the code of their stage cannot repeat one.
_PLACED = f"""
    SELECT revision, row, revision * 8 + list_position({list(STAGES)}, row.stage) AS cell
    FROM (SELECT revision, unnest(CASE
              WHEN NOT list_contains(list_transform(stages, lambda s: s.key = s.stage), false) THEN stages
              ELSE list_filter(stages, lambda s, i: list_position(
                  list_transform(stages, lambda t: t.stage), s.stage) = i) END) AS row
          FROM activity_version WHERE revision > $start AND revision <= $end)
    WHERE list_contains({list(STAGES)}, row.stage)
"""
_NAMED = "role.post IS NOT NULL OR role.department IS NOT NULL"
_FILL_CELLS = f"""
INSERT INTO activity_cell
WITH judged AS (
    SELECT cell, row.applicable AS applicable, row.policies[1] AS policy,
           coalesce(trim(row.reason) <> '', false) AS has_reason,
           coalesce(len(row.policies) > 0 OR len(row.measures) > 0 OR len(row.roles) > 0, false) AS touched,
           list_min(list_transform(list_filter(row.measures, lambda m: m.state = 'in_place'),
                                   lambda m: coalesce(m.since, DATE '{ALWAYS}'))) AS measure_from,
           list_filter(row.roles, lambda role: role.letter = 'accountable' AND ({_NAMED})) AS answering,
           len(list_filter(row.roles, lambda role: role.letter = 'responsible' AND ({_NAMED}))) > 0 AS r_here
    FROM ({_PLACED})
)
SELECT a.revision * 8 + p.position, a.revision, p.position, coalesce(a.department, ''),
       list_max(list_transform(a.data, lambda d: d.people)),
       CASE WHEN j.applicable = 'not_applicable' THEN
                CASE WHEN j.has_reason THEN 'not_applicable' ELSE 'not_assessed' END
            WHEN j.applicable IS NULL AND NOT coalesce(j.touched, false) THEN 'not_assessed' END,
       j.policy, j.measure_from,
       CASE WHEN coalesce(len(j.answering), 0) < 2 THEN coalesce(len(j.answering), 0)
            ELSE len(list_distinct(list_transform(j.answering, lambda r: coalesce(r.post, r.department)))) END,
       j.answering[1].post, j.answering[1].department, coalesce(j.r_here, false)
FROM activity_version a CROSS JOIN range(1, {len(STAGES) + 1}) p(position)
LEFT JOIN judged j ON j.cell = a.revision * 8 + p.position
WHERE a.revision > $start AND a.revision <= $end
ORDER BY a.revision, p.position
"""
_FILL_LINKS = f"""
INSERT INTO activity_link
WITH placed AS MATERIALIZED ({_PLACED}), policies AS (
    SELECT cell, unnest(row.policies) AS policy, generate_subscripts(row.policies, 1) AS number FROM placed
), measures AS (
    SELECT cell, number, measure FROM (
        SELECT cell, unnest(row.measures) AS measure, generate_subscripts(row.measures, 1) AS number FROM placed)
    WHERE measure.state = 'in_place'
), pieces AS (
    SELECT cell, number, measure, unnest(CASE WHEN len(measure.evidence) > 0 THEN measure.evidence ELSE [NULL] END)
               AS piece, unnest(range(greatest(coalesce(len(measure.evidence), 0), 1))) AS place FROM measures
), roles AS (
    SELECT cell, unnest(row.roles) AS role, generate_subscripts(row.roles, 1) AS number FROM placed
    WHERE NOT (row.applicable IS NOT DISTINCT FROM 'not_applicable' AND trim(coalesce(row.reason, '')) <> '')
)
SELECT cell, 'policy', number, number = 1, NULL, policy, NULL, NULL FROM policies
UNION ALL
SELECT cell, 'evidence', number, place = 0, measure.measure, piece, NULL, measure.since FROM pieces
UNION ALL
SELECT cell, 'role', number, NULL, role.letter, role.post, CASE WHEN role.post IS NULL THEN role.department END, NULL
FROM roles WHERE {_NAMED}
"""


def create(cursor: duckdb.DuckDBPyConnection) -> None:
    """Create the tables, empty."""
    for name, columns in TABLES.items():
        cursor.execute(f"CREATE TABLE {name} ({columns})")


def derivation() -> list[str]:
    """Return all that decides what the tables hold; when it changes, they must be built anew."""
    return [*TABLES.values(), _FILL_CELLS, _FILL_LINKS]


def fill(cursor: duckdb.DuckDBPyConnection, start: int = 0, end: int = NEVER) -> None:
    """Write the rows of the versions after revision ``start`` up to ``end`` in SQL."""
    span = {"start": start, "end": end}
    cursor.execute(_FILL_CELLS, span)
    cursor.execute(_FILL_LINKS, span)


def write(cursor: duckdb.DuckDBPyConnection, entries: Sequence[Entry]) -> None:
    """Write the rows of the versions that ``entries`` of activities have just brought."""
    if len(entries) > FEW:
        fill(cursor, entries[0].revision - 1, entries[-1].revision)
        return
    cells: list[tuple[Any, ...]] = []
    links: list[tuple[Any, ...]] = []
    for entry in entries:
        content = json.loads(entry.content or "{}")
        stages = _stages(content)
        cells += _cells(entry.revision, content, stages)
        for position, stage in stages.items():
            links += _links(entry.revision * 8 + position, stage)
    _insert(cursor, "activity_cell", cells)
    _insert(cursor, "activity_link", links)


def forget(cursor: duckdb.DuckDBPyConnection, record_ids: Sequence[str]) -> None:
    """Remove the rows of every version of erased records; call it while their versions are still there."""
    versions = "SELECT revision FROM activity_version WHERE list_contains(?, record_id)"
    cursor.execute(f"DELETE FROM activity_cell WHERE revision IN ({versions})", [list(record_ids)])
    cursor.execute(f"DELETE FROM activity_link WHERE cell // 8 IN ({versions})", [list(record_ids)])


def _insert(cursor: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        cursor.execute(f"INSERT INTO {table} SELECT " + ", ".join("unnest(?)" for _ in columns), columns)


def _stages(content: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    """Return what is said of each stage by its position; of two rows for one stage the first counts."""
    found: dict[int, Mapping[str, Any]] = {}
    for row in content.get("stages") or ():
        if row.get("stage") in STAGES:
            found.setdefault(STAGES.index(row["stage"]) + 1, row)
    return found


def _cells(
    revision: int, content: Mapping[str, Any], stages: Mapping[int, Mapping[str, Any]]
) -> Iterator[tuple[Any, ...]]:
    people = [row["people"] for row in content.get("data") or () if row.get("people") is not None]
    shared = (content.get("department") or "", max(people, default=None))
    for position in range(1, len(STAGES) + 1):
        stage = stages.get(position, {})
        yield (revision * 8 + position, revision, position, *shared, _said(stage), *_facts(stage))


def _facts(stage: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return first policy, first day of a measure, number of As, post and department of the first, whether there is an R."""
    in_place = [row for row in stage.get("measures") or () if row.get("state") == "in_place"]
    roles = [row for row in stage.get("roles") or () if _named(row)]
    answering = [row for row in roles if row["letter"] == "accountable"]
    distinct = {row.get("post") or row.get("department") for row in answering}
    first = answering[0] if answering else {}
    return (
        next(iter(stage.get("policies") or ()), None),
        min((_day(row) or date.fromisoformat(ALWAYS) for row in in_place), default=None),
        len(distinct),
        first.get("post"),
        first.get("department"),
        any(row["letter"] == "responsible" for row in roles),
    )


def _said(stage: Mapping[str, Any]) -> str | None:
    applicable = stage.get("applicable")
    if applicable == "not_applicable":
        return "not_applicable" if _has_reason(stage) else "not_assessed"
    touched = any(stage.get(name) for name in ("policies", "measures", "roles"))
    return None if applicable or touched else "not_assessed"


def _links(cell: int, stage: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    for number, policy in enumerate(stage.get("policies") or (), start=1):
        yield cell, "policy", number, number == 1, None, policy, None, None
    for number, row in enumerate(stage.get("measures") or (), start=1):
        if row.get("state") == "in_place":
            for place, piece in enumerate(row.get("evidence") or (None,)):
                yield cell, "evidence", number, place == 0, row["measure"], piece, None, _day(row)
    if stage.get("applicable") == "not_applicable" and _has_reason(stage):
        return
    for number, row in enumerate(stage.get("roles") or (), start=1):
        if _named(row):
            post = row.get("post")
            yield cell, "role", number, None, row["letter"], post, None if post else row["department"], None


def _named(role: Mapping[str, Any]) -> bool:
    return role.get("post") is not None or role.get("department") is not None


def _has_reason(stage: Mapping[str, Any]) -> bool:
    return (stage.get("reason") or "").strip(" ") != ""


def _day(measure: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(measure["since"]) if measure.get("since") else None
