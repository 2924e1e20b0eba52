"""If nothing is renewed: figures over the next twelve months, what to renew first, and what else runs out."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.insight import forecast
from governance.model.kinds import kind_of
from governance.ui import feedback, words
from governance.ui.cards import panel
from governance.ui.context import current, reader
from governance.ui.insight import address, charts_view, data
from governance.ui.insight import scope as scopes
from governance.ui.insight.cache import Stamp, stamp
from governance.ui.insight.figure_rows import worded
from governance.ui.insight.scope import Scope
from governance.ui.links import go_record
from governance.ui.register import names
from governance.ui.tables import Column, table
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from governance.insight.figure import Figure
    from governance.insight.filters import Filters
    from governance.insight.forecast import Lapse

CHARTED = ("coverage", "evidence.in_date", "post.held", "contract.in_force", "certificate.in_date")
MOST = 300


def show() -> None:
    """Draw the sentence, the chart with its numbers, and the two lists."""
    if data.figures_of(Scope())["coverage"].value is None:
        feedback.no_data("ins.forecast.empty")
        return
    scope = scopes.ask(units=True, drops=("item",))
    series = _months(stamp(), data.filters_of(scope))
    lapses, also = _lapses(stamp(), data.filters_of(scope))
    _sentence(series["coverage"], lapses)
    with panel("ins.forecast.months", "forecast_months"):
        charts_view.trends({each: series[each] for each in CHARTED})
        _numbers(series)
    with panel("ins.forecast.first", "forecast_first"):
        _first(lapses, scope)
    with panel("ins.forecast.also", "forecast_also"):
        _also(also)


@st.cache_resource(max_entries=16, show_spinner=False)
def _months(key: Stamp, filters: Filters) -> Mapping[str, Sequence[Figure]]:
    del key
    context = current()
    return forecast.months(
        context.register,
        context.effective_on,
        actor=context.actor,
        known_at=context.known_at,
        filters=filters,
    )


@st.cache_resource(max_entries=16, show_spinner=False)
def _lapses(key: Stamp, filters: Filters) -> tuple[tuple[Lapse, ...], tuple[Lapse, ...]]:
    del key
    until = forecast.horizon(current().effective_on)
    with reader() as views:
        return forecast.renew_first(views, until, filters), forecast.also_ending(views, until, filters)


def _sentence(coverage: Sequence[Figure], lapses: Sequence[Lapse]) -> None:
    """Say what is lost by when, and what to begin with."""
    lost = sum(each.first for each in lapses)
    values = {
        "now": f"**{words.shown(coverage[0].value, 'share')}**",
        "then": f"**{words.shown(coverage[-1].value, 'share')}**",
        "day": words.day(coverage[-1].effective_on),
        "lost": words.number(lost),
    }
    if not lapses:
        st.markdown(t("ins.forecast.steady", now=values["now"], day=values["day"]))
        return
    top = lapses[0]
    more = t("ins.forecast.top", name=plain(_name(top)), on=words.day(top.on), cells=words.number(top.cells))
    st.markdown(f"{t('ins.forecast.falls', **values)} {more}")


def _numbers(series: Mapping[str, Sequence[Figure]]) -> None:
    opened = st.expander(t("ins.forecast.numbers"), key="forecast.numbers", on_change="rerun")
    if not opened.open:
        return
    ids = list(series)
    rows = [
        {"on": figures[0].effective_on}
        | {figure.id: words.shown(figure.value, figure.unit) for figure in figures}
        for figures in zip(*series.values(), strict=True)
    ]
    columns = [Column("on", t("ins.on"), "date", width=100, pinned=True)]
    columns += [Column(each, t(series[each][0].title_key), width=150) for each in ids]
    with opened:
        table(
            rows, columns, key="forecast.months", alt=t("ins.forecast.months"), find=False, export="forecast"
        )


def _first(lapses: Sequence[Lapse], scope: Scope) -> None:
    """List what takes covered stages away, the most people first; a picked line lists its stages."""
    st.caption(t("ins.forecast.method"))
    if not lapses:
        st.success(t("ins.forecast.nothing"), icon=":material/check_circle:")
        return
    if len(lapses) > MOST:
        st.caption(t("ins.first_of", shown=words.number(MOST), all=words.number(len(lapses))))
    picked = table(
        [_line(each) for each in lapses[:MOST]],
        [
            Column("shown", t("ins.record"), width=330, pinned=True),
            Column("kind_shown", t("ins.kind"), width=130),
            Column("on", t("ins.forecast.on"), "date", width=110),
            Column(
                "people", t("ins.forecast.people"), "number", width=120, help=t("ins.forecast.people.help")
            ),
            Column(
                "weight", t("ins.forecast.weight"), "number", width=120, help=t("ins.forecast.weight.help")
            ),
            Column("cells", t("ins.forecast.cells"), "number", width=90, help=t("ins.forecast.cells.help")),
            Column(
                "first",
                t("ins.forecast.first_lost"),
                "number",
                width=90,
                help=t("ins.forecast.first_lost.help"),
            ),
            Column("people_unknown", t("ins.people_unknown"), "number", width=110),
            Column("id", t("column.id"), width=95),
        ],
        key="forecast.first",
        alt=t("ins.forecast.first"),
        select="row",
        export="renew-first",
        height=430,
    )
    if picked:
        address.put(item=f"{picked.row['kind']}:{picked.row['id']}")
    chosen = st.query_params.get("item", "")
    found = next((each for each in lapses if f"{each.kind}:{each.id}" == chosen), None)
    if found:
        _cells(found, scope)


def _name(each: Lapse) -> str:
    """Return what a thing is called; an appointment by its post and holder."""
    if each.kind == "appointment":
        return names.name(each.id)
    return words.name_of({"id": each.id, "name": each.name, "name_zh": each.name_zh})


def _line(each: Lapse) -> dict[str, Any]:
    kind = kind_of(each.kind).label(current().language)
    return asdict(each) | {"shown": _name(each), "kind_shown": kind}


def _cells(lapse: Lapse, scope: Scope) -> None:
    """List the stages that rest on one thing, and lead to it."""
    with st.container(border=True, key="card_forecast_cells"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{plain(t('ins.forecast.rests', name=_name(lapse)))}**", width="content")
            if st.button(t("ins.open_record"), icon=":material/open_in_new:", key="forecast.open"):
                go_record(lapse.id)
        with reader() as views:
            until = forecast.horizon(current().effective_on)
            rows = worded(forecast.cells_of(views, until, lapse, data.filters_of(scope)))
        picked = table(
            rows,
            [
                Column("name", t("dash.coverage.activity"), width=300, pinned=True),
                Column("stage", t("dash.column.stage"), vocabulary="stage", width=100),
                Column("department", t("dash.column.department"), width=180),
                Column("people", t("dash.column.people"), "number", width=110),
                Column("on", t("ins.forecast.on"), "date", width=110),
                Column("first", t("ins.forecast.first_lost"), "flag", width=90),
                Column("id", t("column.id"), width=95),
            ],
            key="forecast.cells",
            alt=t("ins.forecast.cells"),
            select="row",
            export="renew-first-stages",
            height=320,
        )
    if picked:
        go_record(picked.row["id"], tab="stages")


def _also(found: Sequence[Lapse]) -> None:
    if not found:
        st.caption(t("ins.forecast.also.none"))
        return
    rows = [
        asdict(each) | {"shown": _name(each), "what": t(f"ins.ending.{each.what}")} for each in found[:MOST]
    ]
    picked = table(
        rows,
        [
            Column("shown", t("ins.record"), width=330, pinned=True),
            Column("what", t("ins.kind"), width=150),
            Column("on", t("ins.forecast.on"), "date", width=110),
            Column("activities", t("ins.forecast.activities"), "number", width=110),
            Column("people_touched", t("dash.column.people"), "number", width=120),
            Column("people_unknown", t("ins.people_unknown"), "number", width=110),
            Column("id", t("column.id"), width=95),
        ],
        key="forecast.also",
        alt=t("ins.forecast.also"),
        select="row",
        export="also-ending",
        height=400,
    )
    if picked:
        go_record(picked.row["id"])
