"""The pictures of data flow on the page, each with its words in the language of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.charts import diagram, flow
from governance.charts.flow import Place
from governance.insight.flow import COLUMNS
from governance.insight.purposes import FURTHER
from governance.ui import words
from governance.ui.insight.cache import look
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Hashable

    from governance.charts import Chart
    from governance.insight.flow import Flow, Node
    from governance.insight.purposes import Point, Stream
    from governance.language import Language

FEW = 26  # places a flowchart still shows well; more become a stream


def picture(found: Flow, *, state: Hashable) -> None:
    """Draw a flow: boxes and arrows while they are few, else a stream."""
    chart = _picture(state, *look(), found)
    if isinstance(chart.spec, str):
        st.mermaid_chart(chart.spec, alt=chart.alt)
    else:
        _wide(chart, "flow.chart")


@st.cache_resource(max_entries=16, show_spinner=False)
def _picture(state: Hashable, language: Language, dark: bool, _found: Flow) -> Chart:
    del state
    if len(_found.nodes) <= FEW:
        return diagram.flowchart(_found, label, language, dark=dark)
    places = [Place(node.key, label(node), COLUMNS.index(node.column)) for node in _found.nodes]
    ways = [(link.source, link.target, len(link.activities)) for link in _found.links]
    heads = [t(f"chart.flow.{column}") for column in COLUMNS]
    return flow.stream(places, ways, language, dark=dark, heads=heads)


def stream(found: Stream, *, state: Hashable) -> None:
    """Draw categories, purposes and bases as a stream."""
    chart = _stream(state, *look(), found)
    _wide(chart, "flow.purposes")


@st.cache_resource(max_entries=16, show_spinner=False)
def _stream(state: Hashable, language: Language, dark: bool, _found: Stream) -> Chart:
    del state
    columns = ("category", "purpose", "basis")
    places = [
        Place(point.key, point_label(point), columns.index(point.column), missing=not point.name)
        for point in _found.points
    ]
    heads = [t(f"ins.purposes.{column}") for column in columns]
    return flow.stream(places, _found.widths, language, dark=dark, heads=heads)


def label(node: Node) -> str:
    """Return the words of a place."""
    if node.list:
        return words.term(node.list, node.name) if node.name else t("ins.flow.not_given")
    return words.name_of({"name": node.name, "name_zh": node.name_zh})


def point_label(point: Point) -> str:
    """Return the words of a point of the stream; what is missing says so."""
    if not point.name:
        return t(f"ins.purposes.no_{point.column}")
    if point.name == FURTHER:
        return t("ins.purposes.further")
    if point.list:
        return words.term(point.list, point.name)
    return words.name_of({"name": point.name, "name_zh": point.name_zh})


def _wide(chart: Chart, key: str) -> None:
    """Draw a stream; on a telephone it keeps the width its words need and is moved sideways."""
    with st.container(key=f"wide_{key.replace('.', '_')}"):
        st.echarts_chart(chart.spec, key=key, height=chart.height, theme=None, alt=chart.alt)
