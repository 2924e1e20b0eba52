"""The lifecycle of one activity: the four facts of each stage and what they rest on, and who has which letter."""

from __future__ import annotations

from typing import Any

from governance.charts.palette import LIGHT
from governance.errors import UnknownRecord
from governance.insight import coverage
from governance.insight.catalogue import STAGES
from governance.insight.cell import Fact
from governance.insight.coverage import Cell as Judged
from governance.register.reader import Reader
from governance.reports.blocks import Block, Cell, Column, Heading, Paragraph, Table
from governance.reports.words import Words

LETTERS = ("responsible", "accountable", "consulted", "informed")
ROLES = """
SELECT r.stage, r.letter, r.post, r.post_name, r.post_name_zh, r.assigned_department, r.source, r.state, r.holder
FROM cell_role r WHERE r.activity = $activity ORDER BY r.letter, r.post
"""
Row = dict[str, Any]


def build(reader: Reader, record_id: str, words: Words) -> tuple[Block, ...]:
    """Return both tables; an activity that is not live on the day is not judged, and that is said."""
    try:
        cells = [coverage.cell(reader, record_id, stage) for stage in STAGES]
    except UnknownRecord:
        return (Paragraph(words.t("report.record.not_live"), "call", "warn"),)
    roles = reader.rows(ROLES, activity=record_id)
    words.learn(each["holder"] or each["assigned_department"] for each in roles)
    return (
        Paragraph(words.t("report.record.facts"), "lead"),
        _facts(cells, words),
        Heading(words.t("report.record.letters")),
        _letters(roles, words),
    )


def _facts(cells: list[Judged], words: Words) -> Table:
    facts = ("policy", "measure", "evidence", "accountable")
    columns = (
        Column(words.t("chart.stage"), "22mm"),
        *(Column(words.t(f"fact.{code}"), "1fr") for code in facts),
    )
    return Table(columns, tuple(_stage(each, words) for each in cells))


def _stage(cell: Judged, words: Words) -> tuple[Cell, ...]:
    head = Cell(
        words.term("stage", cell.stage),
        note=words.t(f"state.{cell.state}"),
        strong=True,
        paint=LIGHT.states[cell.state],
    )
    if cell.state == "not_applicable":
        return (head, Cell(cell.reason or "", tone="muted"), Cell(""), Cell(""), Cell(""))
    return (head, *(_fact(each, words) for each in cell.facts))


def _fact(fact: Fact, words: Words) -> Cell:
    """Return whether a fact holds, and below it every record it rests on or fails by."""
    holds = words.t(f"dash.cell.{'yes' if fact.true else 'no'}")
    told = dict.fromkeys(_rest(fact.code, row, words) for row in fact.rows)
    return Cell(
        f"{'✓' if fact.true else '×'} {holds}",
        note="\n".join(told),
        tone="good" if fact.true else "bad",
        strong=True,
    )


def _rest(code: str, row: Row, words: Words) -> str:
    if code == "policy":
        dated = "dash.cell.policy.dates" if row["in_force_to"] else "dash.cell.policy.since"
        span = words.t(dated, start=words.day(row["in_force_from"]), end=words.day(row["in_force_to"]))
        return f"{words.named(row)} · {span}"
    if code == "measure":
        return f"{words.named(row)} · {words.term('measure_state', row['state'])}"
    if code == "evidence":
        if not row["id"]:
            return words.t("dash.cell.no_evidence", measure=words.named(row["measure"]))
        until = f" · {words.day(row['expires_on'])}" if row["expires_on"] else ""
        return f"{words.named(row)} · {words.t('dash.evidence.' + row['state'])}{until}"
    return _held(row, words)


def _letters(roles: list[Row], words: Words) -> Table:
    columns = (
        Column(words.t("chart.stage"), "22mm"),
        *(Column(words.term("raci", letter), "1fr") for letter in LETTERS),
    )
    alike: dict[tuple[Cell, ...], list[str]] = {}
    for stage in STAGES:
        here = [each for each in roles if each["stage"] == stage]
        cells = tuple(_letter([each for each in here if each["letter"] == code], words) for code in LETTERS)
        alike.setdefault(cells, []).append(stage)
    rows = tuple((Cell(words.stages(stages), strong=True), *cells) for cells, stages in alike.items())
    return Table(columns, rows)


def _letter(roles: list[Row], words: Words) -> Cell:
    return Cell(
        "\n".join(
            _held({**each, "name": each["post_name"], "name_zh": each["post_name_zh"]}, words)
            for each in roles
        )
    )


def _held(row: Row, words: Words) -> str:
    """Return post (or department named instead), who holds it or why nobody does, and whether it is taken over."""
    named = words.named(row) if row.get("name") else words.record(row.get("assigned_department"))
    holder = (
        words.record(row["holder"]) if row["state"] == "held" else words.t(f"dash.a_state.{row['state']}")
    )
    source = f" · {words.t('dash.a_source.inherited')}" if row["source"] == "inherited" else ""
    return words.t("exchange.answer.bracketed", name=named, detail=holder) + source
