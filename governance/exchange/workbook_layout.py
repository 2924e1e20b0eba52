"""The sheets and columns of Recital's own workbook, derived from the declarations and nothing else.

Every kind has a sheet, every list of rows a sheet of its own. A column is known by its code
(``recital:activity.purposes.name``), which stands in a hidden row, so that labels may be in any language.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from governance.language import Language, text
from governance.model.base import Record
from governance.model.fields import Declared, by_name
from governance.model.kinds import KINDS

PREFIX = "recital:"
CONTINUED = "#"
LONGEST_NAME = 31
COMMON = ("stated", "kept", "origins")

Part = Literal["id", "status", "record", "parent", "key", "field", "rows", "path", "answer"]


@dataclass(frozen=True, slots=True)
class Column:
    """Name one column: its code and what it holds; ``rows`` says only what is stated about a list of rows."""

    code: str
    part: Part
    field: Declared | None = None

    @property
    def machine(self) -> bool:
        """Tell whether people are not expected to fill the column in."""
        return self.part == "status" or (self.field is not None and self.field.spec.machine)

    def label(self, language: Language) -> str:
        """Return the header of the column."""
        if self.part == "rows":
            return text("exchange.column.rows", language, label=self._own(language))
        return self._own(language) if self.field else text(f"exchange.column.{self.part}", language)

    def _own(self, language: Language) -> str:
        return self.field.spec.label(language) if self.field else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Describe one sheet: the kind it belongs to (none: every kind), the rows it holds and its columns."""

    code: str
    kind: str | None
    path: tuple[Declared, ...]
    columns: tuple[Column, ...]

    @property
    def machine(self) -> bool:
        """Tell whether the sheet holds only what the register itself keeps."""
        return self.kind is None

    def label(self, language: Language) -> str:
        """Return the name the sheet is shown under, before it is cut to what a workbook accepts."""
        if self.kind is None:
            return text(f"exchange.sheet.{self.code.rpartition('.')[2]}", language)
        if not self.path:
            return KINDS[self.kind].label(language, many=True)
        labels = [each.spec.label(language) for each in self.path]
        whole = f"{KINDS[self.kind].prefix} {' · '.join(labels)}"
        return whole if len(whole) <= LONGEST_NAME else f"{KINDS[self.kind].prefix} {labels[-1]}"


@cache
def sheets_of(kind: str) -> tuple[Sheet, ...]:
    """Return the sheet of ``kind`` and those of its lists of rows, outer before inner."""
    fields = tuple(each for each in KINDS[kind].fields if each.name not in COMMON)
    head = (Column(f"{PREFIX}{kind}@id", "id"), Column(f"{PREFIX}{kind}@status", "status"))
    return (Sheet(kind, kind, (), (*head, *_columns(kind, fields))), *_inner(kind, kind, (), fields))


def _inner(
    kind: str, code: str, path: tuple[Declared, ...], fields: tuple[Declared, ...]
) -> tuple[Sheet, ...]:
    found: list[Sheet] = []
    for each in fields:
        if each.shape == "rows":
            below, under = f"{code}.{each.name}", (*path, each)
            found.append(Sheet(below, kind, under, _row_columns(below, under)))
            found += _inner(kind, below, under, each.children)
    return tuple(found)


def _row_columns(code: str, path: tuple[Declared, ...]) -> tuple[Column, ...]:
    outer = (Column(f"{PREFIX}{code}@parent", "parent"),) if len(path) > 1 else ()
    head = (Column(f"{PREFIX}{code}@record", "record"), *outer, Column(f"{PREFIX}{code}@key", "key"))
    return (*head, *_columns(code, tuple(each for each in path[-1].children if each.name != "key")))


def _columns(code: str, fields: tuple[Declared, ...]) -> tuple[Column, ...]:
    return tuple(
        Column(f"{PREFIX}{code}.{each.name}", "rows" if each.shape == "rows" else "field", each)
        for each in fields
    )


@cache
def common_sheets() -> tuple[Sheet, ...]:
    """Return the sheets every kind shares: stated answers without a cell, kept texts, rows of origin."""
    declared = by_name(Record)
    rows = tuple(
        Sheet(f"record.{name}", None, (declared[name],), _row_columns(f"record.{name}", (declared[name],)))
        for name in ("kept", "origins")
    )
    parts: tuple[Part, ...] = ("record", "path", "answer")
    stated = tuple(Column(f"{PREFIX}record.stated@{part}", part) for part in parts)
    return (Sheet("record.stated", None, (), stated), *rows)


@cache
def columns_by_code() -> dict[str, tuple[Sheet, Column]]:
    """Return every column of every sheet by its code."""
    every = [sheet for kind in KINDS for sheet in sheets_of(kind)] + list(common_sheets())
    return {column.code: (sheet, column) for sheet in every for column in sheet.columns}
