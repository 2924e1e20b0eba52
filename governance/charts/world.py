"""Transfers on a map without a map: countries where they lie, no borders, nothing fetched.

Borders are left out on purpose: plotly would fetch them, and publishing maps of borders needs approval in some countries.
Places come from the time-zone table of pytz, which names a principal town for every country.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import plotly.graph_objects as go

from governance import vocabulary
from governance.charts.chart import Chart
from governance.charts.palette import CLEAR, FONTS, Palette, palette
from governance.language import Language, text

Row = Mapping[str, Any]
HEIGHT = 460
SIGNS = ("circle", "square", "diamond", "triangle-up", "pentagon", "hexagon", "star")
_PLACE = re.compile(r"^([+-])(\d{2})(\d{2})(?:\d{2})?([+-])(\d{3})(\d{2})(?:\d{2})?$")
# Where people look for orientation: the parts of the world by the codes of their names, longitude, latitude.
PARTS = (("019", -95, 12), ("002", 20, -6), ("150", 12, 66), ("142", 95, 62), ("009", 140, -38))


@cache
def places() -> Mapping[str, tuple[float, float]]:
    """Return longitude and latitude of a principal town of each country, by code."""
    found: dict[str, tuple[float, float]] = {}
    lines = resources.files("pytz").joinpath("zoneinfo/zone.tab").read_text("utf-8").splitlines()
    for line in lines:
        if line.startswith("#"):
            continue
        country, where, *_ = line.split("\t")
        found.setdefault(country, _degrees(where))
    # The first town listed of a large country is not always near its middle.
    return found | {"RU": (37.6, 55.8), "AU": (149.1, -35.3), "CA": (-75.7, 45.4), "BR": (-47.9, -15.8)}


def _degrees(where: str) -> tuple[float, float]:
    found = _PLACE.match(where)
    if found is None:
        return 0.0, 0.0
    south, north, minutes, west, east, east_minutes = found.groups()
    latitude = (int(north) + int(minutes) / 60) * (-1 if south == "-" else 1)
    longitude = (int(east) + int(east_minutes) / 60) * (-1 if west == "-" else 1)
    return longitude, latitude


def world(rows: Sequence[Row], language: Language, *, dark: bool) -> Chart:
    """Return the rows of ``insight.flow.by_country``: a sign a country and mechanism, lines from where data leaves.

    Signs tell mechanisms apart by shape as well as by colour; a point carries the country for a click. Countries that are
    not given stand in no place and are named in the sentence.
    """
    colours = palette(dark=dark)
    known = [row for row in rows if row["country"] in places()]
    ways = sorted({way for row in known for way in row["mechanisms"]})
    traces = [
        _lines(known, colours),
        *(_signs(known, way, at, language, colours) for at, way in enumerate(ways)),
    ]
    traces.append(_homes(known, language, colours))
    total = sum(row["transfers"] for row in rows)
    invalid = sum(row["invalid"] for row in rows)
    alt = text("chart.world.alt", language, transfers=total, countries=len(known), invalid=invalid)
    return Chart(
        go.Figure(traces, _layout(colours, language)), alt, HEIGHT, tuple(row["country"] for row in known)
    )


def _lines(rows: Sequence[Row], colours: Palette) -> Any:
    x: list[float | None] = []
    y: list[float | None] = []
    for row in rows:
        for home in row["from_countries"]:
            if home in places() and home != row["country"]:
                (x1, y1), (x2, y2) = places()[home], places()[row["country"]]
                x += [x1, x2, None]
                y += [y1, y2, None]
    return go.Scatter(
        x=x, y=y, mode="lines", line={"color": colours.muted, "width": 1, "dash": "dot"}, hoverinfo="skip",
        showlegend=False,
    )  # fmt: skip


def _signs(rows: Sequence[Row], way: str, number: int, language: Language, colours: Palette) -> Any:
    here = [row for row in rows if way in row["mechanisms"]]
    title = (
        vocabulary.label("transfer_mechanism", way, language) if way else text("chart.world.none", language)
    )
    spots = [_beside(row, way) for row in here]
    names = [vocabulary.label("country", row["country"], language) for row in here]
    said = [
        f"{name}<br>{title}: {row['mechanisms'][way]}<br>"
        + text("chart.world.said", language, transfers=row["transfers"], invalid=row["invalid"])
        for name, row in zip(names, here, strict=True)
    ]
    return go.Scatter(
        x=[spot[0] for spot in spots],
        y=[spot[1] for spot in spots],
        mode="markers+text",
        name=title,
        text=[
            name if way == next(iter(sorted(row["mechanisms"]))) else ""
            for name, row in zip(names, here, strict=True)
        ],
        textposition="top center",
        hovertext=said,
        hoverinfo="text",
        customdata=[[row["country"]] for row in here],
        marker={
            "symbol": "x" if not way else SIGNS[number % len(SIGNS)],
            "size": [10 + 4 * min(row["mechanisms"][way], 8) ** 0.5 for row in here],
            "color": colours.bars["gap"] if not way else colours.lines[number % len(colours.lines)],
            "line": {"color": colours.surface, "width": 1},
        },
    )


def _beside(row: Row, way: str) -> tuple[float, float]:
    """Return the place of one of several signs of a country: next to each other."""
    x, y = places()[row["country"]]
    return x + 4 * sorted(row["mechanisms"]).index(way), y


def _homes(rows: Sequence[Row], language: Language, colours: Palette) -> Any:
    homes = sorted({home for row in rows for home in row["from_countries"] if home in places()})
    return go.Scatter(
        x=[places()[home][0] for home in homes],
        y=[places()[home][1] for home in homes],
        mode="markers",
        name=text("chart.world.home", language),
        hovertext=[vocabulary.label("country", home, language) for home in homes],
        hoverinfo="text",
        marker={"symbol": "circle-open-dot", "size": 16, "color": colours.ink, "line": {"width": 2}},
    )


def _layout(colours: Palette, language: Language) -> dict[str, Any]:
    axis = {
        "showticklabels": False,
        "gridcolor": colours.line,
        "zeroline": False,
        "fixedrange": True,
        "dtick": 30,
    }
    return {
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": FONTS, "color": colours.ink, "size": 12},
        "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
        "height": HEIGHT,
        "hoverlabel": {"bgcolor": colours.surface, "font": {"color": colours.ink, "family": FONTS}},
        "legend": {"orientation": "h", "y": -0.02, "x": 0},
        "xaxis": {**axis, "range": [-130, 165]},
        "yaxis": {**axis, "range": [-50, 75]},
        "annotations": [
            {
                "x": longitude,
                "y": latitude,
                "text": text(f"chart.world.part.{code}", language),
                "showarrow": False,
                "font": {"color": colours.muted, "size": 12},
                "opacity": 0.7,
            }
            for code, longitude, latitude in PARTS
        ],
    }
