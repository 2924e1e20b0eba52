"""Figures over time: lines for a panel, plain values for a sparkline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from governance.charts.chart import Chart, day, percent
from governance.charts.palette import CLEAR, FONTS, Palette, palette
from governance.insight.figure import Figure
from governance.language import Language, text

DASHES = ("solid", "dash", "dot", "dashdot", "longdash")


def lines(series: Mapping[str, Sequence[Figure]], language: Language, *, dark: bool) -> Chart:
    """Return one line a figure over its dates, told apart by dash as well as by colour.

    Figures of one chart share their unit; dates without data leave a hole in the line.
    """
    colours = palette(dark=dark)
    traces = [
        _trace(figures, number, language, colours)
        for number, figures in enumerate(series.values())
        if figures
    ]
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
            "dash": DASHES[number % len(DASHES)],
        },
        marker={"size": 6},
        hovertext=[
            f"{title}<br>{day(each.effective_on, language)}: {_shown(each, language)}" for each in figures
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
