"""A record as rows of the workbook's sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from governance import vocabulary
from governance.exchange.contents import Held
from governance.exchange.tabular import CellValue
from governance.exchange.workbook_layout import Column, Sheet, common_sheets, sheets_of
from governance.exchange.workbook_values import MASK, Encoder, Names, marker
from governance.model.fields import Declared
from governance.model.kinds import KINDS

Row = list[CellValue]
Rows = dict[str, list[Row]]


@dataclass(slots=True)
class Flattener:
    """Turn records into rows, sheet by sheet; every stated answer finds a cell or a row of its own."""

    encoder: Encoder
    _used: set[str] = field(default_factory=set)

    def rows(self, held: Held) -> Iterator[tuple[str, Row]]:
        """Give the rows of one record with the code of the sheet each belongs to."""
        main, *inner = sheets_of(held.kind)
        stated = held.content.get("stated", {})
        names = row_names(held.kind, held.content, self.encoder)
        self._used.clear()
        status = self.encoder.term("status", held.status)
        head: Row = [held.record_id, status]
        yield main.code, head + self._cells(main.columns[2:], held.content, "", stated, names)
        record = self.encoder.titles.shown(held.record_id, self.encoder.language)
        for sheet in inner:
            for path, keys, row in _rows_at(sheet.path, held.content):
                start = 2 + len(keys[:-1])
                cells = self._cells(sheet.columns[start:], row, path, stated, names)
                outer: Row = [_parent(sheet.path[0], each, self.encoder) for each in keys[:-1]]
                yield sheet.code, [record, *outer, keys[-1], *cells]
        yield from self._common(held, record, stated, names)

    def _cells(
        self,
        columns: Iterable[Column],
        values: dict[str, Any],
        prefix: str,
        stated: dict[str, str],
        names: Names,
    ) -> Row:
        cells: Row = []
        for column in columns:
            each = _declared(column)
            value = values.get(each.name)
            if value is not None and column.part == "field":
                cells.append(value if value == MASK else self.encoder.cell(each, value, names))
            elif value is None and f"{prefix}{each.name}" in stated:
                self._used.add(f"{prefix}{each.name}")
                cells.append(marker(stated[f"{prefix}{each.name}"], self.encoder.language))
            else:
                cells.append(None)
        return cells

    def _common(
        self, held: Held, record: str, stated: dict[str, str], names: Names
    ) -> Iterator[tuple[str, Row]]:
        answers, *others = common_sheets()
        for path in stated.keys() - self._used:
            yield answers.code, [record, path, self.encoder.term("stated", stated[path])]
        for sheet in others:
            for row in held.content.get(sheet.path[0].name, ()):
                yield sheet.code, [record, row["key"], *self._cells(sheet.columns[2:], row, "", {}, names)]


def _declared(column: Column) -> Declared:
    if column.field is None:
        raise TypeError(column.code)
    return column.field


def _rows_at(
    path: tuple[Declared, ...], values: dict[str, Any], prefix: str = "", keys: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...], dict[str, Any]]]:
    first, *rest = path
    for row in values.get(first.name, ()):
        below, under = f"{prefix}{first.name}/{row['key']}/", (*keys, row["key"])
        if rest:
            yield from _rows_at(tuple(rest), row, below, under)
        else:
            yield below, under, row


def _parent(outer: Declared, key: str, encoder: Encoder) -> str:
    """Return the cell that names the outer row; a stage is known by its code, so its label goes along."""
    known = by_stage(outer) and vocabulary.term("stage", key)
    return encoder.term("stage", key) if known else key


def by_stage(each: Declared) -> bool:
    """Tell whether the rows of a list are keyed by the code of their stage."""
    return any(child.name == "stage" and child.required for child in each.children)


def row_names(kind: str, content: dict[str, Any], encoder: Encoder) -> dict[str, dict[str, str]]:
    """Return what the rows of each list of the record are called, by key."""
    return {
        each.name: {row["key"]: name for row in content[each.name] if (name := row_name(each, row, encoder))}
        for each in KINDS[kind].fields
        if each.shape == "rows" and each.name in content
    }


def row_name(each: Declared, row: dict[str, Any], encoder: Encoder) -> str:
    """Return what a row is called: its name, else the label of its category; empty when it has neither."""
    name = row.get("name_zh") if encoder.language == "zh" else None
    found = name or row.get("name") or ""
    if found:
        return " ".join(found.split())[:80]
    category = next((child for child in each.children if child.name == "category"), None)
    if category is None or category.spec.vocabulary is None or "category" not in row:
        return ""
    return vocabulary.label(category.spec.vocabulary, row["category"], encoder.language)


def all_sheets(kinds: Iterable[str]) -> list[Sheet]:
    """Return the sheets of ``kinds`` in their order, then those every kind shares."""
    return [sheet for kind in kinds for sheet in sheets_of(kind)] + list(common_sheets())
