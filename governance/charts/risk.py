"""Risks by likelihood and impact, five by five."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from governance import vocabulary
from governance.charts.chart import Chart
from governance.charts.palette import CLEAR, FONTS, of_score, palette
from governance.language import Language, text

HIGH = 15


def field(rows: Sequence[Mapping[str, Any]], language: Language, *, dark: bool) -> Chart:
    """Return the field of the rows of ``insight.risks.field``; likelihood goes up, impact to the right.

    Every cell is coloured by its score; it shows how many risks lie in it and carries their ``ids`` for a click.
    """
    colours = palette(dark=dark)
    levels = [str(level) for level in range(1, 6)]
    option = {
        "backgroundColor": CLEAR,
        "textStyle": {"fontFamily": FONTS, "color": colours.ink},
        "animation": False,
        "grid": {"left": 8, "right": 12, "top": 8, "bottom": 28, "containLabel": True},
        "tooltip": {
            "formatter": "{b}",
            "backgroundColor": colours.surface,
            "textStyle": {"color": colours.ink},
        },
        "xAxis": _axis("impact", levels, language, colours.muted, gap=30),
        "yAxis": _axis("likelihood", levels, language, colours.muted, gap=92),
        "series": [
            {
                "type": "heatmap",
                "data": [_cell(row, language, dark=dark) for row in rows],
                "label": {"show": True, "fontSize": 15, "fontWeight": 600},
                "itemStyle": {"borderColor": colours.surface, "borderWidth": 3, "borderRadius": 5},
                "emphasis": {"itemStyle": {"borderColor": colours.ink, "borderWidth": 2}},
            }
        ],
    }
    total = sum(row["risks"] for row in rows)
    high = sum(row["risks"] for row in rows if row["likelihood"] * row["impact"] >= HIGH)
    return Chart(option, text("chart.risk.alt", language, risks=total, high=high), 320)


def _axis(name: str, levels: list[str], language: Language, ink: str, *, gap: int) -> dict[str, Any]:
    return {
        "type": "category",
        "name": text(f"chart.{name}", language),
        "nameLocation": "middle",
        "nameGap": gap,
        "nameTextStyle": {"color": ink},
        "data": [f"{level} {vocabulary.label(name, level, language)}" for level in levels],
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "axisLabel": {"color": ink, "interval": 0, "fontSize": 11, "width": 78, "overflow": "truncate"},
    }


def _cell(row: Mapping[str, Any], language: Language, *, dark: bool) -> dict[str, Any]:
    score = int(row["likelihood"] * row["impact"])
    paint = of_score(score, dark=dark)
    likelihood, impact = (
        vocabulary.label(name, str(row[name]), language) for name in ("likelihood", "impact")
    )
    return {
        "value": [int(row["impact"]) - 1, int(row["likelihood"]) - 1, int(row["risks"])],
        "itemStyle": {"color": paint.fill},
        "label": {"formatter": str(row["risks"]) if row["risks"] else "", "color": paint.ink},
        "name": f"{likelihood} × {impact} = {score}: {row['risks']}",
        "ids": list(row["ids"]),
        "score": score,
    }
