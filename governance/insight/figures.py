"""Compute figures: every number the screen and the reports may draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyarrow as pa

from governance.errors import BadData
from governance.insight import groups, law_findings
from governance.insight.catalogue import DEFINITIONS, Definition, catalogue
from governance.insight.figure import Exclusion, Figure
from governance.insight.filters import Filters
from governance.register.lens import Lens
from governance.register.reader import Reader
from governance.register.store import Register

__all__ = ["Exclusion", "Figure", "Filters", "catalogue", "compute", "compute_at", "rows"]

EVERYTHING = Filters()


def compute(
    reader: Reader,
    ids: Iterable[str] | None = None,
    *,
    weighted: bool = False,
    filters: Filters = EVERYTHING,
) -> dict[str, Figure]:
    """Return the figures ``ids`` (None = all) as the lens of ``reader`` sees them, in the order asked for.

    ``weighted`` counts people affected instead of cells in the figures of coverage; activities that do not say how
    many people they affect are left out and counted as excluded. Raises BadData for an unknown id.
    """
    wanted = [_definition(each) for each in (DEFINITIONS if ids is None else ids)]
    names = dict.fromkeys(name for each in wanted for name in each.groups)
    numbers = groups.count(reader, names, filters, weighted=weighted and any(x.weighable for x in wanted))
    return {each.id: _figure(each, numbers, reader, filters, weighted=weighted) for each in wanted}


def compute_at(
    register: Register,
    lens: Lens,
    ids: Iterable[str] | None = None,
    *,
    weighted: bool = False,
    filters: Filters = EVERYTHING,
) -> dict[str, Figure]:
    """Return what ``compute`` returns, counting cells on one cursor and all else on another at the same time."""
    wanted = [_definition(each) for each in (DEFINITIONS if ids is None else ids)]
    by_people = weighted and any(each.weighable for each in wanted)
    names = dict.fromkeys(name for each in wanted for name in each.groups)

    def others() -> dict[str, int]:
        with register.read(lens) as reader:
            rest = [name for name in names if name != "cells"]
            return groups.count(reader, rest, filters, weighted=by_people)

    with ThreadPoolExecutor(1) as pool, register.read(lens) as reader:
        beside = pool.submit(others)
        numbers = groups.count(
            reader, [name for name in names if name == "cells"], filters, weighted=by_people
        )
        numbers |= beside.result()
        return {each.id: _figure(each, numbers, reader, filters, weighted=weighted) for each in wanted}


def rows(reader: Reader, figure: Figure) -> pa.Table:
    """Return the rows behind ``figure`` as an Arrow table; ``reader`` must look through the same lens."""
    return figure.table(reader)


def _definition(figure_id: str) -> Definition:
    try:
        return DEFINITIONS[figure_id]
    except KeyError:
        raise BadData("figure_unknown", figure=figure_id, known=", ".join(DEFINITIONS)) from None


def _figure(
    one: Definition, numbers: Mapping[str, int], reader: Reader, filters: Filters, *, weighted: bool
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
        known_revision=reader.lens.known_revision,
        effective_on=reader.lens.effective_on,
        rows_sql=sql,
        rows_params=_params(one, sql, filters, reader),
        rows_columns=one.columns,
        weighted=by_people,
    )


def _params(one: Definition, sql: str, filters: Filters, reader: Reader) -> dict[str, Any]:
    if one.found:
        return law_findings.listed(reader, groups.activities(reader, filters), one.found)
    return groups.params(sql, filters, reader)


def _value(one: Definition, numerator: int, denominator: int) -> float | None:
    """Return the share or count; nothing to count from is no data."""
    if denominator == 0:
        return None
    return numerator / denominator if one.unit == "share" else float(numerator)
