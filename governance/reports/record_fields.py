"""The fields of a record in words, nested rows and links included; three ways of being empty are told apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from governance import formatting, vocabulary
from governance.exchange.article30.answers import duration
from governance.exchange.tabular import display_width
from governance.language import text
from governance.model.fields import Declared
from governance.model.kinds import kind_of
from governance.model.sections import is_empty, visible
from governance.reports.blocks import Block, Cell, Heading, Pair, Pairs, Paragraph, Tone
from governance.reports.words import Words
from governance.wording import Wording

WIDE, LONG = (
    110,
    45,
)  # columns the eye sees from which on an answer, or a field for long texts, gets the whole width
PERIOD = ("retention_amount", "retention_unit", "retention_start")
STATED: dict[str, Tone] = {"none": "muted", "unknown": "warn"}
Content = Mapping[str, Any]


def linked(content: Content) -> set[str]:
    """Return the ids of all records the activity points to, so that their names are looked up at once."""
    return set(_links(kind_of("activity").fields, content))


def _links(fields: tuple[Declared, ...], holder: Content) -> Iterator[str]:
    for field in fields:
        value = holder.get(field.name)
        if field.shape == "rows":
            for row in value or ():
                yield from _links(field.children, row)
        elif field.spec.links and value:
            yield from value if isinstance(value, list) else [value]


def section(fields: tuple[Declared, ...], content: Content, words: Words) -> tuple[Block, ...]:
    """Return ``fields`` of the activity ``content``: plain ones in pairs, then each list with its rows."""
    wording = Wording(words.language, lambda each: _called(each, words))
    plain = tuple(each for each in fields if each.shape != "rows")
    blocks: list[Block] = []
    if plain:
        blocks.append(_pairs(plain, content, content, (), wording))
    for each in (each for each in fields if each.shape == "rows"):
        head = (Heading(each.spec.label(words.language)),) if len(fields) > 1 else ()
        blocks += [*head, *_rows(each, content, wording)]
    return tuple(blocks)


def kept(content: Content, words: Words) -> tuple[Block, ...]:
    """Return text of imports that matched no field; nothing when there is none."""
    rows = content.get("kept") or []
    pairs = tuple(
        Pair(
            " · ".join(filter(None, (row.get("column"), row.get("source")))),
            (Cell(str(row["text"])),),
            wide=True,
        )
        for row in rows
    )
    return (Paragraph(words.t("report.record.kept"), "lead"), Pairs(pairs)) if pairs else ()


def _called(record_id: str, words: Words) -> str:
    """Return name and id of a record, so that the sheet can be read beside the register."""
    name = words.record(record_id)
    return name if name == record_id else f"{name} · {record_id}"


def _rows(field: Declared, content: Content, wording: Wording) -> tuple[Block, ...]:
    rows = content.get(field.name) or []
    if not rows:
        stated = content.get("stated", {}).get(field.name)
        return (Paragraph(_answer(stated, wording), tone=STATED.get(stated or "", "warn")),)
    return tuple(
        _pairs(
            visible(field.children),
            row,
            content,
            (field.name, row["key"]),
            wording,
            title=wording.row_title(field, row, content),
        )
        for row in rows
    )


def _answer(stated: str | None, wording: Wording) -> str:
    return text(f"exchange.answer.{stated or 'missing'}", wording.language)


def _pairs(
    fields: tuple[Declared, ...],
    holder: Content,
    content: Content,
    path: tuple[str, ...],
    wording: Wording,
    *,
    title: str = "",
) -> Pairs:
    """Return the answered fields of ``holder`` as pairs, and the names of those nobody filled in."""
    stated = content.get("stated", {})
    period = _period(holder, wording)
    pairs, missing = list[Pair](), list[str]()
    for field in fields:
        label, value = field.spec.label(wording.language), holder.get(field.name)
        if not is_empty(value):
            lines = _lines(field, value, content, wording)
            if period and field.name == PERIOD[0]:
                pairs.append(Pair(label, (Cell(period),)))
            elif not (period and field.name in PERIOD) and lines != (Cell(title),):
                pairs.append(_pair(field, label, lines))
        elif (where := "/".join((*path, field.name))) in stated:
            answer = stated[where]
            pairs.append(Pair(label, (Cell(_answer(answer, wording), tone=STATED.get(answer, "warn")),)))
        else:
            missing.append(label)
    return Pairs(tuple(pairs), title, _missing(missing, wording))


def _period(holder: Content, wording: Wording) -> str:
    """Return how long data are kept in one phrase, when number and unit are given."""
    amount, unit, start = (holder.get(name) for name in PERIOD)
    if amount is None or unit is None:
        return ""
    period = duration(amount, unit, wording.language)
    if start is None:
        return period
    begin = vocabulary.label("retention_start", start, wording.language)
    return text("article30.retention_from", wording.language, period=period, start=begin)


def _pair(field: Declared, label: str, lines: tuple[Cell, ...]) -> Pair:
    width = sum(display_width(each.text) + display_width(each.note) for each in lines)
    return Pair(label, lines, wide=width > (LONG if field.shape == "long" else WIDE))


def _missing(labels: list[str], wording: Wording) -> str:
    if not labels:
        return ""
    return f"{text('register.not_filled', wording.language)} {formatting.joined(labels, wording.language)}"


def _lines(field: Declared, value: Any, content: Content, wording: Wording) -> tuple[Cell, ...]:
    """Return one cell a linked record or nested row, with its other fields below; other lists on one line."""
    if field.spec.links:
        return tuple(Cell(each) for each in wording.listed(field, value, content))
    if field.shape != "rows":
        return (Cell(wording.sentence(field, value, content)),)
    return tuple(_inner(field, row, content, wording) for row in value)


def _inner(field: Declared, row: Content, content: Content, wording: Wording) -> Cell:
    title = wording.row_title(field, row, content)
    told = [
        (each.spec.label(wording.language), wording.sentence(each, row[each.name], content))
        for each in visible(field.children)
        if not is_empty(row.get(each.name))
    ]
    return Cell(
        title,
        note=" · ".join(
            text("exchange.answer.labelled", wording.language, label=label, answer=answer)
            for label, answer in told
            if answer != title
        ),
    )
