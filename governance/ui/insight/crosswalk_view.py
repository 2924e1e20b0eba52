"""The cells of the lifecycle read as process areas of GB/T 37988; it says what is there and rates nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.insight import crosswalk
from governance.insight.tables import dsmm
from governance.ui import feedback, words
from governance.ui.cards import panel
from governance.ui.context import current, reader
from governance.ui.insight import address, data
from governance.ui.insight import scope as scopes
from governance.ui.insight.cache import Stamp, stamp
from governance.ui.insight.figure_rows import worded
from governance.ui.links import go_record
from governance.ui.tables import Column, table
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.insight.crosswalk import Reading
    from governance.insight.filters import Filters
    from governance.insight.tables import Area, Dimension


def show() -> None:
    """Draw the process areas, the capability dimensions, and the cells of a picked area."""
    scope = scopes.ask(units=True, drops=("area",))
    filters = data.filters_of(scope)
    found = _readings(stamp(), filters)
    if not any(each.cells for each in found):
        feedback.no_data("ins.crosswalk.empty")
        return
    st.info(t("ins.crosswalk.caution", source=dsmm().source), icon=":material/info:")
    with panel("ins.crosswalk.areas", "crosswalk_areas"):
        _areas(found)
        area = address.chosen("area", [each.area.code for each in found])
        if area:
            _cells(area, filters)
    with panel("ins.crosswalk.dimensions", "crosswalk_dimensions"):
        _dimensions(found)


@st.cache_resource(max_entries=16, show_spinner=False)
def _readings(key: Stamp, filters: Filters) -> tuple[Reading, ...]:
    del key
    with reader() as views:
        return crosswalk.readings(views, filters)


def _title(each: Area | Dimension) -> str:
    return each.zh if current().language == "zh" else each.en


def _areas(found: Sequence[Reading]) -> None:
    rows = [
        {
            "code": each.area.code,
            "clause": each.area.clause,
            "title": _title(each.area),
            "stage": each.area.stage,
            "cells": each.cells,
            "in_place": each.in_place / each.cells if each.cells else None,
            "proven": each.proven / each.cells if each.cells else None,
            "measures": list(each.area.measures),
            "checked": t("ins.crosswalk.verified" if each.area.verified else "ins.crosswalk.unverified"),
        }
        for each in found
    ]
    picked = table(
        rows,
        [
            Column("code", t("ins.crosswalk.code"), width=70, pinned=True),
            Column("title", t("ins.crosswalk.title"), width=260),
            Column("stage", t("dash.column.stage"), vocabulary="stage", width=90),
            Column("cells", t("ins.crosswalk.cells"), "number", width=80),
            Column("in_place", t("ins.crosswalk.in_place"), "progress", width=150),
            Column("proven", t("ins.crosswalk.proven"), "progress", width=150),
            Column("measures", t("ins.crosswalk.measures"), vocabulary="measures", width=320),
            Column("clause", t("ins.crosswalk.clause"), width=70),
            Column("checked", t("ins.crosswalk.checked"), width=120),
        ],
        key="crosswalk.areas",
        alt=t("ins.crosswalk.areas"),
        select="row",
        find=False,
        export="dsmm",
        height=680,
    )
    if picked:
        address.put(area=picked.row["code"])


def _cells(area: str, filters: Filters) -> None:
    one = next(each for each in dsmm().areas if each.code == area)
    st.subheader(t("ins.crosswalk.rows", area=f"{one.code} {_title(one)}"), anchor=False)
    with reader() as views:
        rows = worded(crosswalk.rows(views, area, filters))
    picked = table(
        rows,
        [
            Column("name", t("dash.coverage.activity"), width=290, pinned=True),
            Column("department", t("dash.column.department"), width=170),
            Column("in_place", t("ins.crosswalk.in_place"), "flag", width=110),
            Column("proven", t("ins.crosswalk.proven"), "flag", width=110),
            Column("measures", t("ins.crosswalk.measures"), vocabulary="measures", width=300),
            Column("people", t("dash.column.people"), "number", width=110),
            Column("id", t("column.id"), width=95),
        ],
        key="crosswalk.cells",
        alt=t("ins.crosswalk.areas"),
        select="row",
        export=f"dsmm-{area}",
        height=360,
    )
    if picked:
        go_record(picked.row["id"], tab="stages")


def _dimensions(found: Sequence[Reading]) -> None:
    """Show stage by stage what speaks for each capability dimension; skills are not in a cell."""
    stages = {each.area.stage: each for each in found}
    rows: list[dict[str, Any]] = []
    for each in dsmm().dimensions:
        row: dict[str, Any] = {"title": _title(each), "fact": t(f"fact.{each.fact}") if each.fact else ""}
        for stage, one in stages.items():
            row[stage] = one.facts[each.fact] / one.cells if each.fact and one.cells else None
        rows.append(row)
    columns = [
        Column("title", t("ins.crosswalk.dimension"), width=170, pinned=True),
        Column("fact", t("ins.crosswalk.fact"), width=170),
    ]
    columns += [Column(stage, words.term("stage", stage), "progress", width=120) for stage in stages]
    table(
        rows,
        columns,
        key="crosswalk.dimensions",
        alt=t("ins.crosswalk.dimensions"),
        find=False,
        export="dsmm-dimensions",
    )
    st.caption(t("ins.crosswalk.people"))
