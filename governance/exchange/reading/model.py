"""What a file held, as tables of cells: the result of the first step of an import."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Cell = str | int | float | bool | date | datetime | None | list[object] | dict[str, object]
Kind = Literal["records", "form", "lookup", "cover", "blank_model", "example", "ghost"]
Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Column:
    """Name one column of a table.

    ``index`` counts from 0 in the file, ``letter`` is what a spreadsheet shows, ``group`` is the text of a
    banner that stands above the header.
    """

    index: int
    header: str
    letter: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one row: ``cells`` stand in the order of the table's columns.

    ``number`` counts from 1 as a spreadsheet shows it; ``origin`` names the file or sheet the row came from
    where that is not the table's own; ``section`` is the last section heading above it; ``doubt`` is a
    reason code when the row is hardly a record.
    """

    number: int
    cells: tuple[Cell, ...]
    origin: str = ""
    section: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """Name a row that was put aside, with a reason code and its text."""

    number: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Hold one table of a file and say what it seems to be, why and how surely (0 to 1)."""

    file: str
    sheet: str
    header_row: int | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    kind: Kind = "records"
    reason: str = ""
    confidence: float = 1.0
    encoding: str = ""
    delimiter: str = ""
    skipped: tuple[SkippedRow, ...] = ()
    hidden: bool = False

    @property
    def holds_records(self) -> bool:
        """Say whether rows of this table are offered as records."""
        return self.kind in ("records", "form")

    @property
    def headers(self) -> tuple[str, ...]:
        """List the headers, in the order of the cells."""
        return tuple(column.header for column in self.columns)

    def values(self, position: int) -> tuple[Cell, ...]:
        """List the cells of the column at a position, top to bottom."""
        return tuple(row.cells[position] for row in self.rows)


@dataclass(frozen=True, slots=True)
class Lookup:
    """Offer a code list: pairs of code and caption, in the order of the file."""

    file: str
    sheet: str
    name: str
    entries: tuple[tuple[str, str], ...]

    @property
    def captions(self) -> dict[str, str]:
        """Map each code to its caption."""
        return dict(self.entries)


@dataclass(frozen=True, slots=True)
class Place:
    """Point at one column of one table: ``table`` is its place in ``Reading.tables``."""

    table: int
    column: int


@dataclass(frozen=True, slots=True)
class Join:
    """Offer to join two tables: ``one`` holds each value once, ``many`` refers to it.

    ``shared`` counts the values both hold, ``coverage`` is their share of the values of ``many``.
    """

    one: Place
    many: Place
    shared: int
    coverage: float


@dataclass(frozen=True, slots=True)
class Problem:
    """Name one thing wrong in a file: where it stands, the value met, and the code of its sentence.

    The sentence is ``error.<code>`` in the text catalogs; ``context`` fills further placeholders.
    """

    file: str
    code: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    level: Level = "error"
    context: dict[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold all that was read: tables of every kind, code lists, joins offered, and problems."""

    tables: tuple[Table, ...]
    problems: tuple[Problem, ...]
    files: int
    lookups: tuple[Lookup, ...] = ()
    joins: tuple[Join, ...] = ()

    @property
    def records(self) -> tuple[Table, ...]:
        """List the tables whose rows are offered as records."""
        return tuple(table for table in self.tables if table.holds_records)


@dataclass(frozen=True, slots=True)
class Choice:
    """Override what was found for one table of a file.

    ``sheet`` is empty for files without sheets; ``header_row`` counts from 1, 0 says there is no header, None leaves
    it to be found; ``kind`` replaces the kind found.
    """

    file: str
    sheet: str = ""
    header_row: int | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """Say how to read: everything is found by itself unless it is forced here."""

    encoding: str | None = None
    delimiter: str | None = None
    choices: tuple[Choice, ...] = ()

    def choice(self, file: str, sheet: str) -> Choice | None:
        """Find what was chosen for one table, if anything was."""
        return next((c for c in self.choices if c.file == file and c.sheet in (sheet, "*")), None)
