"""Streams from left to right: places keyed by record, labels cut to fit, colours by column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from governance.charts.chart import Chart, short
from governance.charts.palette import CLEAR, FONTS, palette
from governance.language import Language, text

ACROSS = 84  # percent of the width the columns take; the rest is for the words of the last
ROW_HEIGHT = 30


@dataclass(frozen=True, slots=True)
class Place:
    """Hold one place: its key, the words it shows, its column from 0, and whether it marks something missing."""

    key: str
    label: str
    column: int
    missing: bool = False


def stream(
    places: Sequence[Place],
    ways: Iterable[tuple[str, str, int]],
    language: Language,
    *,
    dark: bool,
    heads: Sequence[str],
) -> Chart:
    """Return the places and ways as a Sankey chart; ``heads`` name the columns, above them and in the sentence.

    ECharts joins ways by the name of a place, so the name is the key and the words stand in the label.
    """
    colours = palette(dark=dark)
    listed = list(ways)
    tallest = max((sum(each.column == at for each in places) for at in range(len(heads))), default=1)
    option = {
        "backgroundColor": CLEAR,
        "textStyle": {"fontFamily": FONTS, "color": colours.ink},
        "animation": False,
        "tooltip": {"show": False},  # a template could only show keys
        "title": _heads(heads, max((each.column for each in places), default=0), colours),
        "series": [
            {
                "type": "sankey",
                "left": 8,
                "right": f"{100 - ACROSS}%",
                "top": 34,
                "bottom": 8,
                "nodeGap": 10,
                "nodeWidth": 12,
                "layoutIterations": 64,
                "draggable": False,
                "nodeAlign": "left",
                "emphasis": {"focus": "adjacency"},
                "lineStyle": {"color": "source", "opacity": 0.28, "curveness": 0.5},
                "data": [_place(each, colours) for each in places],
                "links": [{"source": one, "target": other, "value": width} for one, other, width in listed],
            }
        ],
    }
    alt = text("chart.flow.alt", language, places=len(places), ways=len(listed), columns=" → ".join(heads))
    return Chart(option, alt, max(246, ROW_HEIGHT * tallest + 66), tuple(each.key for each in places))


def _heads(heads: Sequence[str], last: int, colours: Any) -> list[Mapping[str, Any]]:
    """Return the names of the columns as titles, each above the place where its column begins."""
    style = {"fontSize": 12, "fontWeight": 600, "color": colours.muted, "fontFamily": FONTS}
    return [
        {
            "text": head,
            "left": f"{ACROSS * at / max(last, 1):.1f}%",
            "top": 0,
            "padding": 4,
            "textStyle": style,
        }
        for at, head in enumerate(heads[: last + 1])
    ]


def _place(place: Place, colours: Any) -> Mapping[str, Any]:
    paint = colours.states["gap"].fill if place.missing else colours.lines[place.column % len(colours.lines)]
    return {
        "name": place.key,
        "depth": place.column,
        "itemStyle": {"color": paint, "borderWidth": 0},
        "label": {
            "formatter": short(place.label, 28).replace("{", "(").replace("}", ")"),
            "color": colours.ink,
        },
    }
