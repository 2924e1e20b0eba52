"""If nothing is renewed: what stops to count over the next twelve months, and what to renew first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

from governance import formatting
from governance.charts.palette import of_share
from governance.insight import figures, forecast
from governance.insight.figure import Figure
from governance.insight.forecast import Lapse
from governance.model.kinds import KINDS
from governance.reports.blocks import Block, Cell, Column, Heading, HeatMap, Paragraph, Table
from governance.reports.board_coverage import legend
from governance.reports.source import Source
from governance.reports.words import Words

MOST, AT_ONCE = 12, 2


def build(source: Source) -> tuple[Block, ...]:
    """Return the figures at the end of each month to come, and what carries most people."""
    words = source.words
    if source.is_empty:
        return (Paragraph(words.t("report.empty"), "call", "warn"),)
    lapses = forecast.renew_first(source.reader, forecast.horizon(source.day))
    blocks: list[Block] = [Paragraph(words.t("report.forecast.lead"), "lead"), _months(source)]
    blocks.append(Heading(words.t("report.forecast.first")))
    if lapses:
        blocks.append(_first(lapses[:MOST], words))
    else:
        blocks.append(Paragraph(words.t("report.forecast.nothing")))
    if len(lapses) > MOST:
        blocks.append(Paragraph(words.t("report.more", count=words.number(len(lapses) - MOST)), "note"))
    return tuple(blocks)


def _months(source: Source) -> HeatMap:
    """Return one row a month end; only the day moves, the register stays as it is known."""
    words = source.words
    days = forecast.month_ends(source.day)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = pool.map(lambda day: _on(source, day), days)
        rows = tuple((words.day(day), _cells(each, words)) for day, each in zip(days, found, strict=True))
    return HeatMap(
        corner=words.t("report.forecast.day"),
        columns=tuple(words.t(f"figure.{name}") for name in forecast.FIGURES),
        rows=rows,
        legend=legend(),
    )


def _on(source: Source, day: date) -> dict[str, Figure]:
    with source.register.read(replace(source.reader.lens, effective_on=day, newest=False)) as reader:
        return figures.compute(reader, forecast.FIGURES)


def _cells(found: dict[str, Figure], words: Words) -> tuple[Cell, ...]:
    return tuple(
        Cell(formatting.cell_percent(each.value, words.language), paint=of_share(each.value, dark=False))
        for each in found.values()
    )


def _first(lapses: tuple[Lapse, ...], words: Words) -> Table:
    columns = (
        Column(words.t("report.column.runs_out"), "6fr"),
        Column(words.t("report.column.ends"), "33mm"),
        Column(words.t("report.column.carries"), "26mm", "right"),
        Column(words.t("report.column.people"), "26mm", "right"),
    )
    return Table(columns, tuple(_lapse(each, words) for each in lapses))


def _lapse(lapse: Lapse, words: Words) -> tuple[Cell, ...]:
    kind = KINDS[lapse.kind].label(words.language) if lapse.kind in KINDS else ""
    named = words.named({"name": lapse.name, "name_zh": lapse.name_zh, "id": lapse.id})
    return (
        Cell(named, note=" · ".join(filter(None, (lapse.id, kind)))),
        Cell(words.day(lapse.on)),
        Cell(words.number(lapse.cells)),
        Cell(words.number(lapse.people)),
    )
