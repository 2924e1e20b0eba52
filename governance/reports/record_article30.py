"""How complete one activity is under each letter of GDPR 30(1) or 30(2), by the formula the exports use."""

from __future__ import annotations

from governance.exchange.article30 import completeness
from governance.register.reader import Reader
from governance.reports.blocks import Block, Cell, Column, Paragraph, Table, Tone
from governance.reports.words import Words

TONES: dict[str, Tone] = {"complete": "good", "none": "plain", "unknown": "warn", "missing": "bad"}


def build(reader: Reader, record_id: str, words: Words) -> tuple[Block, ...]:
    """Return one row a letter, and how many of them are answered."""
    letters = completeness(reader, record_id)
    answered = sum(each["state"] in ("complete", "none") for each in letters)
    rows = tuple(
        (
            Cell(words.t("article30.letter", letter=each["letter"])),
            Cell(words.t(f"article30.{each['which']}.{each['letter']}")),
            Cell(
                words.t(f"register.completeness.{each['state']}"),
                tone=TONES[each["state"]],
                strong=each["state"] in ("missing", "unknown"),
            ),
        )
        for each in letters
    )
    columns = (
        Column(words.t("report.column.letter"), "18mm"),
        Column(words.t("report.column.asked")),
        Column(words.t("report.column.state"), "40mm"),
    )
    which = words.t(f"article30.title.{letters[0]['which']}")
    done = words.t("report.record.answered", done=words.number(answered), total=words.number(len(letters)))
    return (Paragraph(which, "lead"), Paragraph(done), Table(columns, rows))
