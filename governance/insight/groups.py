"""The statements figures are counted with: one pass for all that come from the same rows.

``{scope:column}`` stands for the condition that limits activities, ``{organisation}`` for that on an entity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.insight.filters import Filters, countries
from governance.register.reader import Reader

Row = dict[str, Any]
MANY = 8  # so many statements are shared by two cursors
SCORED = "score_after IS NOT NULL"
UNTESTED = "(last_restore_test IS NULL OR last_restore_test < lens_day() - INTERVAL 12 MONTH)"

# Whether each transfer is carried under every law its activity is under; unknown never counts as carried.
TRANSFERS = """
SELECT *, coalesce(needs_gdpr AND (country IS NULL OR mechanism IS NULL OR ended
           OR mechanism = 'adequacy' AND NOT list_contains($adequate, country)), false)
       OR coalesce(needs_pipl AND (country IS NULL OR pipl_route IS NULL OR ended), false) AS invalid
FROM (
    SELECT t.*, coalesce(len(t.laws), 0) > 0 AS law_known,
           coalesce(list_has_any(t.laws, ['gdpr', 'uk_gdpr'])
                    AND (t.country IS NULL OR NOT list_contains($eea, t.country)), false) AS needs_gdpr,
           coalesce(list_contains(t.laws, 'pipl') AND (t.country IS NULL OR t.country <> 'CN'), false) AS needs_pipl
    FROM (SELECT t.*, CASE WHEN len(t.own_laws) > 0 THEN t.own_laws ELSE h.laws END AS laws
          FROM transfer_state t LEFT JOIN handler_laws h ON h.activity = t.activity) t
)
"""


@dataclass(frozen=True, slots=True)
class Group:
    """Hold one pass: what is counted over which rows.

    ``seen_by`` is the column with the id of the record whose readers see the row, empty when everybody does;
    ``limits`` the condition that a choice of activities or of an entity adds.
    """

    columns: str
    rows: str
    seen_by: str = ""
    limits: str = ""

    @property
    def sql(self) -> str:
        """Return the statement: one row with every column."""
        return f"SELECT {self.columns} FROM {self.rows} WHERE true {self.limits}"


_OF_ACTIVITY = "{scope:activity}"
_STALE = "(SELECT DISTINCT evidence AS id FROM stage_proof WHERE evidence IS NOT NULL {scope:id})"

GROUPS: dict[str, Group] = {
    "activities": Group(
        """
        count(*) FILTER (live) AS live, count(*) FILTER (live AND status = 'approved') AS approved,
        count(*) FILTER (NOT live) AS ended
        """,
        "(SELECT id, status, id IN (SELECT id FROM live_activity) AS live FROM activity WHERE status <> 'void')",
        "id",
        "{scope:id}",
    ),
    "conflict": Group("count(DISTINCT cell) AS cells", "conflict_role", "activity", _OF_ACTIVITY),
    "officers": Group(
        """
        count(*) FILTER (reason IS NOT NULL) AS needed, count(*) FILTER (reason IS NOT NULL AND filled) AS filled,
        count(*) FILTER (reason IS NULL) AS not_needed
        """,
        "officer_need",
        limits="{organisation}",
    ),
    "risks": Group(
        """
        count(*) AS live, count(*) FILTER (score_after IS NOT NULL) AS scored,
        count(*) FILTER (high) AS high, count(*) FILTER (overdue) AS overdue,
        count(*) FILTER (untreated) AS untreated,
        count(*) FILTER (open AND score_after IS NULL) AS unscored,
        count(*) FILTER (open AND accepted AND due_on < lens_day()) AS accepted_late
        """,
        "risk_state",
        "id",
        _OF_ACTIVITY,
    ),
    "evidence": Group(
        """
        count(*) FILTER (live) AS live, count(*) FILTER (NOT live) AS ended, count(*) FILTER (in_date) AS in_date,
        count(*) FILTER (in_date AND expires_on <= lens_day() + 90) AS expiring
        """,
        """(SELECT e.id, e.status <> 'retired' AS live, d.id IS NOT NULL AS in_date, e.expires_on
            FROM evidence e LEFT JOIN evidence_in_date d ON d.id = e.id WHERE e.status <> 'void')""",
        "id",
    ),
    "evidence_used": Group(
        "count(*) AS stale", f"{_STALE}", limits="AND id NOT IN (SELECT id FROM evidence_in_date)"
    ),
    "policies": Group(
        """
        count(*) FILTER (status <> 'retired') AS live, count(*) FILTER (status = 'retired') AS ended,
        count(*) FILTER (in_force) AS in_force, count(*) FILTER (in_force AND review_by < lens_day()) AS overdue,
        count(*) FILTER (in_force AND review_by IS NULL) AS undated
        """,
        "(SELECT *, id IN (SELECT id FROM policy_in_force) AS in_force FROM policy WHERE status <> 'void')",
    ),
    "contracts": Group("count(*) AS live, count(*) FILTER (in_force) AS in_force", "party_contract", "party"),
    "certificates": Group(
        "count(*) AS live, count(*) FILTER (in_date) AS in_date", "party_certificate", "party"
    ),
    "posts": Group("count(*) AS live, count(*) FILTER (state = 'held') AS held", "post_holder"),
    "systems": Group(
        f"count(*) AS live, count(*) FILTER ({UNTESTED}) AS untested",
        "(SELECT * FROM system WHERE status NOT IN ('void', 'retired'))",
        "id",
    ),
    "basis": Group(
        """
        count(*) FILTER (gdpr AND NOT processor) AS gdpr, count(*) FILTER (pipl AND NOT processor) AS pipl,
        count(*) FILTER (gdpr AND NOT processor AND has_gdpr IS NOT TRUE) AS gdpr_missing,
        count(*) FILTER (pipl AND NOT processor AND has_pipl IS NOT TRUE) AS pipl_missing,
        count(*) FILTER (processor) AS processors,
        count(*) FILTER (NOT processor AND coalesce(len(laws), 0) = 0) AS law_unknown
        """,
        "activity_basis",
        "activity",
        _OF_ACTIVITY,
    ),
    "retention": Group(
        "count(*) AS rows, count(*) FILTER (NOT computable) AS open",
        "data_retention",
        "activity",
        _OF_ACTIVITY,
    ),
    "deletions": Group(
        """
        count(*) FILTER (state IN ('proven', 'overdue')) AS reached, count(*) FILTER (state = 'overdue') AS overdue,
        count(*) FILTER (state = 'hold') AS hold, count(*) FILTER (state = 'no_date') AS no_date,
        count(*) FILTER (state = 'not_computable') AS open
        """,
        "deletion_due",
        "activity",
        _OF_ACTIVITY,
    ),
    "transfers": Group(
        """
        count(*) FILTER (needs_gdpr OR needs_pipl) AS judged, count(*) FILTER (invalid) AS invalid,
        count(*) FILTER (NOT law_known) AS law_unknown,
        count(*) FILTER (law_known AND NOT needs_gdpr AND NOT needs_pipl) AS not_abroad
        """,
        f"({TRANSFERS})",
        "activity",
        _OF_ACTIVITY,
    ),
    "answers": Group("count(*) AS unknown", "unknown_answer", "id", "{scope:id}"),
}

_CELLS = """
WITH alike AS (
    SELECT department, facts, count(*) AS number {people} FROM stage_fact WHERE true {scope:activity} GROUP BY ALL
), answered AS (
    SELECT a.*, facts & 7 AS position, coalesce(d.policy, false) OR facts & 32 > 0 AS policy,
           facts & 16 = 0 AND NOT coalesce(d.has_r, false) AS no_r,
           CASE WHEN facts & 512 > 0 THEN 'explicit' WHEN d.a_count > 0 THEN 'inherited' END AS a_source,
           CASE WHEN facts & 1024 > 0 THEN 'several'
                WHEN facts & 512 > 0 THEN CASE WHEN facts & 2048 > 0 THEN 'department'
                                               ELSE ['vacant', 'left', 'held'][1 + (facts >> 12)] END
                WHEN coalesce(d.a_count, 0) = 0 THEN 'none' WHEN d.a_count > 1 THEN 'several'
                WHEN d.a_post IS NULL THEN 'department' ELSE coalesce(h.state, 'vacant') END AS a_state,
           CASE WHEN facts & 128 > 0 THEN
                CASE WHEN facts & 256 > 0 THEN 'not_assessed' ELSE 'not_applicable' END END AS said
    FROM alike a LEFT JOIN department_default d ON d.department = a.department AND d.position = facts & 7
    LEFT JOIN post_holder h ON h.post = d.a_post
)
SELECT nullif(department, '') AS department,
       ['collect', 'store', 'use', 'transmit', 'share', 'delete'][position] AS stage, position,
       cell_state(said, policy, facts & 8 > 0, facts & 72 = 72, a_state) AS state, a_state, a_source, no_r,
       sum(number)::BIGINT AS number {sums} FROM answered GROUP BY ALL
