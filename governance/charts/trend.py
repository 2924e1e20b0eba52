"""Figures over time: lines for a panel, plain values for a sparkline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from governance.charts.chart import Chart, day, name_of, percent, plain, short
from governance.charts.palette import CLEAR, FONTS, Palette, palette
from governance.insight.annotations import Mark
from governance.insight.figure import Figure
from governance.language import Language, text

DASHES = ("solid", "dash", "dot", "dashdot", "longdash")


def lines(
    series: Mapping[str, Sequence[Figure]], language: Language, *, dark: bool, marks: Sequence[Mark] = ()
) -> Chart:
    """Return one line a figure over its dates, told apart by dash as well as by colour.

    Figures of one chart share their unit; dates without data leave a hole in the line. ``marks`` are small triangles on
    the axis that say on hover what happened that day.
    """
    colours = palette(dark=dark)
    traces = [
        _trace(figures, number, language, colours)
        for number, figures in enumerate(series.values())
        if figures
    ]
    if marks:
        traces.append(_marks(marks, language, colours))
    share = any(figures and figures[0].unit == "share" for figures in series.values())
    return Chart(
        go.Figure(traces, _layout(colours, share=share)),
        " ".join(_alt(figures, language) for figures in series.values() if figures),
        280,
    )


def sparkline(figures: Sequence[Figure]) -> list[float]:
    """Return the known values, oldest first; fewer than two make no line."""
    known = [each.value for each in figures if each.value is not None]
    return known if len(known) > 1 else []


def _shown(figure: Figure, language: Language) -> str:
    if figure.value is None:
        return text("chart.no_data", language)
    return percent(figure.value, language) if figure.unit == "share" else f"{figure.value:,.0f}"


def _trace(figures: Sequence[Figure], number: int, language: Language, colours: Palette) -> Any:
    title = text(figures[0].title_key, language)
    return go.Scatter(
        x=[each.effective_on.isoformat() for each in figures],
        y=[each.value for each in figures],
        mode="lines+markers",
        name=title,
        connectgaps=False,
        line={
            "color": colours.lines[number % len(colours.lines)],
            "width": 2.5,
            "dash": DASHES[(number + number // len(DASHES)) % len(DASHES)],
        },
        marker={"size": 6},
        hovertext=[
            f"{title}<br>{day(each.effective_on, language)}: {_shown(each, language)}" for each in figures
        ],
        hoverinfo="text",
    )


def _marks(marks: Sequence[Mark], language: Language, colours: Palette) -> Any:
    said = [
        name_of({"id": each.record, "name": each.name, "name_zh": each.name_zh}, language) for each in marks
    ]
    return go.Scatter(
        x=[each.on.isoformat() for each in marks],
        y=[0] * len(marks),
        mode="markers",
        name=text("chart.trend.marks", language),
        marker={"symbol": "triangle-up", "size": 9, "color": colours.muted},
        hovertext=[
            f"{day(each.on, language)}<br>{plain(short(name))}"
            for each, name in zip(marks, said, strict=True)
        ],
        hoverinfo="text",
    )


def _alt(figures: Sequence[Figure], language: Language) -> str:
    title = text(figures[0].title_key, language)
    known = [each for each in figures if each.value is not None]
    if not known:
        return text("chart.trend.alt_empty", language, title=title)
    first, last = (
        f"{_shown(each, language)} ({day(each.effective_on, language)})" for each in (known[0], known[-1])
    )
    return text("chart.trend.alt", language, title=title, points=len(known), first=first, last=last)


def _layout(colours: Palette, *, share: bool) -> dict[str, Any]:
    values: dict[str, Any] = {
        "gridcolor": colours.line,
        "zeroline": False,
        "rangemode": "tozero",
        "automargin": True,
    }
    if share:
        values |= {"tickformat": ".0%", "range": [0, 1.02]}
    return {
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": FONTS, "color": colours.ink, "size": 13},
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "height": 280,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": colours.surface, "font": {"color": colours.ink, "family": FONTS}},
        "legend": {"orientation": "h", "y": -0.18, "x": 0},
        "xaxis": {"type": "date", "gridcolor": CLEAR, "automargin": True, "tickformat": "%Y-%m"},
        "yaxis": values,
    }
