"""Compute figures: every number the screen and the reports may draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from governance.errors import BadData
from governance.insight import groups, law_findings
from governance.insight.catalogue import DEFINITIONS, Definition, catalogue, groups_of
from governance.insight.figure import Exclusion, Figure
from governance.insight.filters import Filters
from governance.register.lens import Lens
from governance.register.reader import Reader

__all__ = ["Exclusion", "Figure", "Filters", "catalogue", "compute", "known_ids", "rows"]

EVERYTHING = Filters()


def compute(
    reader: Reader,
    ids: Iterable[str] | None = None,
    *,
    weighted: bool = False,
    filters: Filters = EVERYTHING,
    cells: Sequence[groups.Row] | None = None,
    known: Mapping[str, int] | None = None,
) -> dict[str, Figure]:
    """Return the figures ``ids`` (None = all) as the lens of ``reader`` sees them, in the order asked for.

    ``weighted`` counts people affected instead of cells in the figures of coverage; activities that do not say how
    many people they affect are left out and counted as excluded. ``cells`` are the rows of ``groups.cell_counts`` for
    the same lens, filters and weighting, when they were read already, and ``known`` are the numbers of ``groups.count``
    for all but the findings of the law. Raises BadData for an unknown id.
    """
    wanted = [_definition(each) for each in (DEFINITIONS if ids is None else ids)]
    names = groups_of(each.id for each in wanted)
    by_people = weighted and any(each.weighable for each in wanted)
    if known is None:
        known = groups.count(reader, names, filters, weighted=by_people, cells=cells)
    found = law_findings.NOTHING
    if any(each.found for each in wanted):
        found = law_findings.read(reader, groups.activities(reader, filters))
    numbers = {**known, **found.numbers}
    return {
        each.id: _figure(
            each, numbers, reader.lens, filters, listed=found.listed.get(each.found), weighted=weighted
        )
        for each in wanted
    }


def of_numbers(ids: Iterable[str], numbers: Mapping[str, int], lens: Lens) -> dict[str, Figure]:
    """Return the figures ``ids`` over everything that ``lens`` sees, from ``numbers`` as ``groups.count`` gives them.

    Nothing is read. Those of the law are none of them: their rows come with their numbers.
    """
    return {
        each: _figure(_definition(each), numbers, lens, EVERYTHING, listed=None, weighted=False)
        for each in ids
    }


def known_ids(ids: Iterable[str] | None = None) -> tuple[str, ...]:
    """Return ``ids``, or those of every figure; raises BadData for an unknown one."""
    return tuple(_definition(each).id for each in (ids or DEFINITIONS))


def rows(reader: Reader, figure: Figure) -> pa.Table:
    """Return the rows behind ``figure`` as an Arrow table; ``reader`` must look through the same lens."""
    return figure.table(reader)


def _definition(figure_id: str) -> Definition:
    try:
        return DEFINITIONS[figure_id]
    except KeyError:
        raise BadData("figure_unknown", figure=figure_id, known=", ".join(DEFINITIONS)) from None


def _figure(
    one: Definition,
    numbers: Mapping[str, int],
    lens: Lens,
    filters: Filters,
    *,
    listed: dict[str, Any] | None,
    weighted: bool,
) -> Figure:
    by_people = weighted and one.weighable
    suffix = ".people" if by_people else ""
    numerator = numbers.get(one.numerator + suffix, 0)
    denominator = numbers.get(one.denominator + suffix, 0)
    excluded = [Exclusion(reason, numbers.get(column, 0)) for reason, column in one.exclusions]
    if by_people:
        excluded.append(Exclusion("people_unknown", numbers.get(f"{one.denominator}.people_unknown", 0)))
    sql = groups.scoped(one.rows, filters)
    return Figure(
        id=one.id,
        unit=one.unit,
        better=one.better,
        value=_value(one, numerator, denominator),
        numerator=numerator,
        denominator=denominator,
        exclusions=tuple(each for each in excluded if each.count),
        known_revision=lens.known_revision,
        effective_on=lens.effective_on,
        rows_sql=sql,
        rows_params=groups.params_on(sql, filters, lens.effective_on) if listed is None else listed,
        rows_columns=one.columns,
        weighted=by_people,
    )


def _value(one: Definition, numerator: int, denominator: int) -> float | None:
    """Return the share or count; nothing to count from is no data."""
    if denominator == 0:
        return None
    return numerator / denominator if one.unit == "share" else float(numerator)
