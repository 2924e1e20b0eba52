"""How the figures are made: every figure with formula and what it leaves out, and what the pack rests on."""

from __future__ import annotations

from collections.abc import Iterable

from governance.insight.figure import Figure
from governance.reports.blocks import Block, Cell, Column, Heading, Paragraph, Table
from governance.reports.figure_blocks import changed, counted, excluded, shown
from governance.reports.source import Source
from governance.reports.words import Words

MORE = (
    "findings.critical",
    "findings.high",
    "findings.medium",
    "findings.low",
    "findings.unknown",
    "findings.waived",
    "basis.gdpr",
    "basis.pipl",
    "transfer.invalid",
    "retention.not_computable",
    "evidence.in_date",
    "evidence.expired_in_use",
    "policy.review_overdue",
    "system.restore_untested",
    "accountability.explicit",
    "accountability.no_r",
    "answers.not_known",
)


def others(source: Source) -> tuple[Block, ...]:
    """Return the figures that have no part of their own, with their change since the quarter before."""
    words = source.words
    if source.is_empty:
        return (Paragraph(words.t("report.empty"), "call", "warn"),)
    columns = (
        Column(words.t("report.column.figure"), "1fr"),
        Column(words.t("report.column.value"), "20mm", "right"),
        Column(words.t("report.column.counted"), "28mm", "right"),
        Column(words.t("report.column.change", day=words.day(source.before_on)), "40mm"),
    )
    rows = []
    for figure in (source.figures[each] for each in MORE):
        told, _, tone = changed(source, figure)
        value = Cell(shown(figure, words), strong=True)
        rows.append(
            (Cell(words.t(figure.title_key)), value, Cell(counted(figure, words)), Cell(told, tone=tone))
        )
    return (Table(columns, tuple(rows)),)


def notes(source: Source) -> tuple[Block, ...]:
    """Return what the pack rests on, then every figure with its formula and exclusions."""
    words = source.words
    return (
        *(Paragraph(each) for each in basis(source)),
        Heading(words.t("report.method.figures")),
        _formulas(source.figures.values(), words),
        Paragraph(words.t("report.method.figures.after"), "note"),
    )


def basis(source: Source) -> Iterable[str]:
    """Give the sentences on data date, known revision, comparison, scope and law."""
    words, lens = source.words, source.reader.lens
    recorded = source.stamp.recorded_at
    yield words.t("report.method.day", day=words.day(source.day))
    yield words.t(
        "report.method.revision",
        revision=words.number(source.stamp.revision),
        moment=words.moment(recorded) if recorded else words.t("exchange.stamp.never"),
    )
    yield words.t("exchange.stamp.hash", hash=source.stamp.head_hash)
    yield words.t("report.method.before", day=words.day(source.before_on))
    if lens.departments is not None:
        names = [words.record(each) for each in lens.departments]
        yield words.t(
            "report.method.scope", departments=words.joined(names) or words.t("chart.no_department")
        )
    yield words.t("report.method.unknown")
    yield words.t("report.not_advice")


def _formulas(figures: Iterable[Figure], words: Words) -> Table:
    columns = (
        Column(words.t("report.column.figure"), "9fr"),
        Column(words.t("report.column.value"), "18mm", "right"),
        Column(words.t("report.column.counted"), "25mm", "right"),
        Column(words.t("report.column.left_out"), "5fr"),
    )
    return Table(columns, tuple(_formula(each, words) for each in figures))


def _formula(figure: Figure, words: Words) -> tuple[Cell, ...]:
    return (
        Cell(words.t(figure.title_key), note=words.t(figure.formula_key)),
        Cell(shown(figure, words), strong=True),
        Cell(counted(figure, words)),
        Cell(excluded(figure, words), tone="muted"),
    )
