"""Findings of the law as figures: counted from the verdicts, and listed for the rows behind a number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from governance.law import overview, waivers
from governance.law.findings import Filter
from governance.law.overview import State
from governance.law.rules import SEVERITIES
from governance.law.verdicts import Verdicts, verdicts
from governance.law.views import OF_ACTIVITY
from governance.register.reader import Reader

MOST_ROWS = 1_000  # rows a figure lists; the page of findings lists them all
COLUMNS = ("id", "name", "name_zh", "department", "severity", "rule", "row")
ROWS = (
    "SELECT f.id, t.name, t.name_zh, f.department, f.severity, f.rule, f.row FROM (SELECT unnest($found_ids) AS id,"
    " unnest($found_departments) AS department, unnest($found_severities) AS severity, unnest($found_rules) AS rule,"
    " unnest($found_rows) AS row) f LEFT JOIN title t ON t.id = f.id"
)
# What each figure counts: findings of a severity that are breaches, those nobody can judge, those accepted.
CHOICES: dict[str, tuple[Filter, State]] = {
    **{severity: (Filter(severity=severity), "breach") for severity in SEVERITIES},
    "unknown": (Filter(), "unknown"),
    "waived": (Filter(), "waived"),
}


def count(reader: Reader, ids: list[str] | None) -> dict[str, int]:
    """Return the numbers of every figure of findings; ``ids`` are the activities it is about (None: every record)."""
    whole = verdicts(reader.register, reader.lens)
    seen = _within(whole, ids)
    counted = overview.by_rule(seen, waived=waivers.in_force(reader))
    totals = overview.totals(counted)
    apart = 0 if seen is whole else overview.totals(overview.by_rule(whole)).findings - totals.findings
    return {f"findings.{name}": getattr(totals, name) for name in CHOICES} | {"findings.apart": apart}


def by_activity(reader: Reader, ids: list[str]) -> dict[str, dict[str, int]]:
    """Return for each of the activities ``ids`` how many open findings of each severity its rows have."""
    found: dict[str, dict[str, int]] = {each: dict.fromkeys(SEVERITIES, 0) for each in ids}
    seen = _within(verdicts(reader.register, reader.lens), ids)
    for hits in overview.hits(seen, Filter(), waivers.in_force(reader), "breach"):
        for each in pc.value_counts(hits.rows["id"].take(hits.at)).to_pylist():
            found[each["values"]][hits.rule.severity] += each["counts"]
    return found


def listed(
    reader: Reader, ids: list[str] | None, which: str, most: int | None = MOST_ROWS
) -> dict[str, list[Any]]:
    """Return the first ``most`` rows behind a figure (None: all of them) as parameters of ``ROWS``."""
    chosen, state = CHOICES[which]
    seen = _within(verdicts(reader.register, reader.lens), ids)
    rows = list(islice(_rows(seen, chosen, waivers.in_force(reader), state, most), most))
    return {f"found_{name}": [row[at] for row in rows] for at, name in enumerate(
        ("ids", "departments", "severities", "rules", "rows"))}  # fmt: skip


def _rows(
    seen: Verdicts, which: Filter, waived: tuple[waivers.Waived, ...], state: State, most: int | None
) -> Iterator[tuple[str | None, ...]]:
    for found in overview.hits(seen, which, waived, state):
        part = found.rows.take(found.at.slice(0, most)).select(["id", "department", "key"])
        for row in part.to_pylist():
            yield row["id"], row["department"], found.rule.severity, found.rule.id, row["key"]


def _within(whole: Verdicts, ids: list[str] | None) -> Verdicts:
    """Return the verdicts on these activities alone; None stands for every record of every kind."""
    if ids is None:
        return whole
    named = pa.array(ids, pa.string())
    tables = {
        on: table.filter(pc.is_in(table["id"], value_set=named)) if on in OF_ACTIVITY else table.slice(0, 0)
        for on, table in whole.tables.items()
    }
    return replace(whole, tables=tables)
