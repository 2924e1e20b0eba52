"""The numbers behind the figures as every person may see them, from one pass over a state of the register.

Each statement is grouped by who sees the thing counted: a thing counts for a person when they hold one of the departments
that see it (decision 0038). An activity is seen by one department, so that sums of departments are those of a person;
evidence, parties and systems are seen by several, and are counted once all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from governance.insight import groups, standing
from governance.insight.catalogue import DEFINITIONS, groups_of
from governance.insight.figure import Figure
from governance.insight.figures import EVERYTHING, of_numbers
from governance.register.lens import Lens
from governance.register.reader import Reader
from governance.register.store import Register
from governance.register.tied import DEPENDS

ALL = ""  # stands among the departments of what everybody sees
COUNTED = tuple(
    name for name, one in DEFINITIONS.items() if not one.found
)  # what the law finds is counted apart
# What the figures depend on, and what it depends on who sees it.
JUDGED = (
    *("activity", "department", "organisation", "person", "post", "appointment"),
    *("policy", "measure", "evidence", "risk", "system", "party"),
)
KINDS = (*JUDGED, *DEPENDS)

_SHARES = """
SELECT coalesce(s.departments, []) AS seen_by, {columns} FROM (SELECT * FROM {rows} WHERE true {limits}) g
LEFT JOIN who_sees s ON s.id = g.{seen_by} GROUP BY ALL
"""
# Seen with any activity that uses it, and counted once.
_USED = """
SELECT seen_by, count(*) AS stale FROM (
    SELECT p.evidence AS id, list_sort(list_distinct(flatten(list(coalesce(s.departments, []))))) AS seen_by
    FROM stage_proof p LEFT JOIN who_sees s ON s.id = p.id WHERE p.evidence IS NOT NULL GROUP BY p.evidence
) WHERE id NOT IN (SELECT id FROM evidence_in_date) GROUP BY ALL
"""


@dataclass(frozen=True, slots=True)
class Share:
    """Hold numbers, each under ``group.column``, of things that the same departments see."""

    seen_by: frozenset[str]
    numbers: Mapping[str, int]

    def belongs_to(self, departments: frozenset[str]) -> bool:
        """Tell whether somebody with the right to ``departments`` sees these things."""
        return ALL in self.seen_by or not self.seen_by.isdisjoint(departments)


@dataclass(frozen=True, slots=True)
class Counted:
    """Hold what one state of the register counts."""

    lens: Lens
    shares: Sequence[Share]

    def numbers(self, departments: Sequence[str] | None) -> dict[str, int]:
        """Return what ``groups.count`` gives to somebody with ``departments`` (None: all)."""
        found = Counter[str]()
        held = None if departments is None else frozenset(departments)
        for share in self.shares:
            if held is None or share.belongs_to(held):
                found.update(share.numbers)
        return dict(found)

    def figures(self, departments: Sequence[str] | None, ids: Iterable[str] = COUNTED) -> dict[str, Figure]:
        """Return the figures ``ids`` as somebody with ``departments`` (None: all) sees them; none of the law."""
        return of_numbers(ids, self.numbers(departments), self.lens)


def read(register: Register, lens: Lens, ids: Iterable[str] = COUNTED) -> Counted:
    """Count once for everybody what the figures ``ids`` need of the state ``lens`` looks at, whoever looks."""
    whole = _whole(lens)
    names = groups_of(ids)
    with register.read(whole) as reader:
        reader.keep_who_sees("who_sees")
        shares = [share for name in names if name in groups.GROUPS for share in _shares(reader, name)]
        kinds = _cells(reader) if "cells" in names else []
    return Counted(whole, [*shares, *_of_cells(kinds)])


def numbers(register: Register, lens: Lens, ids: Iterable[str] = COUNTED) -> dict[str, int]:
    """Count what somebody sees who sees everything; who else sees what is not asked, which in a large register takes longest."""
    whole = _whole(lens)
    names = groups_of(ids)
    with register.read(whole) as reader:
        cells = _cells(reader) if "cells" in names else None
        return groups.count(reader, names, EVERYTHING, weighted=False, cells=cells)


def _whole(lens: Lens) -> Lens:
    return replace(lens, departments=None, masks_contacts=False, only=None)


def _cells(reader: Reader) -> list[groups.Row]:
    """Return the cells there are; those of the present are kept for the heat map, and are the same."""
    count = standing.cell_counts if reader.lens.newest else groups.cell_counts
    return count(reader, EVERYTHING, weighted=False)


def _of_cells(kinds: Sequence[groups.Row]) -> Iterator[Share]:
    """Give the numbers of cells by department; those of activities without one are nobody's who is limited."""
    rows: dict[str | None, list[groups.Row]] = {}
    for row in kinds:
        rows.setdefault(row["department"], []).append(row)
    for department, of_it in rows.items():
        yield Share(frozenset([department] if department else ()), groups.cell_numbers(of_it))


def _shares(reader: Reader, name: str) -> list[Share]:
    sql = groups.scoped(_sql(name), EVERYTHING)
    rows = reader.rows(sql, **groups.params(sql, EVERYTHING, reader))
    return [_share(name, row) for row in rows]


def _sql(name: str) -> str:
    group = groups.GROUPS[name]
    if name == "evidence_used":
        return _USED
    if not group.seen_by:
        return f"SELECT ['{ALL}'] AS seen_by, * FROM ({group.sql})"
    return (
        _SHARES.replace("{columns}", group.columns)
        .replace("{rows}", group.rows)
        .replace("{limits}", group.limits)
        .replace("{seen_by}", group.seen_by)
    )


def _share(name: str, row: dict[str, Any]) -> Share:
    numbers = {f"{name}.{column}": int(value or 0) for column, value in row.items() if column != "seen_by"}
    return Share(frozenset(row["seen_by"]), {column: number for column, number in numbers.items() if number})
