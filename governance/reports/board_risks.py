"""Risks to people: the four numbers to act on, both squares, and the risks that weigh most."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from governance import formatting
from governance.charts.palette import LIGHT, of_score
from governance.insight import risks
from governance.insight.risks import HIGH, When
from governance.reports.blocks import Block, Cell, Column, Field, Fields, Heading, Paragraph, Table
from governance.reports.figure_blocks import cards
from governance.reports.source import Source
from governance.reports.words import Words

FIGURES = ("risk.high", "risk.overdue", "risk.untreated", "risk.unscored")
MOST = 10
Row = dict[str, Any]


def build(source: Source) -> tuple[Block, ...]:
    """Return the part on risks; without any it says that there is no data."""
    words = source.words
    open_risks = risks.register(source.reader, open_only=True).to_pylist()
    if source.figures["risk.overdue"].value is None:
        return (Paragraph(words.t("report.risks.empty"), "call", "warn"),)
    scored = [row for row in open_risks if row["score_after"] is not None]
    unscored = sorted(
        (row for row in open_risks if row["score_after"] is None),
        key=lambda row: (-(row["score_before"] or 99), row["id"]),
    )
    return (
        cards(source, FIGURES),
        Fields((_field(source, "before"), _field(source, "after"))),
        *_listed("report.risks.top", scored, words),
        *_listed("report.risks.unscored", unscored, words),
    )


def _field(source: Source, when: When) -> Field:
    words = source.words
    found = {
        (row["likelihood"], row["impact"]): row["risks"]
        for row in risks.field(source.reader, when).to_pylist()
    }
    rows = tuple(
        tuple(
            Cell(
                words.number(found[likelihood, impact]) if found[likelihood, impact] else "",
                paint=of_score(likelihood * impact, dark=False),
            )
            for impact in range(1, 6)
        )
        for likelihood in range(5, 0, -1)
    )
    return Field(words.t(f"report.risks.{when}"), words.t("chart.impact"), words.t("chart.likelihood"), rows)


def _listed(title_key: str, rows: list[Row], words: Words) -> Iterable[Block]:
    """Give a title and the first rows under it; nothing when there are none."""
    if not rows:
        return
    yield Heading(words.t(title_key, count=words.number(len(rows)), shown=words.number(min(MOST, len(rows)))))
    yield table(rows[:MOST], words)


def table(rows: Iterable[Row], words: Words) -> Table:
    """Return rows of ``insight.risks.register`` as a table."""
    return Table(_columns(words), tuple(_line(row, words) for row in rows))


def _columns(words: Words) -> tuple[Column, ...]:
    return (
        Column(words.t("report.column.risk"), "6fr"),
        Column(words.t("report.column.before"), "13mm", "center"),
        Column(words.t("report.column.after"), "13mm", "center"),
        Column(words.t("report.column.treatment"), "2fr"),
        Column(words.t("report.column.owner"), "4fr"),
        Column(words.t("report.column.due"), "33mm"),
    )


def _line(row: Row, words: Words) -> tuple[Cell, ...]:
    activity = words.named(row, "activity_") if row["activity"] else ""
    stage = words.term("stage", row["stage"]) if row["stage"] else ""
    late = words.t("report.risks.late", days=words.number(row["days_overdue"])) if row["overdue"] else ""
    treatment = words.term("treatment", row["treatment"])
    return (
        Cell(words.named(row), note=" · ".join(filter(None, (row["id"], activity, stage)))),
        _score(row["score_before"], words),
        _score(row["score_after"], words),
        Cell(treatment, tone="plain" if row["treatment"] else "bad"),
        _owner(row, words),
        Cell(words.day(row["due_on"]), note=late, tone="bad" if row["overdue"] else "plain"),
    )


def _score(score: int | None, words: Words) -> Cell:
    if score is None:
        return Cell(words.t("report.risks.no_score"), paint=LIGHT.empty)
    return Cell(words.number(score), strong=score >= HIGH, paint=of_score(score, dark=False))


def _owner(row: Row, words: Words) -> Cell:
    if not row["owner"]:
        return Cell(formatting.MISSING, tone="bad")
    vacant = row["owner_state"] != "held"
    note = words.t(f"dash.a_state.{row['owner_state'] or 'vacant'}") if vacant else ""
    return Cell(words.named(row, "owner_"), note=note, tone="bad" if vacant else "plain")
