"""What changed since the quarter before: each headline figure that moved, and the records that moved it most."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from governance import formatting
from governance.insight import since
from governance.insight.since import Cause, Explanation
from governance.reports.blocks import Block, Cell, Column, Group, Paragraph, Table
from governance.reports.figure_blocks import shown
from governance.reports.source import HEADLINES, Source
from governance.reports.words import Words

AT_ONCE = 2
MOST = 8  # causes named under one figure; their sums stand beside its title


def build(source: Source) -> tuple[Block, ...]:
    """Return one table of the figures that moved; when none did, or there was nothing before, one sentence."""
    words, day = source.words, source.words.day(source.before_on)
    if source.is_empty:
        return (Paragraph(words.t("report.empty"), "call", "warn"),)
    moved = [name for name in HEADLINES if _moved(source, name)]
    if not moved:
        compared = any(source.before[name].value is not None for name in HEADLINES)
        return (Paragraph(words.t(f"report.since.{'nothing' if compared else 'no_earlier'}", day=day)),)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda name: _explained(source, name), moved))
    rows = [row for each in found for row in _figure(each, words)]
    columns = (
        Column(words.t("report.column.happened"), "32mm"),
        Column(words.t("report.column.record"), "5fr"),
        Column(words.t("report.record.why"), "5fr"),
        Column(words.t("report.column.effect"), "24mm", "right"),
    )
    return (Paragraph(words.t("report.since.lead", day=day), "lead"), Table(columns, tuple(rows)))


def _explained(source: Source, name: str) -> Explanation:
    return since.explain(source.register, name, source.before_lens, source.reader.lens)


def _moved(source: Source, name: str) -> bool:
    before, after = source.before[name], source.figures[name]
    return before.value is not None and after.value is not None and before.value != after.value


def _figure(found: Explanation, words: Words) -> list[tuple[Cell, ...] | Group]:
    """Return the title of a figure with both values and the sums, and a line a cause."""
    change = found.change
    title = words.t(
        "report.since.figure",
        title=words.t(change.after.title_key),
        before=shown(change.before, words),
        after=shown(change.after, words),
    )
    sums = [
        words.t(
            "report.since.sum",
            what=words.t(f"report.since.what.{each.what}"),
            records=words.number(each.records),
            effect=_effect(each.effect, change.after.unit, words),
        )
        for each in found.totals
    ]
    lines: list[tuple[Cell, ...] | Group] = [Group(title, " · ".join(sums))]
    lines += [_cause(each, change.after.unit, words) for each in found.causes[:MOST]]
    if len(found.causes) > MOST:
        more = Cell(words.t("report.more", count=words.number(len(found.causes) - MOST)), tone="muted")
        lines.append((Cell(""), more, Cell(""), Cell("")))
    return lines


def _cause(cause: Cause, unit: str, words: Words) -> tuple[Cell, ...]:
    named = words.named({"name": cause.name, "name_zh": cause.name_zh, "id": cause.record})
    who = words.record(cause.actor) if cause.actor else ""
    return (
        Cell(words.t(f"report.since.what.{cause.what}"), note=words.day(cause.on)),
        Cell(named, note=cause.record or ""),
        Cell(
            cause.reason or words.t("report.since.time"), note=who, tone="plain" if cause.reason else "muted"
        ),
        Cell(_effect(cause.effect, unit, words)),
    )


def _effect(effect: float | None, unit: str, words: Words) -> str:
    told = formatting.change((0.0, effect), unit, words.language)
    return formatting.MISSING if told is None else str(told)
