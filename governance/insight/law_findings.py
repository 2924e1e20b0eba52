"""Findings of the law as figures: counted from the verdicts, and listed for the rows behind a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from governance.law import overview, waivers
from governance.law.findings import Filter, takes
from governance.law.overview import Hits, State
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


@dataclass(frozen=True, slots=True)
class Found:
    """Hold the numbers of every figure of findings, and behind each its first rows as parameters of ``ROWS``."""

    numbers: Mapping[str, int]
    listed: Mapping[str, dict[str, list[Any]]]


NOTHING = Found({}, {})


def read(reader: Reader, ids: list[str] | None) -> Found:
    """Read every figure of findings in one pass; ``ids`` are the activities it is about (None: every record)."""
    whole = verdicts(reader.register, reader.lens)
    seen = _within(whole, ids)
    hits = tuple(overview.hits(seen, waived=waivers.in_force(reader)))
    totals = overview.tally(hits)
    apart = 0 if seen is whole else overview.tally(overview.hits(whole)).findings - totals.findings
    return Found(
        {f"findings.{name}": getattr(totals, name) for name in CHOICES} | {"findings.apart": apart},
        {name: _first(hits, name, MOST_ROWS) for name in CHOICES},
    )


def by_activity(reader: Reader, ids: list[str]) -> dict[str, dict[str, int]]:
    """Return for each of the activities ``ids`` how many open findings of each severity its rows have."""
    found: dict[str, dict[str, int]] = {each: dict.fromkeys(SEVERITIES, 0) for each in ids}
    seen = _within(verdicts(reader.register, reader.lens), ids)
    for hits in overview.hits(seen, Filter(), waivers.in_force(reader), "breach"):
        for each in pc.value_counts(hits.rows["id"].take(hits.at)).to_pylist():
            found[each["values"]][hits.rule.severity] += each["counts"]
    return found


def listed(reader: Reader, ids: list[str] | None, which: str) -> dict[str, list[Any]]:
    """Return every row behind a figure as parameters of ``ROWS``."""
    seen = _within(verdicts(reader.register, reader.lens), ids)
    return _first(overview.hits(seen, CHOICES[which][0], waivers.in_force(reader)), which, None)


def _first(found: Iterable[Hits], which: str, most: int | None) -> dict[str, list[Any]]:
    """Return the first ``most`` rows behind a figure (None: all of them) among the hits ``found``."""
    chosen, state = CHOICES[which]
    rows: dict[str, list[Any]] = {
        f"found_{name}": [] for name in ("ids", "departments", "severities", "rules", "rows")
    }
    for each in found:
        room = None if most is None else most - len(rows["found_ids"])
        if room == 0:
            break
        if takes(chosen, each.rule):
            at = overview.standing(each, state).at.slice(0, room)
            part = each.rows.select(["id", "department", "key"]).take(at).to_pydict()
            said = (
                part["id"],
                part["department"],
                [each.rule.severity] * len(at),
                [each.rule.id] * len(at),
                part["key"],
            )
            for kept, more in zip(rows.values(), said, strict=True):
                kept.extend(more)
    return rows


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
