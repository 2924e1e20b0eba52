"""Lifecycle coverage as a heat map: every department by every stage, the weakest first."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from governance import formatting
from governance.charts.palette import LIGHT, of_share
from governance.insight.catalogue import STAGES
from governance.reports.blocks import Block, Cell, HeatMap, Paragraph
from governance.reports.figure_blocks import ratio
from governance.reports.source import Source
from governance.reports.words import Words

LEGEND = ("0–19%", "20–39%", "40–59%", "60–79%", "80–99%", "100%")


def build(source: Source) -> tuple[Block, ...]:
    """Return the heat map, or the words for no data."""
    words = source.words
    if not source.cells:
        return (Paragraph(words.t("report.empty"), "call", "warn"),)
    return (Paragraph(words.t("report.coverage.lead"), "lead"), _map(source))


def _map(source: Source) -> HeatMap:
    words = source.words
    groups = groupby(source.cells, key=lambda each: each["department"])
    return HeatMap(
        corner=words.t("chart.department"),
        columns=(*(words.term("stage", code) for code in STAGES), words.t("report.coverage.all")),
        rows=tuple(_row(list(cells), words) for _, cells in groups),
        legend=legend(),
    )


def legend() -> tuple[Cell, ...]:
    """Return what the paints of shares mean."""
    return tuple(Cell(label, paint=paint) for label, paint in zip(LEGEND, LIGHT.shares, strict=True))


def _row(cells: list[dict[str, Any]], words: Words) -> tuple[str, tuple[Cell, ...]]:
    first = cells[0]
    label = words.named(first) if first["department"] else words.t("chart.no_department")
    by_stage = {each["stage"]: each for each in cells}
    shares = [_cell(by_stage[code]["share"], [by_stage[code]], words) for code in STAGES]
    return label, (*shares, _cell(first["department_share"], cells, words))


def _cell(share: float | None, counted: Iterable[dict[str, Any]], words: Words) -> Cell:
    known = list(counted)
    covered, cells = (sum(each[name] for each in known) for name in ("covered", "cells"))
    told = "" if share is None else ratio(covered, cells, words)
    value = None if share is None else float(share)
    shown = formatting.MISSING if share is None else formatting.cell_percent(value, words.language)
    return Cell(shown, note=told, paint=of_share(value, dark=False))
