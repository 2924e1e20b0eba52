"""Who answers for what: activities by post, departments by stage, people by stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from governance.ui import feedback, words
from governance.ui.context import current
from governance.ui.insight import data, issues, matrices, matrix_grids, paging, shades
from governance.ui.insight.cache import look
from governance.ui.insight.matrix_grids import NOBODY, PAGE, name_of
from governance.ui.insight.unchanged import cells_stamp
from governance.ui.links import go_record, link
from governance.ui.tables import Column, table
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from governance.ui.insight.data import Row
    from governance.ui.insight.matrix_grids import Grid
    from governance.ui.insight.scope import Scope

VIEWS = ("activity", "department", "person", "obligation", "issues")


def show(view: str, scope: Scope) -> None:
    """Draw the sentence that says what is wrong, and below it the view that was chosen."""
    verdict = data.accountability_verdict(scope)
    fine = verdict.key == "accountability.verdict.fine"
    (st.success if fine else st.warning)(
        plain(verdict.text(current().language), 700),
        icon=":material/check_circle:" if fine else ":material/error:",
    )
    if view == "issues":
        issues.show(scope)
    elif view == "activity":
        _activities(scope)
    else:
        _stages(view, scope)


def _activities(scope: Scope) -> None:
    total = data.answering_activities(scope)
    page = paging.number(len(total), PAGE)
    if current().can("update", "activity"):
        link("activities", t("assign.many"), icon=":material/group_add:")
    grid = matrix_grids.activities(cells_stamp(), scope, page, *look())
    picked = _draw(grid, "activity", 132)
    paging.draw(len(total), PAGE, key="matrix.page")
    if picked is None:
        return
    activity, post = picked
    if post is None:
        go_record(activity, tab="stages")
    _behind(_rows(data.letters((activity,)), post=post), f"{grid.lines[activity]} · {grid.places[post]}")


def _stages(view: str, scope: Scope) -> None:
    grid = matrix_grids.stages(cells_stamp(), scope, view, *look())
    picked = _draw(grid, view, 150)
    if picked is None:
        st.caption(t("dash.matrix.pick"))
        return
    line, stage = picked
    field = "department" if view == "department" else "holder"
    title = grid.lines[line] + (f" · {words.term('stage', stage)}" if stage else "")
    _behind(_rows(data.roles(scope), stage=stage, **{field: None if line == NOBODY else line}), title)


def _draw(grid: Grid, view: str, width: int) -> tuple[str, str | None] | None:
    if not grid.lines:
        feedback.no_data("dash.matrix.empty")
        return None
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        matrices.legend(shades.letter_legend(), shades.letters(dark=current().dark))
        matrices.export(grid.ready, name=f"accountability-{view}", key=f"matrix.{view}")
    st.caption(t(f"dash.matrix.{view}.reading"))
    alt = t(f"dash.matrix.{view}.alt")
    return matrices.draw(grid.ready, key=f"matrix.{view}.grid", alt=alt, width=width)


def _rows(rows: pa.Table, *, stage: str | None = None, **wanted: str | None) -> list[Row]:
    """Return those of the rows of a matrix that are behind one cell."""
    for name, value in wanted.items():
        kept = pc.is_null(rows[name]) if value is None else pc.equal(rows[name], value)
        rows = rows.filter(kept)
    return [row for row in rows.to_pylist() if stage is None or stage in row["stages"]]


def _behind(rows: list[Row], title: str) -> None:
    """List who has which letter behind a picked cell; picking a row opens the activity."""
    st.header(plain(title), anchor=False)
    picked = table(
        [_behind_row(row) for row in rows],
        [
            Column("activity_shown", t("dash.coverage.activity"), width=260, pinned=True),
            Column("letter", t("dash.column.letter"), vocabulary="raci", width=110),
            Column("post_shown", t("dash.column.post"), width=210),
            Column("holder_shown", t("dash.column.holder"), width=170),
            Column("state_shown", t("dash.column.a_state"), width=130),
            Column("source_shown", t("dash.column.a_source"), width=150),
            Column("stages", t("dash.column.stage"), vocabulary="stage", width=220),
        ],
        key="matrix.behind",
        alt=t("dash.matrix.behind.alt"),
        select="row",
        export="accountability-cell",
    )
    if picked:
        go_record(picked.row["activity"], tab="stages")


def _behind_row(row: Row) -> Row:
    sources = [name for name in ("explicit", "inherited") if row[name]]
    return row | {
        "activity_shown": name_of(row, "activity"),
        "post_shown": name_of(row, "post"),
        "holder_shown": name_of(row, "holder") if row["holder"] else words.MISSING,
        "state_shown": t(f"dash.a_state.{row['state']}"),
        "source_shown": " · ".join(t(f"dash.a_source.{each}") for each in sources),
    }
