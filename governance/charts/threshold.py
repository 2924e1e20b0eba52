"""People against thresholds: one bar a threshold, from the least to the most there may be, the count as a mark.

Every bar is drawn as a share of its own threshold, so that ten thousand and ten million stand on one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from governance import formatting
from governance.charts.chart import Chart
from governance.charts.palette import CLEAR, FONTS, Palette, palette
from governance.language import Language, text

BAR_HEIGHT = 88
STUB = 0.06
WIDEST = 2.0  # twice the threshold; what lies beyond is cut there and says its number


@dataclass(frozen=True, slots=True)
class Bar:
    """Hold one threshold: its number, the range of people and the count that replaces it; None is not known."""

    title: str
    number: int
    least: int | None
    most: int | None
    count: int | None
    state: str


PAINTS = {"above": "gap", "maybe": "partial", "unknown": "not_assessed", "below": "covered"}


def bars(found: Sequence[Bar], language: Language, *, dark: bool) -> Chart:
    """Return the bars as a plotly figure; each says its numbers and its state in words above it."""
    colours = palette(dark=dark)
    figure = go.Figure(
        [_band(found, colours), _marks(found, colours)], _layout(len(found), language, colours)
    )
    for place, bar in enumerate(found):
        figure.add_annotation(
            x=0,
            y=place,
            yshift=39,
            align="left",
            xanchor="left",
            text=_said(bar, language),
            showarrow=False,
            font={"color": colours.ink},
        )
        figure.add_shape(
            type="line", x0=1, x1=1, y0=place - 0.2, y1=place + 0.2, line={"color": colours.ink, "width": 3}
        )
    alt = text(
        "thresholds.chart.alt", language, bars=len(found), above=sum(b.state == "above" for b in found)
    )
    return Chart(figure, alt, 60 + BAR_HEIGHT * max(len(found), 1))


def _band(found: Sequence[Bar], colours: Palette) -> go.Bar:
    """Return the ranges; one number alone is a thin bar, and a count leaves its place to the mark."""
    ends = [_share(bar, bar.most if bar.count is None else bar.count) for bar in found]
    starts = [_share(bar, bar.least if bar.count is None else bar.count) for bar in found]
    starts = [
        min(start, WIDEST - STUB) for start in starts
    ]  # what lies beyond the axis stays visible at its end
    return go.Bar(
        orientation="h",
        y=list(range(len(found))),
        base=starts,
        x=[max(end - start, 0.012) if _ranged(bar) else 0 for bar, start, end in zip(found, starts, ends, strict=True)],
        width=0.3,
        marker={
            "color": [colours.states[PAINTS[bar.state]].fill for bar in found],
            "line": {"color": colours.muted, "width": [1 if _ranged(bar) else 0 for bar in found]},
        },
        hoverinfo="skip",
    )  # fmt: skip


def _marks(found: Sequence[Bar], colours: Palette) -> go.Scatter:
    counted = [(place, bar) for place, bar in enumerate(found) if bar.count is not None]
    return go.Scatter(
        x=[_share(bar, bar.count) for _, bar in counted],
        y=[place for place, _ in counted],
        mode="markers",
        marker={"symbol": "diamond", "size": 15, "color": colours.lines[0], "line": {"color": colours.surface, "width": 2}},
        hoverinfo="skip",
    )  # fmt: skip


def _known(bar: Bar) -> bool:
    return bar.count is not None or bar.least is not None or bar.most is not None


def _ranged(bar: Bar) -> bool:
    return bar.count is None and _known(bar)


def _share(bar: Bar, people: int | None) -> float:
    return min((people or 0) / bar.number, WIDEST)


def _said(bar: Bar, language: Language) -> str:
    """Return title, state and numbers of a bar; the state is a word, so that no colour is needed."""
    state = text(f"thresholds.state.{bar.state}", language)
    title = bar.title.replace("&", "&amp;").replace("<", "&lt;")
    return f"<b>{title}</b> · {state}<br>{numbers(bar, language)}"


def numbers(bar: Bar, language: Language) -> str:
    """Return the numbers of a bar against its threshold, in words."""

    def told(people: int | None) -> str:
        return formatting.number(people or 0, language)

    if bar.count is not None:
        return text("thresholds.numbers.count", language, count=told(bar.count), number=told(bar.number))
    if not _known(bar):
        return text("thresholds.numbers.none", language, number=told(bar.number))
    if bar.least == bar.most:
        return text("thresholds.numbers.one", language, people=told(bar.most), number=told(bar.number))
    return text(
        "thresholds.numbers.range", language,
        least=told(bar.least), most=told(bar.most), number=told(bar.number),
    )  # fmt: skip


def _layout(count: int, language: Language, colours: Palette) -> go.Layout:
    ticks = [0, 0.5, 1, 1.5, 2]
    return go.Layout(
        height=60 + BAR_HEIGHT * max(count, 1),
        margin={"l": 8, "r": 24, "t": 12, "b": 36},
        showlegend=False,
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
        font={"family": FONTS, "color": colours.muted, "size": 13},
        dragmode=False,
        xaxis={
            "range": [0, WIDEST + 0.03], "tickvals": ticks, "gridcolor": colours.line, "zeroline": False, "fixedrange": True,
            "ticktext": [formatting.cell_percent(tick, language) for tick in ticks[:-1]] + ["≥ 200%"],
        },
        yaxis={"visible": False, "range": [count - 0.5, -0.8], "fixedrange": True},
    )  # fmt: skip
