"""What was found, counted and listed rule by rule without unfolding it: quick also with millions of findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from governance import vocabulary
from governance.law.evaluate import found_by, rules_on
from governance.law.findings import EVERYTHING, Filter, takes
from governance.law.rules import SEVERITIES, Rule
from governance.law.verdicts import Verdicts
from governance.law.views import ROWS
from governance.law.waivers import Waived, mask

State = Literal["all", "breach", "unknown", "open", "waived"]
STATES: tuple[State, ...] = ("all", "breach", "unknown", "open", "waived")


@dataclass(frozen=True, slots=True)
class Counted:
    """Say how often a rule was found: in how many things and records, how many of them cannot be judged or are accepted.

    An accepted finding stays counted in ``findings``; ``unknown_waived`` cannot be judged and is accepted.
    """

    rule: Rule
    findings: int
    records: int
    unknown: int
    waived: int
    unknown_waived: int

    @property
    def breaches(self) -> int:
        """Return how many are breaches on the facts known."""
        return self.findings - self.unknown


@dataclass(frozen=True, slots=True)
class Hits:
    """Hold where one rule was found: the rows judged, positions in them, and the standing of each finding."""

    rule: Rule
    rows: pa.Table
    at: pa.Array
    unknown: pa.Array
    waived: pa.Array


def hits(
    verdicts: Verdicts,
    which: Filter = EVERYTHING,
    waived: Sequence[Waived] = (),
    state: State = "all",
) -> Iterator[Hits]:
    """Give the findings ``which`` and ``state`` choose, rule by rule; a rule without any is left out."""
    for on, table in verdicts.tables.items():
        mine = [
            (place, rule) for place, rule in enumerate(rules_on(verdicts.rules, on)) if takes(which, rule)
        ]
        rows = _rows(table, on, which) if mine else table
        for place, rule in mine:
            for at, unknown in found_by(rows, place):
                found = Hits(rule, rows, at, unknown, _accepted(rows, at, rule, waived))
                kept = standing(found, state)
                if len(kept.at):
                    yield kept


def _rows(table: pa.Table, on: str, which: Filter) -> pa.Table:
    if which.departments is not None:
        named = pc.fill_null(table["department"], "")
        table = table.filter(pc.is_in(named, value_set=pa.array(which.departments, pa.string())))
    if which.department is not None:
        table = table.filter(pc.equal(table["department"], which.department))
    if which.record is not None:
        table = table.filter(pc.equal(table["id"], which.record))
    if which.records is not None:
        table = table.filter(pc.is_in(table["id"], value_set=pa.array(which.records, pa.string())))
    if which.stage is not None and on == "stage":
        table = table.filter(pc.equal(table["key"], which.stage))
    return table


def _accepted(rows: pa.Table, at: pa.Array, rule: Rule, waived: Sequence[Waived]) -> pa.Array:
    mine = tuple(each for each in waived if each.rule == rule.id)
    if not mine:
        return pa.array([False] * len(at), pa.bool_())
    taken = rows.select(["id", "key"]).take(at)
    named = pa.array([rule.id], pa.string()).take(pa.repeat(0, len(at)))
    return mask(taken.append_column("rule", named), mine)


def standing(found: Hits, state: State) -> Hits:
    """Return of ``found`` what ``state`` chooses."""
    if state == "all":
        return found
    column = found.unknown if state in ("breach", "unknown") else found.waived
    kept = column if state in ("unknown", "waived") else pc.invert(column)
    columns = (each.filter(kept) for each in (found.at, found.unknown, found.waived))
    return Hits(found.rule, found.rows, *columns)


def by_rule(
    verdicts: Verdicts,
    which: Filter = EVERYTHING,
    waived: Sequence[Waived] = (),
    state: State = "all",
) -> tuple[Counted, ...]:
    """Return every rule with findings among those chosen: gravest first, then the most frequent."""
    found = map(_counted, hits(verdicts, which, waived, state))
    return tuple(
        sorted(found, key=lambda one: (SEVERITIES.index(one.rule.severity), -one.findings, one.rule.id))
    )


def _counted(found: Hits) -> Counted:
    both = pc.and_(found.unknown, found.waived)
    unknown, waived, unknown_waived = (_true(each) for each in (found.unknown, found.waived, both))
    records = len(found.at)
    if found.rule.on in ROWS:
        records = pc.count_distinct(found.rows["id"].take(found.at)).as_py()
    return Counted(found.rule, len(found.at), records, unknown, waived, unknown_waived)


def tally(found: Iterable[Hits]) -> Totals:
    """Return the sums over rules, as :func:`totals`; records are not counted."""
    sums = dict.fromkeys((*SEVERITIES, "unknown", "waived"), 0)
    for each in found:
        unknown = _true(each.unknown)
        sums[each.rule.severity] += len(each.at) - unknown
        sums["unknown"] += unknown
        sums["waived"] += _true(each.waived)
    return Totals(**sums)


def _true(column: pa.Array) -> int:
    return pc.sum(column).as_py() or 0


def things(
    verdicts: Verdicts,
    rule: Rule,
    which: Filter = EVERYTHING,
    waived: Sequence[Waived] = (),
    state: State = "all",
) -> pa.Table:
    """Return the things ``rule`` was found in, by record and row (stages in their order): subject, id, key, department, unknown, waived."""
    parts = [_things(each) for each in hits(verdicts, replace(which, rule=rule.id), waived, state)]
    found = pa.concat_tables(parts) if parts else _things_schema().empty_table()
    if rule.on != "stage":
        return found.sort_by([("id", "ascending"), ("key", "ascending")])
    stages = pa.array([each.code for each in vocabulary.terms("stage")])
    placed = found.append_column("place", pc.index_in(found["key"], value_set=stages))
    return placed.sort_by([("id", "ascending"), ("place", "ascending")]).drop_columns("place")


def _things(found: Hits) -> pa.Table:
    lines = found.rows.take(found.at)
    return pa.table(
        {
            "subject": pa.array([found.rule.on], pa.string()).take(pa.repeat(0, len(found.at))),
            **{name: lines[name] for name in ("id", "key", "department")},
            "unknown": found.unknown,
            "waived": found.waived,
        }
    ).cast(_things_schema())


def _things_schema() -> pa.Schema:
    texts = [(name, pa.string()) for name in ("subject", "id", "key", "department")]
    return pa.schema([*texts, ("unknown", pa.bool_()), ("waived", pa.bool_())])


@dataclass(frozen=True, slots=True)
class Totals:
    """Count findings by what a person must do: breaches by severity, what cannot be judged, what is accepted.

    The breaches and ``unknown`` together are all findings; ``waived`` are of these and not taken off.
    """

    critical: int = 0
    high: int = 0
    medium: int = 0
    low: int = 0
    unknown: int = 0
    waived: int = 0

    @property
    def findings(self) -> int:
        """Return how many there are in all."""
        return self.critical + self.high + self.medium + self.low + self.unknown


def totals(counted: Sequence[Counted]) -> Totals:
    """Return the sums over rules."""
    by_severity = {
        severity: sum(each.breaches for each in counted if each.rule.severity == severity)
        for severity in SEVERITIES
    }
    return Totals(
        **by_severity,
        unknown=sum(each.unknown for each in counted),
        waived=sum(each.waived for each in counted),
    )