"""
_PEOPLE = ", coalesce(sum(people), 0)::BIGINT AS people, count(*) FILTER (people IS NULL) AS people_unknown"
_SUMS = ", sum(people)::BIGINT AS people, sum(people_unknown)::BIGINT AS people_unknown"


def scoped(sql: str, filters: Filters) -> str:
    """Return ``sql`` with its scopes written out for ``filters``."""
    organisation = "AND organisation = $organisation" if filters.organisation else ""
    sql = sql.replace("{organisation}", organisation)
    return re.sub(r"\{scope:([\w.]+)\}", lambda found: filters.condition(found[1]), sql)


def params(sql: str, filters: Filters, reader: Reader) -> dict[str, Any]:
    """Return the values that ``sql`` names, and no others: the database refuses a value nobody asks for."""
    return params_on(sql, filters, reader.lens.effective_on)


def params_on(sql: str, filters: Filters, day: date) -> dict[str, Any]:
    """Return the values that ``sql`` names when it is asked on ``day``."""
    known = {**filters.params(), **countries(day)}
    return {name: value for name, value in known.items() if re.search(rf"\${name}\b", sql)}


def count(
    reader: Reader,
    names: Iterable[str],
    filters: Filters,
    *,
    weighted: bool,
    cells: Sequence[Row] | None = None,
) -> dict[str, int]:
    """Return the numbers of the groups ``names``, each under ``group.column``; ``cells`` saves reading the cells."""
    wanted = list(names)
    plain = [name for name in wanted if name in GROUPS]
    numbers = _in_two(reader, plain, filters) if len(plain) >= MANY else _answers(reader, plain, filters)
    if "cells" in wanted:
        numbers |= cell_numbers(cell_counts(reader, filters, weighted=weighted) if cells is None else cells)
    return numbers


def _in_two(reader: Reader, names: Sequence[str], filters: Filters) -> dict[str, int]:
    """Ask one half of ``names`` on a cursor of its own beside the other: a statement is planned on one processor."""
    if not reader.has_register:
        return _answers(reader, names, filters)

    def beside() -> dict[str, int]:
        with reader.register.read(reader.lens) as other:
            return _answers(other, names[1::2], filters)

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(beside)
        return _answers(reader, names[::2], filters) | waiting.result()


def _answers(reader: Reader, names: Iterable[str], filters: Filters) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for name in names:
        sql = scoped(GROUPS[name].sql, filters)
        row = reader.row(sql, **params(sql, filters, reader)) or {}
        numbers.update({f"{name}.{column}": int(value or 0) for column, value in row.items()})
    return numbers


def activities(reader: Reader, filters: Filters) -> list[str] | None:
    """Return the activities ``filters`` chooses; None when they choose nothing, so that other records count too."""
    if filters == Filters():
        return None
    sql = scoped("SELECT id FROM live_activity WHERE true {scope:id}", filters)
    return [row["id"] for row in reader.rows(sql, **params(sql, filters, reader))]


def cell_counts(reader: Reader, filters: Filters, *, weighted: bool) -> list[Row]:
    """Return how many cells are alike: one row a department, stage (with position), state, a_state, a_source and no_r.

    Figures and the table by department are added up from the same rows. ``weighted`` adds people and people_unknown.
    """
    sql = _CELLS.replace("{people}", _PEOPLE if weighted else "").replace("{sums}", _SUMS if weighted else "")
    sql = scoped(sql, filters)
    return reader.rows(sql, **params(sql, filters, reader))


def cell_numbers(rows: Iterable[Row]) -> dict[str, int]:
    """Return every number that is added up from ``rows`` of :func:`cell_counts`, each under ``cells.stage.column``."""
    numbers: dict[str, int] = {}
    for row in rows:
        for column in _columns_of(row):
            for scope in ("all", row["stage"]):
                _add(numbers, f"cells.{scope}.{column}", row)
    return numbers


def _add(numbers: dict[str, int], name: str, row: dict[str, Any]) -> None:
    for suffix, column in (("", "number"), (".people", "people"), (".people_unknown", "people_unknown")):
        if column in row:
            numbers[name + suffix] = numbers.get(name + suffix, 0) + int(row[column])


def _columns_of(row: dict[str, Any]) -> list[str]:
    """Return every count a group of cells belongs to."""
    if row["state"] == "not_applicable":
        return ["not_applicable"]
    held = row["a_state"] == "held"
    found = ["cells", row["state"], "answered" if held else "unanswered"]
    if held:
        found.append(row["a_source"])
    names = {"none": "no_a", "several": "several", "vacant": "gone", "left": "gone", "department": "gone"}
    found += [names[row["a_state"]]] if row["a_state"] in names else []
    return [*found, "no_r"] if row["no_r"] else found
