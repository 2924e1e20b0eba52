"""The answers the pages draw, each asked once for a state of the register and kept; nothing is computed here."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from governance.insight import accountability, coverage, dpo, figures, risks, standing
from governance.insight.catalogue import DEFINITIONS
from governance.insight.figures import EVERYTHING
from governance.insight.filters import Filters
from governance.insight.known import known
from governance.singleflight import SingleFlight
from governance.ui.context import current, reader, reading
from governance.ui.insight.cache import LAWFUL, Stamp, look, stamp
from governance.ui.insight.figure_rows import worded
from governance.ui.insight.unchanged import cells_stamp
from governance.ui.kept import kept
from governance.ui.tables import arrow_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from governance.insight.accountability import Sentence
    from governance.insight.cell import Cell
    from governance.insight.figure import Figure
    from governance.insight.risks import When
    from governance.ui.insight.scope import Scope

Row = dict[str, Any]
OFFICER_KINDS = ("organisation", "department", "person", "party", "post", "appointment")
NO_DEPARTMENT = "none"  # in an address: the activities that name no department


JUDGED_BY_LAW = tuple(name for name, one in DEFINITIONS.items() if one.found)
COUNTED = tuple(name for name in DEFINITIONS if name not in JUDGED_BY_LAW)


_judged: SingleFlight[tuple[Stamp, Filters], Mapping[str, Figure]] = SingleFlight(64)


def figures_of(scope: Scope) -> Mapping[str, Figure]:
    """Return every figure within ``scope`` but those of the law, which take longer: see :func:`law_figures_of`."""
    return _figures(stamp(), filters_of(scope), scope.weighted)


@kept(64)
def _figures(key: Stamp, filters: Filters, weighted: bool) -> Mapping[str, Figure]:
    if filters == EVERYTHING and not weighted:
        return figures.of_numbers(COUNTED, _numbers(), reading())
    with reader() as views:
        cells = _cell_counts(key, filters, weighted)
        return figures.compute(views, COUNTED, filters=filters, weighted=weighted, cells=cells)


def _numbers() -> Mapping[str, int]:
    """Return what was counted of the state of this run for the person of this session."""
    return known(current().register).numbers(reading())


def law_figures_of(scope: Scope) -> Mapping[str, Figure]:
    """Return the figures of findings within ``scope``; after a save the law is judged again first."""
    filters = filters_of(scope)
    return _judged.get((stamp(LAWFUL), filters), lambda: _law_figures(filters))


def is_judged(scope: Scope) -> bool:
    """Tell whether :func:`law_figures_of` answers at once."""
    return _judged.peek((stamp(LAWFUL), filters_of(scope))) is not None


def _law_figures(filters: Filters) -> Mapping[str, Figure]:
    numbers = _numbers() if filters == EVERYTHING else None
    with reader() as views:
        return figures.compute(views, JUDGED_BY_LAW, filters=filters, known=numbers)


@kept(64)
def _cell_counts(key: Stamp, filters: Filters, weighted: bool) -> list[Row]:
    """Return how many cells are alike, which figures and departments are added up from."""
    del key
    with reader() as views:
        return standing.cell_counts(views, filters, weighted=weighted)


def rows_of(figure: Figure, most: int, kinds: tuple[str, ...]) -> pa.Table:
    """Return the first ``most`` rows behind a figure over everything, in the words of the screen, ready for a table.

    They are read again once a record of ``kinds`` is written.
    """
    return _rows_of(stamp(kinds), figure.id, most, look()[0], figure)


@kept(128)
def _rows_of(key: Stamp, figure_id: str, most: int, language: str, _figure: Figure) -> pa.Table:
    del key, figure_id, language
    with reader() as views:
        return arrow_of(worded(_figure.rows(views)[:most]))


def first_organisation() -> Row | None:
    """Return id and names of the organisation above the others, None when there is none."""
    return _first_organisation(stamp(("organisation",)))


@kept(64)
def _first_organisation(key: Stamp) -> Row | None:
    del key
    with reader() as views:
        return views.row(
            "SELECT id, name, name_zh FROM organisation WHERE status NOT IN ('void', 'retired')"
            " ORDER BY parent IS NOT NULL, id LIMIT 1"
        )


def department_cells(scope: Scope) -> list[Row]:
    """Return one row a department and stage, the weakest department first."""
    return _department_cells(cells_stamp(), filters_of(scope), scope.weighted)


@kept(64)
def _department_cells(key: Stamp, filters: Filters, weighted: bool) -> list[Row]:
    with reader() as views:
        cells = _cell_counts(key, filters, weighted)
        return list(coverage.by_department(views, filters, weighted=weighted, cells=cells).to_pylist())


def departments(scope: Scope) -> list[Row]:
    """Return the departments, weakest first: department, names, share, counts, and one cell a stage."""
    rows = department_cells(scope)
    return [_department(list(group)) for _, group in groupby(rows, key=lambda row: row["department"])]


def _department(cells: list[Row]) -> Row:
    first = cells[0]
    return {
        "department": first["department"] or NO_DEPARTMENT,
        "name": first["name"],
        "name_zh": first["name_zh"],
        "share": first["department_share"],
        "covered": sum(each["covered"] for each in cells),
        "cells": sum(each["cells"] for each in cells),
        "stages": {each["stage"]: each for each in cells},
    }


def activities(scope: Scope, department: str) -> list[Row]:
    """Return the activities of a department, weakest first, each with one cell a stage."""
    return _activities(cells_stamp(), filters_of(scope), "" if department == NO_DEPARTMENT else department)


@kept(64)
def _activities(key: Stamp, filters: Filters, department: str) -> list[Row]:
    del key
    with reader() as views:
        rows = coverage.by_activity(views, department, filters).to_pylist()
    found = []
    for activity, group in groupby(rows, key=lambda row: row["id"]):
        cells = list(group)
        first = cells[0]
        found.append(
            {"id": activity, "name": first["name"], "name_zh": first["name_zh"]}
            | {"people": first["people"], "stages": {each["stage"]: each for each in cells}}
        )
    return found


def cell(activity: str, stage: str) -> Cell:
    """Return one cell with its four facts; UnknownRecord when it may not be seen."""
    with reader() as views:
        return coverage.cell(views, activity, stage)


def roles(scope: Scope) -> pa.Table:
    """Return who has which letter in which activity, one row an activity, post and letter."""
    return _roles(cells_stamp(), filters_of(scope), "activity")


def answering_activities(scope: Scope) -> pa.Array:
    """Return the ids of the activities somebody has a letter in, in the order of their names."""
    return _answering_activities(cells_stamp(), filters_of(scope))


@kept(32)
def _answering_activities(key: Stamp, filters: Filters) -> pa.Array:
    del key
    with reader() as views:
        return standing.answering(views, filters)


def letters(activities: Sequence[str]) -> pa.Table:
    """Return the rows of :func:`roles` of a few activities, whatever the choice on screen is."""
    return _letters(cells_stamp(), tuple(activities))


@kept(64)
def _letters(key: Stamp, activities: tuple[str, ...]) -> pa.Table:
    del key
    with reader() as views:
        return standing.letters(views, activities)


def stage_roles(view: str, scope: Scope) -> pa.Table:
    """Return who has which letter at which stage: ``view`` is department or person."""
    return _roles(cells_stamp(), filters_of(scope), view)


@kept(32)
def _roles(key: Stamp, filters: Filters, view: str) -> pa.Table:
    del key
    ask = {
        "activity": accountability.activity_post,
        "department": accountability.department_stage,
        "person": accountability.person_stage,
    }[view]
    with reader() as views:
        return ask(views, filters)


def issue_counts(scope: Scope) -> Mapping[str, int]:
    """Return how many cells have each fault."""
    return _issue_counts(cells_stamp(), filters_of(scope))


@kept(32)
def _issue_counts(key: Stamp, filters: Filters) -> Mapping[str, int]:
    del key
    with reader() as views:
        return accountability.counts(views, filters)


def issues(code: str, scope: Scope) -> list[Row]:
    """Return the cells with the fault ``code``."""
    return _issues(cells_stamp(), code, filters_of(scope))


@kept(16)
def _issues(key: Stamp, code: str, filters: Filters) -> list[Row]:
    del key
    with reader() as views:
        return list(accountability.issues(views, code, filters).to_pylist())


def accountability_verdict(scope: Scope) -> Sentence:
    """Return what is wrong with accountability in one sentence."""
    return _accountability_verdict(cells_stamp(), filters_of(scope))


@kept(32)
def _accountability_verdict(key: Stamp, filters: Filters) -> Sentence:
    del key
    with reader() as views:
        return standing.verdict(views, filters)


def officers() -> Mapping[str, Any]:
    """Return assignments, gaps, overlaps, needs, timeline bars and the sentence above them."""
    return _officers(stamp(OFFICER_KINDS))


@kept(16)
def _officers(key: Stamp) -> Mapping[str, Any]:
    del key
    with reader() as views:
        return {
            "assignments": dpo.assignments(views).to_pylist(),
            "gaps": dpo.gaps(views).to_pylist(),
            "overlaps": dpo.overlaps(views).to_pylist(),
            "needs": dpo.needs(views).to_pylist(),
            "bars": dpo.timeline(views),
            "verdict": dpo.verdict(views),
        }


def risk_rows(scope: Scope) -> list[Row]:
    """Return the risks, those without a score and the highest first."""
    return _risk_rows(stamp(), filters_of(scope))


@kept(16)
def _risk_rows(key: Stamp, filters: Filters) -> list[Row]:
    del key
    with reader() as views:
        return list(risks.register(views, filters).to_pylist())


def risk_field(when: When, scope: Scope) -> list[Row]:
    """Return 25 squares of likelihood and impact: how many open risks lie there, and which."""
    return _risk_field(stamp(), when, filters_of(scope))


@kept(32)
def _risk_field(key: Stamp, when: When, filters: Filters) -> list[Row]:
    del key
    with reader() as views:
        return list(risks.field(views, when, filters).to_pylist())


def risks_unscored(when: When, scope: Scope) -> int:
    """Return how many open risks have no score ``when`` and so lie in no square."""
    return _risks_unscored(stamp(), when, filters_of(scope))


@kept(32)
def _risks_unscored(key: Stamp, when: When, filters: Filters) -> int:
    del key
    with reader() as views:
        return risks.unscored(views, when, filters)


def filters_of(scope: Scope) -> Filters:
    """Return the choice of the screen as the insight layer takes it."""
    return Filters(
        organisation=scope.organisation,
        law=scope.law,
        sensitive_only=scope.sensitive,
        department=scope.department,
    )
