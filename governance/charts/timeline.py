"""Who was officer of which entity when: one line an entity and duty, gaps and overlaps marked."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go

from governance import vocabulary
from governance.charts.chart import Chart, day, name_of, plain, short
from governance.charts.palette import CLEAR, FONTS, Palette, palette
from governance.language import Language, text

Bar = Mapping[str, Any]
LINE_HEIGHT = 54
WIDTH = 26  # characters a line of a label: on a phone the bars need the rest
PATTERNS = {"gap": "x", "overlap": "/", "ended": ""}
DAY = 86_400_000  # milliseconds, the unit of a bar's length on a time axis


def timeline(bars: Sequence[Bar], language: Language, *, today: date, dark: bool) -> Chart:
    """Return the bars of ``insight.dpo.timeline`` as a plotly figure; ``today`` is marked by a dotted line.

    A bar names its holder; a gap or an overlap is hatched and named on hover, so that no colour is needed to read it.
    """
    colours = palette(dark=dark)
    lines = list(dict.fromkeys(_line(bar, language) for bar in bars))
    figure = go.Figure(
        [
            _trace(what, [bar for bar in bars if _look(bar) == what], language, colours)
            for what in dict.fromkeys(map(_look, bars))
        ],
        _layout(lines, colours),
    )
    figure.add_vline(x=today.isoformat(), line={"color": colours.muted, "width": 1, "dash": "dot"})
    counts = {what: sum(bar["what"] == what for bar in bars) for what in ("assignment", "gap", "overlap")}
    alt = text(
        "chart.timeline.alt",
        language,
        bars=counts["assignment"],
        gaps=counts["gap"],
        overlaps=counts["overlap"],
    )
    return Chart(figure, alt, 70 + LINE_HEIGHT * max(len(lines), 1), tuple(lines))


def _look(bar: Bar) -> str:
    if bar["what"] != "assignment":
        return str(bar["what"])
    return "ended" if bar["state"] in ("ended", "left") else str(bar["role"])


def _line(bar: Bar, language: Language) -> str:
    organisation = name_of(bar, language, "organisation_") or str(bar["organisation"] or "—")
    duty = textwrap.wrap(vocabulary.label("post_role", bar["role"], language), WIDTH)
    return "<br>".join((plain(short(organisation, 22)), *duty))


def _said(bar: Bar, language: Language) -> str:
    if bar["what"] != "assignment":
        return text(f"officer.state.{bar['what']}", language)
    marks = [text(f"chart.{mark}", language) for mark in ("external", "deputy") if bar[mark]]
    name = name_of(bar, language, "holder_") or text("officer.state.nobody", language)
    return f"{name} ({', '.join(marks)})" if marks else name


def _trace(what: str, bars: list[Bar], language: Language, colours: Palette) -> Any:
    ends = [
        text("chart.open_end", language) if bar["open"] else day(bar["ends_on"], language) for bar in bars
    ]
    said = [plain(_said(bar, language)) for bar in bars]
    marked = what in ("gap", "overlap")
    return go.Bar(
        orientation="h",
        base=[bar["starts_on"].isoformat() for bar in bars],
        x=[max((bar["ends_on"] - bar["starts_on"]).days, 1) * DAY for bar in bars],
        y=[_line(bar, language) for bar in bars],
        name=text(f"officer.state.{what}", language)
        if what in PATTERNS
        else vocabulary.label("post_role", what, language),
        text=[""] * len(said) if marked else said,  # their bars are too short for words
        textposition="inside",
        insidetextanchor="start",
        constraintext="none",
        textangle=0,
        textfont={"color": colours.ink if marked or what == "ended" else colours.surface},
        hovertext=[
            f"{who}<br>{day(bar['starts_on'], language)} – {end}"
            for who, bar, end in zip(said, bars, ends, strict=True)
        ],
        hoverinfo="text",
        width=0.34 if marked else 0.62,
        offset=0.3 if marked else -0.31,
        customdata=[[bar["appointment"]] for bar in bars],
        marker={
            "color": colours.bars.get(what, colours.bars["ended"]),
            "pattern": {"shape": PATTERNS.get(what, ""), "fgcolor": colours.ink, "size": 6},
        },
    )


def _layout(lines: list[str], colours: Palette) -> dict[str, Any]:
    return {
        "barmode": "overlay",
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": FONTS, "color": colours.ink, "size": 13},
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "height": 70 + LINE_HEIGHT * max(len(lines), 1),
        "showlegend": False,
        "hoverlabel": {"bgcolor": colours.surface, "font": {"color": colours.ink, "family": FONTS}},
        "xaxis": {
            "type": "date",
            "gridcolor": colours.line,
            "zeroline": False,
            "automargin": True,
            "tickformat": "%Y-%m",
        },
        "yaxis": {
            "categoryorder": "array",
            "categoryarray": lines[::-1],
            "automargin": True,
            "gridcolor": CLEAR,
        },
    }
