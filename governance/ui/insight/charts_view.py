"""Charts on the page: built once for data, language and theme, each with its sentence; clicks come back as records."""

from __future__ import annotations

from collections.abc import Hashable
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go
import streamlit as st

from governance.charts import coverage, risk, timeline, trend
from governance.language import Language
from governance.ui.context import current
from governance.ui.insight.cache import look
from governance.ui.kept import kept

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from governance.charts import Chart
    from governance.insight.annotations import Mark
    from governance.insight.figure import Figure
    from governance.ui.insight.data import Row

QUIET = {"displayModeBar": False, "scrollZoom": False}
# On a phone the names and numbers of a heat map would run into each other.
_NARROW = {
    "query": {"maxWidth": 460},
    "option": {
        "xAxis": {"name": "", "axisLabel": {"fontSize": 9, "interval": 0, "rotate": 45}},
        "yAxis": {"name": "", "axisLabel": {"fontSize": 10, "width": 84, "overflow": "truncate"}},
        "series": [{"label": {"fontSize": 9}}],
        "grid": {"left": 0, "right": 0},
    },
}


def heat_map(rows: Sequence[Row], *, state: Hashable, key: str, most: int) -> Mapping[str, Any] | None:
    """Draw departments × stages; return department and stage of the cell that was clicked.

    ``state`` stands for ``rows``: the same state is drawn from the chart already made.
    """
    return _clicked(_heat_map(state, most, *look(), rows), key)


@kept(32)
def _heat_map(state: Hashable, most: int, language: Language, dark: bool, _rows: Sequence[Row]) -> Chart:
    del state
    return _clickable(coverage.heat_map(_rows, language, dark=dark, most=most))


def risk_field(rows: Sequence[Row], *, state: Hashable, key: str) -> Mapping[str, Any] | None:
    """Draw likelihood × impact; return the square that was clicked, with the ids of its risks."""
    return _clicked(_risk_field(state, *look(), rows), key)


@kept(32)
def _risk_field(state: Hashable, language: Language, dark: bool, _rows: Sequence[Row]) -> Chart:
    del state
    return _clickable(risk.field(_rows, language, dark=dark))


def stage_bars(figures: Mapping[str, Figure], *, state: Hashable, key: str) -> None:
    """Draw one bar a stage."""
    chart = _stage_bars(state, *look(), figures)
    st.echarts_chart(chart.spec, key=key, height=chart.height, theme=None, alt=chart.alt)


def officers(bars: Sequence[Row], *, state: Hashable) -> None:
    """Draw who was officer of which organisation when."""
    _plotly(_officers(state, *look(), bars), "chart.officers")


@kept(32)
def _stage_bars(state: Hashable, language: Language, dark: bool, _figures: Mapping[str, Figure]) -> Chart:
    del state
    return coverage.stage_bars(_figures, language, dark=dark)


@kept(16)
def _officers(state: Hashable, language: Language, dark: bool, _bars: Sequence[Row]) -> Chart:
    del state
    return _fixed(timeline.timeline(_bars, language, today=current().effective_on, dark=dark))


def trends(
    series: Mapping[str, Sequence[Figure]],
    *,
    marks: Sequence[Mark] = (),
    key: str = "chart.trends",
) -> None:
    """Draw figures over time, with marks of what else happened; equal values are drawn from the chart already made."""
    values = tuple(
        (name, tuple((each.effective_on, each.value) for each in figures)) for name, figures in series.items()
    )
    _plotly(_trends(values, tuple(marks), *look(), series), key)


@kept(32)
def _trends(
    values: Hashable,
    marks: tuple[Mark, ...],
    language: Language,
    dark: bool,
    _series: Mapping[str, Sequence[Figure]],
) -> Chart:
    del values
    return _fixed(trend.lines(_series, language, dark=dark, marks=marks))


class _Fixed(go.Figure):  # type: ignore[misc]
    """Be a figure nobody changes any more: what is sent of it is made once and not in every run."""

    def __init__(self, figure: go.Figure) -> None:
        super().__init__(figure)
        self._made = super().to_dict()

    def to_dict(self) -> dict[str, Any]:
        """Return what is sent to the browser."""
        return dict(self._made)


def _fixed(chart: Chart) -> Chart:
    return replace(chart, spec=_Fixed(chart.spec))


def _plotly(chart: Chart, key: str) -> None:
    st.plotly_chart(chart.spec, key=key, theme=None, config=QUIET, alt=chart.alt)


def _clickable(chart: Chart) -> Chart:
    """Return a heat map of ECharts whose squares can be picked, and which also reads on a phone."""
    spec = deepcopy(chart.spec)
    spec["series"][0]["selectedMode"] = "single"
    spec["media"] = [_NARROW]
    return type(chart)(spec, chart.alt, chart.height, chart.keys)


def _clicked(chart: Chart, key: str) -> Mapping[str, Any] | None:
    """Draw the heat map and return the data of the picked square."""
    event = st.echarts_chart(
        chart.spec, key=key, height=chart.height, theme=None, on_select="rerun", alt=chart.alt
    )
    squares = chart.spec["series"][0]["data"]
    picked = [index for series in event.selection.selected for index in series["data_indices"]]
    return dict(squares[picked[0]]) if picked and picked[0] < len(squares) else None
