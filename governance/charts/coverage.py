"""Coverage as pictures: department by stage, activity by stage, and one bar a stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from governance import vocabulary
from governance.charts.chart import Chart, name_of, percent, short
from governance.charts.palette import CLEAR, FONTS, Paint, Palette, of_share, palette
from governance.insight.figure import Figure
from governance.language import Language, text

Row = Mapping[str, Any]
ROW_HEIGHT = 34
MARKS = {"covered": "✓", "partial": "◐", "gap": "✗", "not_applicable": "–", "not_assessed": "?"}


def stages() -> tuple[str, ...]:
    """Return the codes of the stages in their order."""
    return tuple(term.code for term in vocabulary.terms("stage"))


def heat_map(rows: Sequence[Row], language: Language, *, dark: bool, most: int | None = None) -> Chart:
    """Return the heat map of the rows of ``insight.coverage.by_department``, weakest department on top.

    Each cell shows its share, or a dash when every activity leaves the stage out; its point carries ``department``
    and ``stage`` for a click. ``most`` limits the number of departments.
    """
    names = {row["department"] or "": _department(row, language) for row in rows}
    keys = tuple(names)[:most]
    cells = [_share_cell(row, keys, language, dark=dark) for row in rows if (row["department"] or "") in keys]
    option = _grid([short(names[key]) for key in keys], cells, language, palette(dark=dark))
    if not keys:
        return Chart(option, text("chart.coverage.alt_empty", language), 120)
    weakest = next(row for row in rows if (row["department"] or "") == keys[0])
    share = weakest["department_share"]
    alt = text(
        "chart.coverage.alt",
        language,
        rows=len(keys),
        weakest=names[keys[0]],
        share=text("chart.no_data", language) if share is None else percent(float(share), language),
    )
    return Chart(option, alt, 60 + ROW_HEIGHT * len(keys), keys)


def activity_map(rows: Sequence[Row], language: Language, *, dark: bool, most: int | None = None) -> Chart:
    """Return the map of the rows of ``insight.coverage.by_activity``: a mark for the state and the facts that hold."""
    names = {row["id"]: name_of(row, language) for row in rows}
    keys = tuple(names)[:most]
    cells = [_state_cell(row, keys, language, dark=dark) for row in rows if row["id"] in keys]
    option = _grid([short(names[key]) for key in keys], cells, language, palette(dark=dark))
    return Chart(
        option, text("chart.activities.alt", language, rows=len(keys)), 60 + ROW_HEIGHT * len(keys), keys
    )


def stage_bars(figures: Mapping[str, Figure], language: Language, *, dark: bool) -> Chart:
    """Return one bar a stage from the figures ``coverage.<stage>``; a stage without data has no bar."""
    colours = palette(dark=dark)
    codes = stages()[::-1]
    bars = []
    for code in codes:
        value = figures[f"coverage.{code}"].value
        label = text("chart.no_data", language) if value is None else percent(value, language)
        bars.append(
            {
                "value": None if value is None else round(value, 4),
                "name": code,
                "itemStyle": {"color": of_share(value, dark=dark).fill},
                "label": {"formatter": label},
            }
        )
    option = {
        **_shared(colours),
        "grid": {"left": 8, "right": 56, "top": 8, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "min": 0, "max": 1, "show": False},
        "yAxis": _axis([vocabulary.label("stage", code, language) for code in codes], colours),
        "series": [
            {
                "type": "bar",
                "data": bars,
                "barWidth": "62%",
                "showBackground": True,
                "backgroundStyle": {"color": colours.empty.fill},
                "label": {"show": True, "position": "right", "color": colours.ink},
            }
        ],
    }
    known = [(code, figures[f"coverage.{code}"].value) for code in stages()]
    alt = "; ".join(
        f"{vocabulary.label('stage', code, language)}: "
        + (text("chart.no_data", language) if value is None else percent(value, language))
        for code, value in known
    )
    return Chart(option, alt, 40 * len(codes), codes)


def _department(row: Row, language: Language) -> str:
    return name_of(row, language) or row["department"] or text("chart.no_department", language)


def _share_cell(row: Row, keys: tuple[str, ...], language: Language, *, dark: bool) -> dict[str, Any]:
    share = None if row["share"] is None else float(row["share"])
    shown = "–" if share is None else percent(share, language)
    return {
        **_cell(row["stage"], keys.index(row["department"] or ""), shown, of_share(share, dark=dark)),
        "department": row["department"] or "",
        "stage": row["stage"],
        "name": f"{_department(row, language)} · {vocabulary.label('stage', row['stage'], language)} · "
        + text("chart.cells", language, covered=row["covered"], cells=row["cells"]),
    }


def _state_cell(row: Row, keys: tuple[str, ...], language: Language, *, dark: bool) -> dict[str, Any]:
    mark = MARKS[row["state"]]
    shown = mark if row["state"] in ("not_applicable", "not_assessed") else f"{mark} {row['facts']}/4"
    paint = palette(dark=dark).states[row["state"]]
    state = text(f"state.{row['state']}", language)
    return {
        **_cell(row["stage"], keys.index(row["id"]), shown, paint),
        "activity": row["id"],
        "stage": row["stage"],
        "name": f"{name_of(row, language)} · {vocabulary.label('stage', row['stage'], language)} · {state}",
    }


def _cell(stage: str, row: int, shown: str, paint: Paint) -> dict[str, Any]:
    return {
        "value": [stages().index(stage), row, 0],
        "itemStyle": {"color": paint.fill},
        "label": {"formatter": shown, "color": paint.ink},
    }


def _shared(colours: Palette) -> dict[str, Any]:
    return {
        "backgroundColor": CLEAR,
        "textStyle": {"fontFamily": FONTS, "color": colours.ink},
        "animation": False,
    }


def _axis(labels: list[str], colours: Palette, **more: Any) -> dict[str, Any]:
    return {
        "type": "category",
        "data": labels,
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "axisLabel": {"color": colours.ink, "fontSize": 13},
        **more,
    }


def _grid(
    labels: list[str], cells: list[dict[str, Any]], language: Language, colours: Palette
) -> dict[str, Any]:
    columns = [vocabulary.label("stage", code, language) for code in stages()]
    return {
        **_shared(colours),
        "grid": {"left": 8, "right": 8, "top": 36, "bottom": 4, "containLabel": True},
        "tooltip": {
            "formatter": "{b}",
            "backgroundColor": colours.surface,
            "textStyle": {"color": colours.ink},
        },
        "xAxis": _axis(columns, colours, position="top"),
        "yAxis": _axis(labels, colours, inverse=True),
        "series": [
            {
                "type": "heatmap",
                "data": cells,
                "label": {"show": True, "fontSize": 13, "fontWeight": 600},
                "itemStyle": {"borderColor": colours.surface, "borderWidth": 3, "borderRadius": 5},
                "emphasis": {"itemStyle": {"borderColor": colours.ink, "borderWidth": 2}},
            }
        ],
    }
