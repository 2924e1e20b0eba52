"""The record sheet: everything the register says of one processing activity, on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from governance.errors import UnknownRecord
from governance.exchange import contents
from governance.exchange.contents import Held
from governance.exchange.stamp import Stamp, stamp
from governance.insight import risks
from governance.language import Language
from governance.model.sections import sections_of
from governance.register import history
from governance.register.history import Step
from governance.register.lens import Lens
from governance.register.reader import Reader
from governance.register.store import Register
from governance.reports import board_risks, record_article30, record_fields, record_history, record_stages
from governance.reports.binding import bound
from governance.reports.blocks import Block, Cell, Document, Pair, Pairs, Paragraph, Section
from governance.reports.source import organisation
from governance.reports.words import Words

KIND = "activity"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Hold one activity as a lens sees it: its content, its history newest first, and what it stands beside."""

    reader: Reader
    words: Words
    held: Held
    steps: tuple[Step, ...]
    organisation: str
    risks: list[dict[str, Any]]
    stamp: Stamp


def document(
    register: Register, lens: Lens, record_id: str, language: Language, *, progress: Progress | None = None
) -> Document:
    """Return the sheet of the activity ``record_id`` as ``lens`` sees it.

    Raises UnknownRecord when it is no activity or may not be seen. ``progress`` hears of each part done.
    """
    with register.read(lens) as reader:
        sheet = gather(register, reader, record_id, language)
        sections: list[Section] = []
        for number, part in enumerate(PARTS, 1):
            sections += part(sheet)
            if progress:
                progress(number, len(PARTS))
    words = sheet.words
    return bound(
        words,
        stamp=sheet.stamp,
        organisation=sheet.organisation,
        heading=words.named({**sheet.held.content, "id": record_id}),
        line=words.t(
            "report.record.line",
            id=record_id,
            status=words.term("status", sheet.held.status),
            version=words.number(sheet.held.version),
        ),
        sections=tuple(sections),
    )


def gather(register: Register, reader: Reader, record_id: str, language: Language) -> Sheet:
    """Return what the sheet is drawn from."""
    words = Words(language, reader, register.zone)
    held = next(contents.records(reader, KIND, "t.id = $id", id=record_id), None)
    if held is None:
        raise UnknownRecord(record_id=record_id)
    words.learn(record_fields.linked(held.content))
    found = risks.register(reader).to_pylist()
    return Sheet(
        reader=reader,
        words=words,
        held=held,
        steps=history.of_record(reader, record_id),
        organisation=organisation(reader, words),
        risks=[row for row in found if row["activity"] == record_id],
        stamp=stamp(reader),
    )


def _section(sheet: Sheet, code: str, blocks: tuple[Block, ...]) -> list[Section]:
    """Return ``blocks`` under the title ``report.part.<code>``; nothing when there are none."""
    return [Section(sheet.words.t(f"report.part.{code}"), blocks)] if blocks else []


def _standing(sheet: Sheet) -> list[Section]:
    """Return what the record is, its status, and who changed it last."""
    words, last = sheet.words, sheet.steps[0]
    facts = (
        ("report.record.id", sheet.held.record_id),
        ("report.record.status", words.term("status", sheet.held.status)),
        ("report.record.version", words.number(sheet.held.version)),
        ("report.record.changed", words.moment(last.recorded_at)),
        ("report.record.by", words.record(last.actor)),
        ("report.record.why", last.reason),
    )
    pairs = Pairs(tuple(Pair(words.t(key), (Cell(value),)) for key, value in facts))
    ended = sheet.held.status in ("void", "retired")
    call = (Paragraph(words.t(f"report.record.{sheet.held.status}"), "call", "warn"),) if ended else ()
    return _section(sheet, "standing", (*call, pairs))


def _article30(sheet: Sheet) -> list[Section]:
    blocks = record_article30.build(sheet.reader, sheet.held.record_id, sheet.words)
    return _section(sheet, "article30", blocks)


def _lifecycle(sheet: Sheet) -> list[Section]:
    blocks = record_stages.build(sheet.reader, sheet.held.record_id, sheet.words)
    return _section(sheet, "lifecycle", blocks)


def _content(sheet: Sheet) -> list[Section]:
    """Return the sections of the record, every field in words."""
    words, content = sheet.words, sheet.held.content
    return [
        Section(words.t(f"register.section.{code}"), record_fields.section(fields, content, words))
        for code, fields in sections_of(KIND).items()
    ]


def _risks(sheet: Sheet) -> list[Section]:
    nothing = Paragraph(sheet.words.t("report.record.no_risks"))
    block = board_risks.table(sheet.risks, sheet.words) if sheet.risks else nothing
    return _section(sheet, "record_risks", (block,))


def _kept(sheet: Sheet) -> list[Section]:
    return _section(sheet, "kept", record_fields.kept(sheet.held.content, sheet.words))


def _history(sheet: Sheet) -> list[Section]:
    return _section(sheet, "history", record_history.build(sheet.held, sheet.steps, sheet.words))


def _basis(sheet: Sheet) -> list[Section]:
    """Return the day, the revision and that this is no legal advice."""
    words, recorded = sheet.words, sheet.stamp.recorded_at
    told = (
        words.t("report.method.day", day=words.day(sheet.stamp.effective_on)),
        words.t(
            "report.method.revision",
            revision=words.number(sheet.stamp.revision),
            moment=words.moment(recorded) if recorded else words.t("exchange.stamp.never"),
        ),
        words.t("exchange.stamp.hash", hash=sheet.stamp.head_hash),
        *((words.t("report.method.masked"),) if sheet.reader.lens.masks_contacts else ()),
        words.t("report.not_advice"),
    )
    return _section(sheet, "basis", tuple(Paragraph(each) for each in told))


# A further part is one line here.
PARTS: tuple[Callable[[Sheet], list[Section]], ...] = (
    _standing,
    _article30,
    _lifecycle,
    _content,
    _risks,
    _kept,
    _history,
    _basis,
)
