"""Data flow: the picture of an activity or department, transfers by country, and categories down to bases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.insight import flow
from governance.ui import feedback, words
from governance.ui.cards import panel
from governance.ui.context import reader
from governance.ui.insight import address, data, flow_charts, purposes_view, transfer_view
from governance.ui.insight import scope as scopes
from governance.ui.insight.cache import Stamp, look, stamp
from governance.ui.links import go_record
from governance.ui.tables import Column, table
from governance.ui.words import t

if TYPE_CHECKING:
    from governance.insight.filters import Filters
    from governance.insight.flow import Flow, Node

VIEWS = ("picture", "transfers", "purposes")
MOST = 400


def show() -> None:
    """Draw the choice of view, then the view."""
    options = {name: t(f"ins.flow.view.{name}") for name in VIEWS}
    view = address.segments(t("ins.flow.view"), "view", options, key="flow.view")
    filters = data.filters_of(scopes.ask(units=True, drops=("activity",)))
    if view == "transfers":
        transfer_view.show(filters)
        return
    activity = _activity(filters)
    if view == "purposes":
        purposes_view.show(filters, activity)
    else:
        _picture(filters, activity)


def _activity(filters: Filters) -> str | None:
    """Draw the choice of one activity; with very many the department is to be chosen first."""
    options = _activities(stamp(), filters, look()[0])
    if len(options) > MOST:
        st.caption(t("ins.flow.many", count=words.number(MOST)))
        return None
    return address.select(
        t("dash.coverage.activity"), "activity", options, key="flow.activity", everything=t("ins.flow.every")
    )


@st.cache_resource(max_entries=32, show_spinner=False)
def _activities(key: Stamp, filters: Filters, language: str) -> dict[str, str]:
    del key, language
    with reader() as views:
        rows = flow.activities(views, filters, MOST + 1)
    return {row["id"]: words.name_of(row) for row in rows}


@st.cache_resource(max_entries=32, show_spinner=False)
def _flow(key: Stamp, filters: Filters, activity: str | None) -> Flow:
    del key
    with reader() as views:
        return flow.flow(views, filters, activity=activity)


def _picture(filters: Filters, activity: str | None) -> None:
    found = _flow(stamp(), filters, activity)
    if not found.activities:
        feedback.no_data("ins.flow.empty")
        return
    if found.left_out:
        values = {
            "shown": words.number(found.activities),
            "all": words.number(found.activities + found.left_out),
        }
        st.caption(t("ins.flow.left_out", **values))
    with panel("ins.flow.picture", "flow_picture"):
        flow_charts.picture(found, state=(stamp(), filters, activity))
    with panel("ins.flow.places", "flow_places"):
        _places(found)


def _places(found: Flow) -> None:
    """List every place of the picture with what it is and the activities that touch it."""
    touched: dict[str, set[str]] = {}
    for link in found.links:
        for end in (link.source, link.target):
            touched.setdefault(end, set()).update(link.activities)
    rows = [_line(node, touched.get(node.key, set())) for node in found.nodes]
    picked = table(
        rows,
        [
            Column("shown", t("column.name"), width=320, pinned=True),
            Column("column", t("ins.kind"), width=140),
            Column("activities", t("ins.forecast.activities"), "number", width=110),
            Column("id", t("column.id"), width=110),
        ],
        key="flow.places",
        alt=t("ins.flow.places"),
        select="row",
        export="data-flow",
        height=360,
    )
    if picked and picked.row["id"]:
        go_record(picked.row["id"])


def _line(node: Node, activities: set[str]) -> dict[str, Any]:
    return {
        "shown": flow_charts.label(node),
        "column": t(f"chart.flow.{node.column}"),
        "activities": len(activities),
        "id": node.record,
    }
