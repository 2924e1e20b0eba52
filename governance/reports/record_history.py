"""The history of one record: when, who, why, and what changed field by field, newest first."""

from __future__ import annotations

from governance.exchange.contents import Held
from governance.register.history import Step
from governance.reports.blocks import Block, Cell, Column, Paragraph, Table
from governance.reports.words import Words, cut
from governance.wording import Changed, Wording

MOST_STEPS, MOST_CHANGES, WIDTH = 100, 60, 400
MACHINE = ("origins", "kept")


def build(held: Held, steps: tuple[Step, ...], words: Words) -> tuple[Block, ...]:
    """Return one row an entry; of very long histories the newest entries, and how many stand before them."""
    words.learn(each.actor for each in steps)
    wording = Wording(words.language, words.record)
    columns = (
        Column(words.t("report.column.when"), "30mm"),
        Column(words.t("report.column.who"), "30mm"),
        Column(words.t("report.column.what"), "1fr"),
    )
    table = Table(columns, tuple(_step(held, each, words, wording) for each in steps[:MOST_STEPS]))
    if len(steps) <= MOST_STEPS:
        return (table,)
    return (
        table,
        Paragraph(words.t("report.record.earlier", count=words.number(len(steps) - MOST_STEPS)), "note"),
    )


def _step(held: Held, step: Step, words: Words, wording: Wording) -> tuple[Cell, ...]:
    version = words.t("register.version", version=words.number(step.version))
    changes = [each for each in step.changes if each.path.split("/")[0] not in MACHINE]
    told = [
        _change(wording.change(held.kind, each, step.content or {}, held.content), words)
        for each in changes[:MOST_CHANGES]
    ]
    if len(changes) > MOST_CHANGES:
        told.append(words.t("report.more", count=words.number(len(changes) - MOST_CHANGES)))
    what = f"{words.t(f'register.operation.{step.operation}')} · {step.reason}"
    return (
        Cell(words.moment(step.recorded_at), note=version),
        Cell(words.record(step.actor)),
        Cell(what, note="\n".join(told)),
    )


def _change(changed: Changed, words: Words) -> str:
    where, old, new = changed.where, *(cut(each or "", WIDTH) for each in (changed.old, changed.new))
    key = (
        "report.change.added" if not old else "report.change.removed" if not new else "report.change.replaced"
    )
    return words.t(key, where=where, old=old, new=new)
