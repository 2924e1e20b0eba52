"""Who answers: the exceptions in accountability, and which officers and representatives are in post."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from governance import formatting
from governance.insight import dpo
from governance.insight.accountability import GRAVE, ISSUES
from governance.reports.blocks import Block, Cell, Column, Group, Heading, Paragraph, Table
from governance.reports.source import Source
from governance.reports.words import Words

MOST = 12  # activities listed under one fault; the rest stands in the register
Row = dict[str, Any]


def exceptions(source: Source) -> tuple[Block, ...]:
    """Return every fault that leaves a stage without one post that answers, by activity, and the lesser ones counted."""
    words = source.words
    if source.is_empty:
        return (Paragraph(words.t("report.empty"), "call", "warn"),)
    grave = [each for each in source.faults if each["code"] in GRAVE]
    counts = {
        code: len({(each["id"], each["stage"]) for each in source.faults if each["code"] == code})
        for code in ISSUES
    }
    lesser = [code for code in ISSUES if code not in GRAVE and counts[code]]
    blocks: list[Block] = [Paragraph(words.t("report.people.lead"), "lead")]
    blocks.append(
        _faults(grave, words) if grave else Paragraph(words.t("accountability.verdict.fine"), tone="good")
    )
    if lesser:
        told = [
            words.t("report.people.count", fault=words.t(f"issue.{code}"), count=words.number(counts[code]))
            for code in lesser
        ]
        blocks.append(Paragraph(words.t("report.people.lesser", faults=words.joined(told)), "note"))
    return tuple(blocks)


def _faults(rows: list[Row], words: Words) -> Table:
    lines: list[tuple[Cell, ...] | Group] = []
    for code in ISSUES:
        here = [each for each in rows if each["code"] == code]
        if here:
            lines += _fault(code, here, words)
    columns = (
        Column(words.t("report.column.activity"), "5fr"),
        Column(words.t("report.column.stages"), "3fr"),
        Column(words.t("report.column.post"), "4fr"),
        Column(words.t("report.column.department"), "4fr"),
    )
    return Table(columns, tuple(lines))


def _fault(code: str, rows: list[Row], words: Words) -> list[tuple[Cell, ...] | Group]:
    """Return the heading of a fault and one line an activity, those with most stages first."""
    activities: dict[str, list[Row]] = {}
    for row in rows:
        activities.setdefault(row["id"], []).append(row)
    cells = len({(row["id"], row["stage"]) for row in rows})
    note = words.t(
        "report.people.stages", stages=words.number(cells), activities=words.number(len(activities))
    )
    ordered = sorted(activities.values(), key=lambda each: -len({row["stage"] for row in each}))
    lines: list[tuple[Cell, ...] | Group] = [Group(words.t(f"issue.{code}"), note)]
    lines += [_activity(each, words) for each in ordered[:MOST]]
    if len(ordered) > MOST:
        more = words.t("report.more", count=words.number(len(ordered) - MOST))
        lines.append((Cell(more, tone="muted"), Cell(""), Cell(""), Cell("")))
    return lines


def _activity(rows: list[Row], words: Words) -> tuple[Cell, ...]:
    first = rows[0]
    posts = dict.fromkeys(_post(row, words) for row in rows)
    return (
        Cell(words.named(first), note=first["id"]),
        Cell(words.stages(row["stage"] for row in rows)),
        Cell("\n".join(posts)),
        Cell(words.named(first, "department_") if first["department"] else formatting.MISSING),
    )


def _post(row: Row, words: Words) -> str:
    post = words.named(row, "post_") if row["post"] else formatting.MISSING
    if not row["holder"]:
        return post
    return words.t("exchange.answer.bracketed", name=post, detail=words.named(row, "holder_"))


def officers(source: Source) -> tuple[Block, ...]:
    """Return which duty each organisation needs and who holds it, then gaps and overlaps."""
    words = source.words
    needs = dpo.needs(source.reader).to_pylist()
    if not needs:
        return (Paragraph(words.t("dpo.verdict.no_data"), "call", "warn"),)
    held = _holders(dpo.assignments(source.reader).to_pylist(), words)
    spans = [
        *_spans(dpo.gaps(source.reader).to_pylist(), "gap", words),
        *_spans(dpo.overlaps(source.reader).to_pylist(), "overlap", words),
    ]
    blocks: list[Block] = [Paragraph(words.t("report.officers.lead"), "lead"), _needs(needs, held, words)]
    if spans:
        blocks += [Heading(words.t("report.officers.spans")), *spans]
    return tuple(blocks)


def _holders(assignments: Iterable[Row], words: Words) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for row in assignments:
        if row["state"] == "in_force":
            found.setdefault((row["organisation"], row["role"]), []).append(words.named(row, "holder_"))
    return found


def _needs(needs: list[Row], held: dict[tuple[str, str], list[str]], words: Words) -> Table:
    rows = []
    for need in needs:
        names = held.get((need["organisation"], need["role"]), [])
        nobody = Cell(words.t("report.officers.nobody"), tone="bad", strong=True)
        in_post = Cell(words.joined(names) or words.t("report.officers.yes")) if need["filled"] else nobody
        reason = Cell(words.t(f"officer.reason.{need['reason']}"), tone="muted")
        rows.append((Cell(words.named(need)), Cell(words.term("post_role", need["role"])), in_post, reason))
    columns = (
        Column(words.t("report.column.organisation"), "4fr"),
        Column(words.t("report.column.duty"), "4fr"),
        Column(words.t("report.column.in_post"), "4fr"),
        Column(words.t("report.column.why"), "4fr"),
    )
    return Table(columns, tuple(rows))


def _spans(rows: Iterable[Row], what: str, words: Words) -> list[Paragraph]:
    """Return each gap or overlap as a sentence; one that lasts stands out."""
    told = []
    for row in rows:
        until = row[f"{what}_until"]
        sentence = words.t(
            f"report.officers.{what}" if until else f"report.officers.{what}.open",
            organisation=words.named(row, "organisation_"),
            role=words.term("post_role", row["role"]),
            start=words.day(row[f"{what}_from"]),
            end=words.day(until),
        )
        told.append(Paragraph(sentence, tone="plain" if until else "bad"))
    return told
