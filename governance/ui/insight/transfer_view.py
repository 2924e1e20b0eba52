"""Transfers abroad: where to, by which mechanism, and which are not carried."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.charts import world
from governance.insight import flow
from governance.ui import feedback, words
from governance.ui.cards import figure_card, panel
from governance.ui.context import reader
from governance.ui.insight import address, data, figure_rows
from governance.ui.insight.cache import Stamp, look, stamp
from governance.ui.insight.charts_view import QUIET
from governance.ui.insight.figure_rows import Carded, worded
from governance.ui.insight.scope import Scope
from governance.ui.links import go_record
from governance.ui.tables import Column, table
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.charts import Chart
    from governance.insight.filters import Filters
    from governance.language import Language
    from governance.ui.insight.data import Row

NOWHERE = "none"  # in an address: transfers that name no country


def show(filters: Filters) -> None:
    """Draw the map, then the transfers of the country that was picked, or all of them."""
    rows = _transfers(stamp(), filters, look()[0])
    if not rows:
        feedback.no_data("ins.transfers.empty")
        return
    figure = data.figures_of(_scope(filters))["transfer.invalid"]
    countries = list(flow.by_country(rows))
    with st.container(horizontal=True, key="transfer_cards"):
        figure_card(Carded(figure), columns=partial(figure_rows.columns, figure))
    with panel("ins.transfers.map", "transfer_map"):
        chart = _world(stamp(), filters, *look(), countries)
        event: Any = st.plotly_chart(
            chart.spec, key="transfers.map", theme=None, config=QUIET, alt=chart.alt, on_select="rerun",
            selection_mode="points",
        )  # fmt: skip
        st.caption(t("ins.transfers.borders"))
    picked = [point["customdata"][0] for point in event.selection.points if point.get("customdata")]
    if picked and st.session_state.get("transfers.picked") != picked:
        st.session_state["transfers.picked"] = picked
        address.put(country=picked[0])
    with panel("ins.transfers.list", "transfer_list"):
        _list(rows, countries)


def _scope(filters: Filters) -> Scope:
    return Scope(
        organisation=filters.organisation,
        law=filters.law,
        sensitive=filters.sensitive_only,
        department=filters.department,
    )


@st.cache_resource(max_entries=16, show_spinner=False)
def _transfers(key: Stamp, filters: Filters, language: str) -> list[Row]:
    del key, language
    with reader() as views:
        return worded(flow.transfers(views, filters))


@st.cache_resource(max_entries=16, show_spinner=False)
def _world(key: Stamp, filters: Filters, language: Language, dark: bool, _countries: Sequence[Row]) -> Chart:
    del key, filters
    return world.world(_countries, language, dark=dark)


def _list(rows: Sequence[Row], countries: Sequence[Row]) -> None:
    options = {
        each["country"] or NOWHERE: f"{_country(each['country'])} ({words.number(each['transfers'])})"
        for each in countries
    }
    country = address.select(
        t("dash.column.country"),
        "country",
        options,
        key="transfers.country",
        everything=t("ins.transfers.every"),
    )
    shown = [row for row in rows if country is None or (row["country"] or NOWHERE) == country]
    picked = table(
        [row | {"carried": _carried(row)} for row in shown],
        [
            Column("name", t("dash.coverage.activity"), width=280, pinned=True),
            Column("country", t("dash.column.country"), vocabulary="country", width=140),
            Column("carried", t("ins.transfers.carried"), width=150),
            Column("mechanism", t("dash.column.mechanism"), vocabulary="transfer_mechanism", width=220),
            Column("pipl_route", t("dash.column.pipl_route"), vocabulary="pipl_route", width=200),
            Column("valid_to", t("dash.column.valid_to"), "date", width=105),
            Column("people_year", t("ins.transfers.people_year"), "number", width=120),
            Column("written", t("ins.transfers.recipient"), width=200),
            Column("department", t("dash.column.department"), width=170),
            Column("id", t("column.id"), width=95),
        ],
        key="transfers",
        alt=t("ins.transfers.list"),
        select="row",
        export="transfers",
        height=460,
    )
    if picked:
        go_record(picked.row["id"], tab="sharing")


def _country(code: str | None) -> str:
    return words.term("country", code) if code else t("ins.flow.not_given")


def _carried(row: Row) -> str:
    """Say whether the laws of the activity are satisfied; not known never counts as satisfied."""
    if not row["law_known"]:
        return t("ins.transfers.unknown")
    return t("ins.transfers.no") if row["invalid"] else t("ins.transfers.yes")
