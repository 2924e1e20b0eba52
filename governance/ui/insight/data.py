"""The answers the pages draw, each asked once for a state of the register and kept; nothing is computed here."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from governance.insight import accountability, answered, coverage, dpo, figures, groups, risks
from governance.insight.catalogue import DEFINITIONS
from governance.insight.figures import EVERYTHING
from governance.insight.filters import Filters
from governance.insight.known import CELLS, known
from governance.ui.context import current, reader
from governance.ui.insight.cache import LAWFUL, Stamp, look, stamp
from governance.ui.insight.figure_rows import worded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from governance.insight.accountability import Sentence
    from governance.insight.cell import Cell
    from governance.insight.everybody import Counted
    from governance.insight.figure import Figure
    from governance.insight.risks import When
    from governance.ui.insight.scope import Scope

Row = dict[str, Any]
OFFICER_KINDS = ("organisation", "department", "person", "party", "post", "appointment")
NO_DEPARTMENT = "none"  # in an address: the activities that name no department


JUDGED_BY_LAW = tuple(name for name, one in DEFINITIONS.items() if one.found)
COUNTED = tuple(name for name in DEFINITIONS if name not in JUDGED_BY_LAW)


def figures_of(scope: Scope) -> Mapping[str, Figure]:
    """Return every figure within ``scope`` but those of the law, which take longer: see :func:`law_figures_of`."""
    return _figures(stamp(), filters_of(scope), scope.weighted)


@st.cache_resource(max_entries=32, show_spinner=False)
def _figures(key: Stamp, filters: Filters, weighted: bool) -> Mapping[str, Figure]:
    if filters == EVERYTHING and not weighted:
        return _counted().figures(key[3], COUNTED)
    with reader() as views:
        cells = _cell_counts(key, filters, weighted)
        return figures.compute(views, COUNTED, filters=filters, weighted=weighted, cells=cells)


def _counted(ids: tuple[str, ...] = COUNTED) -> Counted:
    """Return what was counted for the figures ``ids`` of the state of this run, once for everybody."""
    with reader() as views:
        lens = views.lens
    return known(current().register).now(lens, ids)


def law_figures_of(scope: Scope) -> Mapping[str, Figure]:
    """Return the figures of findings within ``scope``; after a save the law is judged again first."""
    return _law_figures(stamp(LAWFUL), filters_of(scope))


@st.cache_resource(max_entries=32, show_spinner=False)
def _law_figures(key: Stamp, filters: Filters) -> Mapping[str, Figure]:
    del key
    with reader() as views:
        return figures.compute(views, JUDGED_BY_LAW, filters=filters)


@st.cache_resource(max_entries=32, show_spinner=False)
def _cell_counts(key: Stamp, filters: Filters, weighted: bool) -> list[Row]:
    """Return how many cells are alike, which figures and departments are added up from."""
    if filters == EVERYTHING and not weighted:
        return _counted(CELLS).cells(key[3])
    with reader() as views:
        return groups.cell_counts(views, filters, weighted=weighted)


def rows_of(figure_id: str, most: int) -> list[Row]:
    """Return the first ``most`` rows behind a figure over everything, in the words of the screen."""
    return _rows_of(stamp(LAWFUL), figure_id, most, look()[0])


@st.cache_resource(max_entries=32, show_spinner=False)
def _rows_of(key: Stamp, figure_id: str, most: int, language: str) -> list[Row]:
    del language
    with reader() as views:
        return worded(_figures(key, Filters(), weighted=False)[figure_id].rows(views)[:most])


def department_cells(scope: Scope) -> list[Row]:
    """Return one row a department and stage, the weakest department first."""
    return _department_cells(stamp(), filters_of(scope), scope.weighted)


@st.cache_resource(max_entries=32, show_spinner=False)
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
    return _activities(stamp(), filters_of(scope), "" if department == NO_DEPARTMENT else department)


@st.cache_resource(max_entries=64, show_spinner=False)
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
    return _roles(stamp(), filters_of(scope), "activity")


def answering_activities(scope: Scope) -> pa.Array:
    """Return the ids of the activities somebody has a letter in, in the order of their names."""
    return _answering_activities(stamp(), filters_of(scope))


@st.cache_resource(max_entries=32, show_spinner=False)
def _answering_activities(key: Stamp, filters: Filters) -> pa.Array:
    return pc.unique(_roles(key, filters, "activity")["activity"])


def stage_roles(view: str, scope: Scope) -> pa.Table:
    """Return who has which letter at which stage: ``view`` is department or person."""
    return _roles(stamp(), filters_of(scope), view)


@st.cache_resource(max_entries=32, show_spinner=False)
def _roles(key: Stamp, filters: Filters, view: str) -> pa.Table:
    del key
    ask = {
        "activity": answered.roles,
        "department": accountability.department_stage,
        "person": accountability.person_stage,
    }[view]
    with reader() as views:
        return ask(views, filters)


def issue_counts(scope: Scope) -> Mapping[str, int]:
    """Return how many cells have each fault."""
    return _issue_counts(stamp(), filters_of(scope))


@st.cache_resource(max_entries=32, show_spinner=False)
def _issue_counts(key: Stamp, filters: Filters) -> Mapping[str, int]:
    del key
    with reader() as views:
        return accountability.counted(answered.faults(views, filters))


def issues(code: str, scope: Scope) -> list[Row]:
    """Return the cells with the fault ``code``."""
    return _issues(stamp(), code, filters_of(scope))


@st.cache_resource(max_entries=16, show_spinner=False)
def _issues(key: Stamp, code: str, filters: Filters) -> list[Row]:
    del key
    with reader() as views:
        faults = answered.faults(views, filters)
        return list(faults.filter(pc.equal(faults["code"], code)).to_pylist())


def accountability_verdict(scope: Scope) -> Sentence:
    """Return what is wrong with accountability in one sentence."""
    return _accountability_verdict(stamp(), filters_of(scope))


@st.cache_resource(max_entries=32, show_spinner=False)
def _accountability_verdict(key: Stamp, filters: Filters) -> Sentence:
    del key
    with reader() as views:
        return accountability.verdict(views, filters, answered.faults(views, filters))


def officers() -> Mapping[str, Any]:
    """Return assignments, gaps, overlaps, needs, timeline bars and the sentence above them."""
    return _officers(stamp(OFFICER_KINDS))


@st.cache_resource(max_entries=16, show_spinner=False)
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


@st.cache_resource(max_entries=16, show_spinner=False)
def _risk_rows(key: Stamp, filters: Filters) -> list[Row]:
    del key
    with reader() as views:
        return list(risks.register(views, filters).to_pylist())


def risk_field(when: When, scope: Scope) -> list[Row]:
    """Return 25 squares of likelihood and impact: how many open risks lie there, and which."""
    return _risk_field(stamp(), when, filters_of(scope))


@st.cache_resource(max_entries=32, show_spinner=False)
def _risk_field(key: Stamp, when: When, filters: Filters) -> list[Row]:
    del key
    with reader() as views:
        return list(risks.field(views, when, filters).to_pylist())


def risks_unscored(when: When, scope: Scope) -> int:
    """Return how many open risks have no score ``when`` and so lie in no square."""
    return _risks_unscored(stamp(), when, filters_of(scope))


@st.cache_resource(max_entries=32, show_spinner=False)
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
