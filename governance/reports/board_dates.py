"""What runs out next: evidence, terms of officers and reviews of policies within ninety days, and what is overdue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from governance.insight import dpo
from governance.reports.blocks import Block, Cell, Column, Heading, Paragraph, Table, Tone
from governance.reports.figure_blocks import shown, with_counts
from governance.reports.source import Source
from governance.reports.words import Words

DAYS = 90
MOST = 20
REVIEWS = (
    "SELECT id, name, name_zh, owner, review_by FROM policy_in_force WHERE review_by <= lens_day() + $days"
    " ORDER BY review_by, id"
)
Row = dict[str, Any]


def build(source: Source) -> tuple[Block, ...]:
    """Return the lists, the earliest first; each that is empty says so in one sentence."""
    words = source.words
    if source.is_empty:
        return (Paragraph(words.t("report.empty"), "call", "warn"),)
    return (
        *_evidence(source),
        Heading(words.t("report.dates.reviews")),
        _reviews(source) or Paragraph(words.t("report.dates.no_reviews")),
        Heading(words.t("report.dates.terms")),
        _terms(source) or Paragraph(words.t("report.dates.no_terms")),
    )


def _evidence(source: Source) -> Iterable[Block]:
    words, figure = source.words, source.figures["evidence.expiring"]
    in_date, stale = source.figures["evidence.in_date"], source.figures["evidence.expired_in_use"]
    yield Heading(words.t(figure.title_key))
    yield Paragraph(
        words.t(
            "report.dates.evidence",
            expiring=shown(figure, words),
            in_date=with_counts(in_date, words),
            stale=shown(stale, words),
        ),
        "lead",
    )
    rows = figure.rows(source.reader)
    words.learn(row["owner"] for row in rows[:MOST])
    if rows:
        yield Table(
            _columns(words, "report.column.evidence"), tuple(_piece(row, source) for row in rows[:MOST])
        )
    if len(rows) > MOST:
        yield Paragraph(words.t("report.more", count=words.number(len(rows) - MOST)), "note")


def _columns(
    words: Words, first: str, who: str = "report.column.owner", when: str = "report.column.ends"
) -> tuple[Column, ...]:
    return (
        Column(words.t(first), "6fr"),
        Column(words.t(who), "4fr"),
        Column(words.t(when), "33mm"),
        Column(words.t("report.column.days"), "18mm", "right"),
    )


def _piece(row: Row, source: Source) -> tuple[Cell, ...]:
    words = source.words
    kind = words.term("evidence_kind", row["evidence_kind"])
    name = Cell(words.named(row), note=f"{row['id']} · {kind}")
    return (name, Cell(words.record(row["owner"])), *_ending(row["expires_on"], source))


def _ending(last: date, source: Source) -> tuple[Cell, Cell]:
    """Return the day and how many days are left; a day that has passed stands out."""
    words, days = source.words, (last - source.day).days
    tone: Tone = "bad" if days < 0 else "plain"
    return Cell(words.day(last), tone=tone), Cell(words.number(days), tone=tone, strong=days < 0)


def _reviews(source: Source) -> Table | None:
    """Return the policies whose review is overdue or falls due."""
    words = source.words
    rows = source.reader.rows(REVIEWS, days=DAYS)
    words.learn(row["owner"] for row in rows[:MOST])
    lines = tuple(
        (
            Cell(words.named(row), note=row["id"]),
            Cell(words.record(row["owner"])),
            *_ending(row["review_by"], source),
        )
        for row in rows[:MOST]
    )
    return (
        Table(_columns(words, "report.column.policy", when="report.column.review"), lines) if lines else None
    )


def _terms(source: Source) -> Table | None:
    """Return the officers and representatives whose term ends; the day is the first without them."""
    words, until = source.words, source.day + timedelta(days=DAYS)
    rows = [
        row
        for row in dpo.assignments(source.reader).to_pylist()
        if row["state"] == "in_force" and row["until"] and row["until"] <= until
    ]
    rows.sort(key=lambda row: row["until"])
    lines = tuple(_term(row, source) for row in rows[:MOST])
    return Table(_columns(words, "report.column.duty", "report.column.holder"), lines) if lines else None


def _term(row: Row, source: Source) -> tuple[Cell, ...]:
    words = source.words
    duty = Cell(words.term("post_role", row["role"]), note=words.named(row, "organisation_"))
    return (duty, Cell(words.named(row, "holder_")), *_ending(row["until"], source))
