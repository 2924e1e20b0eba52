"""From categories of data through purposes to lawful bases, and the rows of the stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import streamlit as st

from governance.insight import purposes
from governance.ui import feedback, words
from governance.ui.cards import panel
from governance.ui.context import reader
from governance.ui.insight import address, flow_charts
from governance.ui.insight.cache import Stamp, look, stamp
from governance.ui.links import go_record
from governance.ui.tables import Column, table
from governance.ui.words import t

if TYPE_CHECKING:
    from governance.insight.filters import Filters
    from governance.insight.purposes import Law, Stream
    from governance.ui.insight.data import Row

LAWS = ("gdpr", "pipl")


def show(filters: Filters, activity: str | None) -> None:
    """Draw the choice of law, the stream, and its rows."""
    options = {law: t(f"ins.purposes.law.{law}") for law in LAWS}
    law = cast("Law", address.segments(t("ins.purposes.law"), "basis", options, key="purposes.law"))
    found = _stream(stamp(), law, filters, activity)
    if not found.rows:
        feedback.no_data("ins.purposes.empty")
        return
    with panel("ins.purposes.stream", "purposes_stream"):
        flow_charts.stream(found, state=(stamp(), law, filters, activity))
        st.caption(t("ins.purposes.single") if found.single else t("ins.purposes.together"))
    with panel("ins.purposes.rows", "purposes_rows"):
        _rows(found, law)


@st.cache_resource(max_entries=16, show_spinner=False)
def _stream(key: Stamp, law: Law, filters: Filters, activity: str | None) -> Stream:
    del key
    with reader() as views:
        return purposes.stream(views, law, filters, activity=activity)


def _rows(found: Stream, law: Law) -> None:
    """List the rows; a point can be chosen to see only what runs through it."""
    points = {point.key: flow_charts.point_label(point) for point in found.points}
    point = address.select(
        t("ins.purposes.through"), "point", points, key="purposes.point", everything=t("ins.purposes.every")
    )
    rows = [row for row in found.rows if point is None or point in row["ends"]]
    picked = table(
        [_line(row, law) for row in rows],
        [
            Column("shown", t("dash.coverage.activity"), width=270, pinned=True),
            Column("category_shown", t("ins.purposes.category"), width=190),
            Column("purpose_shown", t("ins.purposes.purpose"), width=250),
            Column("basis_shown", t("ins.purposes.basis"), width=260),
            Column("id", t("column.id"), width=95),
        ],
        key="purposes.rows",
        alt=t("ins.purposes.rows"),
        select="row",
        export=f"purposes-{look()[0]}",
        height=420,
    )
    if picked:
        go_record(picked.row["id"], tab="purposes")


def _line(row: Row, law: Law) -> dict[str, Any]:
    purpose = {"name": row["purpose_name"], "name_zh": row["purpose_name_zh"], "id": row["purpose"]}
    return {
        "id": row["id"],
        "shown": words.name_of(row),
        "category_shown": words.term("data_category", row["category"])
        if row["category"]
        else t("ins.purposes.no_category"),
        "purpose_shown": words.name_of(purpose) if row["purpose"] else t("ins.purposes.no_purpose"),
        "basis_shown": words.term(f"basis_{law}", row["basis"])
        if row["basis"]
        else t("ins.purposes.no_basis"),
    }
