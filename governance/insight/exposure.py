"""Where most people would be hurt: the weakest stage, raw and weighted, and what each activity exposes."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from governance.insight.figures import EVERYTHING
from governance.insight.filters import Filters, sensitive_categories
from governance.insight.groups import params, scoped
from governance.insight.tables import sensitivity
from governance.register.reader import Reader

ORDERS = ("people", "sensitive_people", "transfers", "open_risks", "open_cells")

_SENSITIVE = """
    SELECT id, coalesce(len(list_filter(data, lambda d: d.minors OR list_contains($sensitive, d.category))) > 0, false)
               AS sensitive FROM live_activity
"""
_WEAKEST = f"""
SELECT c.stage, count(*) AS cells, count(*) FILTER (c.state = 'covered') AS covered,
       count(*) FILTER (open) AS open_cells, count(*) FILTER (open AND s.sensitive) AS sensitive_cells,
       coalesce(sum(c.people) FILTER (open), 0)::BIGINT AS people,
       coalesce(sum(c.people) FILTER (open AND s.sensitive), 0)::BIGINT AS sensitive_people,
       count(*) FILTER (open AND c.people IS NULL) AS people_unknown
FROM (SELECT *, state <> 'covered' AS open FROM stage_cell WHERE state <> 'not_applicable' {{scope:activity}}) c
JOIN ({_SENSITIVE}) s ON s.id = c.activity GROUP BY c.stage, c.position ORDER BY c.position
"""
_RANKING = """
WITH shown AS (
    SELECT * FROM live_activity WHERE true {scope:id}
), guarded AS (
    SELECT id, list_sort(list_distinct(list_transform(list_filter(data, lambda d: d.minors OR
               list_contains($sensitive, d.category)), lambda d: d.category))) AS categories,
           list_max(list_transform(list_filter(data, lambda d: d.minors OR list_contains($sensitive, d.category)),
                                   lambda d: d.people)) AS people,
           coalesce(list_contains(list_transform(data, lambda d: d.minors), true), false) AS minors
    FROM shown
), risks AS (
    SELECT activity, count(*) AS open_risks, count(*) FILTER (high) AS high_risks, max(score_after) AS worst_risk
    FROM risk_state WHERE open GROUP BY activity
), cells AS (
    SELECT activity, count(*) FILTER (state NOT IN ('covered', 'not_applicable')) AS open_cells,
           count(*) FILTER (state <> 'not_applicable') AS cells FROM stage_cell GROUP BY activity
)
SELECT a.id, a.name, a.name_zh, a.department, a.people_affected AS people, g.people AS sensitive_people, g.categories,
       g.minors, coalesce(len(a.recipients), 0) AS recipients, coalesce(len(a.transfers), 0) AS transfers,
       list_sort(list_distinct(list_filter(list_transform(a.transfers, lambda t: t.country), lambda c: c IS NOT NULL)))
           AS countries,
       coalesce(r.open_risks, 0) AS open_risks, coalesce(r.high_risks, 0) AS high_risks, r.worst_risk, c.open_cells, c.cells
FROM shown a JOIN guarded g ON g.id = a.id JOIN cells c ON c.activity = a.id LEFT JOIN risks r ON r.activity = a.id
ORDER BY {order} DESC NULLS LAST, a.people_affected DESC NULLS LAST, a.id LIMIT $most
"""


@dataclass(frozen=True, slots=True)
class Weakness:
    """Hold how one stage stands: cells, covered and open ones, and whom the open ones concern.

    ``people`` adds up the people affected over the open cells, ``sensitive_people`` those of activities with sensitive
    data or children; ``people_unknown`` open cells give no number. ``weighted`` is people, the sensitive ones counted
    with the weight of ``data/insight/weights.toml``.
    """

    stage: str
    cells: int
    covered: int
    open_cells: int
    sensitive_cells: int
    people: int
    sensitive_people: int
    people_unknown: int

    @property
    def share(self) -> float | None:
        """Return the share covered, as the figure of the stage gives it."""
        return self.covered / self.cells if self.cells else None

    @property
    def weighted(self) -> int:
        """Return people in open cells, with the weights of sensitivity."""
        weights = sensitivity()
        ordinary = self.people - self.sensitive_people
        return ordinary * weights.ordinary + self.sensitive_people * weights.sensitive


def weakest(reader: Reader, filters: Filters = EVERYTHING) -> tuple[Weakness, ...]:
    """Return every stage in its order; compare ``share``, ``people`` and ``weighted`` to name the weakest."""
    sql = scoped(_WEAKEST, filters)
    given = params(sql, filters, reader) | {"sensitive": sensitive_categories()}
    return tuple(Weakness(**row) for row in reader.rows(sql, **given))


def ranking(
    reader: Reader, filters: Filters = EVERYTHING, *, order: str = "people", most: int = 200
) -> pa.Table:
    """Return the ``most`` exposed activities by one of ``ORDERS``; each part stands in a column, nothing is mixed.

    Columns: id, names, department, people, sensitive_people and categories that GDPR 9, 10 or PIPL 28 protect, minors,
    recipients, transfers with countries, open_risks with high_risks and worst_risk (score), open_cells of cells.
    """
    column = order if order in ORDERS else ORDERS[0]
    sql = scoped(_RANKING.replace("{order}", f'"{column}"'), filters)
    given = params(sql, filters, reader) | {"sensitive": sensitive_categories(), "most": most}
    return reader.table(sql, **given)
