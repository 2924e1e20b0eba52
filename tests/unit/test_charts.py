"""Charts say the same without colour, in both languages, on light and dark."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from governance.charts import coverage, matrix, risk, timeline, trend
from governance.charts.palette import DARK, LIGHT, Paint, Palette, of_share
from governance.insight.figure import Figure

DAY = date(2026, 6, 15)


def figure(value: float | None, on: date = DAY, name: str = "coverage", unit: Any = "share") -> Figure:
    """Return a figure with a value."""
    return Figure(name, unit, "up", value, 1, 2, (), 1, on, "", {}, ())


def department(name: str | None, share: float | None, stage: str = "collect") -> dict[str, Any]:
    """Return a row of coverage by department."""
    key = name and f"DEP-{name}"
    return {
        "department": key, "name": name, "name_zh": None, "stage": stage, "share": share, "department_share": share,
        "covered": 1, "cells": 2,
    }  # fmt: skip


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def paints(colours: Palette) -> list[Paint]:
    """Return every background with its ink."""
    named = [*colours.states.values(), *colours.letters.values()]
    return [*named, *colours.shares, *colours.risks, colours.empty]


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_ink_reads_on_every_colour(colours: Palette) -> None:
    """The contrast of text in cells is at least 4.5 to 1."""
    for fill, ink in paints(colours):
        low, high = sorted((luminance(fill), luminance(ink)))
        assert (high + 0.05) / (low + 0.05) >= 4.5, (fill, ink)


@pytest.mark.parametrize("dark", [True, False])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_heat_map_writes_its_shares(language: Any, dark: bool) -> None:
    """Every cell shows its share as text and carries what it stands for; the alt sentence names the weakest."""
    rows = [department("Sales", 0.25), department("HR", 0.996), department(None, None)]
    chart = coverage.heat_map(rows, language, dark=dark)
    json.dumps(chart.spec)
    cells = chart.spec["series"][0]["data"]
    assert [cell["label"]["formatter"] for cell in cells] == ["25%", "99%", "–"]
    assert (cells[0]["department"], cells[0]["stage"]) == ("DEP-Sales", "collect")
    assert "Sales" in chart.alt
    assert chart.keys == ("DEP-Sales", "DEP-HR", "")
    assert chart.spec["backgroundColor"] == "rgba(0,0,0,0)"
    assert coverage.heat_map(rows, language, dark=dark, most=1).keys == ("DEP-Sales",)


def test_a_heat_map_without_rows_says_so() -> None:
    """No data is a sentence, not a picture of 100 %."""
    chart = coverage.heat_map([], "en", dark=False)
    assert "without data" in chart.alt
    assert chart.spec["series"][0]["data"] == []


def test_only_everything_gets_the_last_colour() -> None:
    """99.9 % does not look like 100 %, and no data looks like neither."""
    shades = [of_share(share, dark=False) for share in (0, 0.999, 1, None)]
    assert len(set(shades)) == 4
    assert shades[2] == LIGHT.shares[-1]


def test_the_activity_map_marks_states_without_colour() -> None:
    """A mark tells the state; how many facts hold stands beside it."""
    shared = {"id": "ACT-1", "name": "Pay", "name_zh": "薪酬"}
    states = [("covered", 4), ("partial", 2), ("gap", 0), ("not_applicable", 0), ("not_assessed", 1)]
    rows = [
        {**shared, "stage": stage, "state": state, "facts": facts}
        for stage, (state, facts) in zip(coverage.stages(), states, strict=False)
    ]
    chart = coverage.activity_map(rows, "zh", dark=True)
    shown = [cell["label"]["formatter"] for cell in chart.spec["series"][0]["data"]]
    assert shown == ["✓ 4/4", "◐ 2/4", "✗ 0/4", "–", "?"]
    assert chart.spec["yAxis"]["data"] == ["薪酬"]


def test_stage_bars_leave_out_what_has_no_data() -> None:
    """A stage without data has no bar and says so."""
    figures = {f"coverage.{code}": figure(0.5) for code in coverage.stages()}
    figures["coverage.delete"] = figure(None)
    chart = coverage.stage_bars(figures, "en", dark=False)
    bars = {bar["name"]: bar for bar in chart.spec["series"][0]["data"]}
    assert (bars["delete"]["value"], bars["delete"]["label"]["formatter"]) == (None, "No data")
    assert "Delete: No data" in chart.alt


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_field_of_risks_counts_in_its_cells(language: Any) -> None:
    """Likelihood goes up, impact to the right; a cell without risks stays empty."""
    rows = [
        {
            "likelihood": low,
            "impact": high,
            "risks": int(low == high == 5),
            "ids": ["RSK-1"] * (low == high == 5),
        }
        for low in range(1, 6)
        for high in range(1, 6)
    ]
    chart = risk.field(rows, language, dark=False)
    json.dumps(chart.spec)
    cells = chart.spec["series"][0]["data"]
    assert cells[-1]["value"] == [4, 4, 1]
    assert (cells[-1]["label"]["formatter"], cells[0]["label"]["formatter"]) == ("1", "")
    assert cells[-1]["ids"] == ["RSK-1"]
    assert "1" in chart.alt


def bar(what: str, state: str, **more: Any) -> dict[str, Any]:
    """Return a bar of the timeline."""
    shared = {
        "organisation": "ORG-1", "organisation_name": "Alba", "organisation_name_zh": "阿尔巴", "role": "gdpr_dpo",
        "holder_name": "<b>Kim</b>", "holder_name_zh": None, "external": True, "deputy": False, "appointment": "APP-1",
        "starts_on": date(2026, 1, 1), "ends_on": DAY, "open": True,
    }  # fmt: skip
    return {**shared, "what": what, "state": state, **more}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_timeline_names_holders_gaps_and_overlaps(language: Any) -> None:
    """Names of people are no markup; a gap is hatched and named."""
    bars = [bar("assignment", "in_force"), bar("gap", "gap"), bar("overlap", "overlap")]
    chart = timeline.timeline(bars, language, today=DAY, dark=True)
    assigned, gap, overlap = chart.spec.data
    assert assigned.text[0].startswith("&lt;b&gt;Kim")
    assert (gap.marker.pattern.shape, overlap.marker.pattern.shape) == ("x", "/")
    assert assigned.hovertext[0] != gap.hovertext[0] != overlap.hovertext[0]
    assert len(chart.keys) == 1
    assert chart.spec.layout.paper_bgcolor == "rgba(0,0,0,0)"
    assert timeline.timeline([], language, today=DAY, dark=False).alt


def test_trends_leave_holes_where_there_was_no_data() -> None:
    """A date without data is a hole; lines differ by dash; a line of one point is no sparkline."""
    series = {"coverage": [figure(None, date(2026, 4, 30)), figure(0.2, date(2026, 5, 31)), figure(0.4)]}
    series["evidence.in_date"] = [figure(0.9, name="evidence.in_date")]
    chart = trend.lines(series, "en", dark=False)
    first, second = chart.spec.data
    assert first.y == (None, 0.2, 0.4)
    assert first.line.dash != second.line.dash
    assert "20%" in chart.alt
    assert trend.sparkline(series["coverage"]) == [0.2, 0.4]
    assert trend.sparkline(series["evidence.in_date"]) == []
    assert "without data" in trend.lines({"a": [figure(None)]}, "en", dark=False).alt


def test_letters_read_without_colour() -> None:
    """Inherited and not held are marks beside the letter; what is wrong takes the colour."""
    rows = [
        {"letter": "responsible", "explicit": 1, "state": "held"},
        {"letter": "accountable", "explicit": 0, "state": "vacant"},
    ]
    assert matrix.letters(rows) == "A↓! R"
    assert matrix.paint(rows, dark=False) == LIGHT.letters["fault"]
    assert matrix.paint(rows[:1], dark=True) == DARK.letters["responsible"]
    assert matrix.paint([], dark=False) == LIGHT.empty
    assert matrix.css(LIGHT.empty).startswith("background-color: #")
