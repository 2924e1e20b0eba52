"""Bring the tables of a file and the tables of a mapping together, also when the file is newer than the mapping."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from governance.exchange.importing.findings import Finding, Level
from governance.exchange.importing.leaves import Sheet, join, lay_out
from governance.exchange.importing.mapping import Mapping, TableMapping
from governance.exchange.reading import Reading

ENOUGH = 0.5
DOUBTED = ("no_known_column", "no_sign_of_activities")


@dataclass(slots=True)
class Laid:
    """Hold the tables an import uses, laid out, and what their columns gave to say."""

    sheets: list[tuple[TableMapping, Sheet]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def lay_out_all(reading: Reading, mapping: Mapping) -> Laid:
    """Return each used table of ``mapping`` with the rows of ``reading`` that belong to it, joined tables inside."""
    sheets = {index: lay_out(reading, index) for index, table in enumerate(reading.tables) if table.rows}
    found = pair(sheets, mapping)
    laid = Laid()
    for table, index in found:
        if not table.use:
            laid.findings += _left_out(table, index)
        if not table.use or table.join is not None:
            continue
        if index is None:
            laid.findings.append(Finding(table.file, "import_table_missing", table.sheet, level="warning"))
            continue
        sheet = sheets[index]
        laid.findings += _new_and_missing(table, sheet)
        laid.sheets.append((table, _with_joined(sheet, table, found, sheets)))
    return laid


def _left_out(table: TableMapping, index: int | None) -> Iterator[Finding]:
    """Say that a table with rows was not imported, and why; what may have been a register is a warning."""
    if index is not None:
        level: Level = "warning" if table.reason in DOUBTED or not table.reason else "note"
        yield Finding(
            table.file,
            "import_table_left_out",
            table.sheet,
            level=level,
            context={"reason": table.reason or "chosen"},
        )


def _with_joined(
    sheet: Sheet, table: TableMapping, found: list[tuple[TableMapping, int | None]], sheets: dict[int, Sheet]
) -> Sheet:
    for other, index in found:
        tie = other.join
        if not other.use or tie is None or index is None:
            continue
        if (tie.other_file, tie.other_sheet) == (table.file, table.sheet):
            sheet = join(sheet, sheets[index], tie.column, tie.other_column, joined_name(other))
    return sheet


def joined_name(table: TableMapping) -> str:
    """Return the name of the list that a joined table becomes inside the other."""
    return table.sheet or table.file.rpartition("/")[2].rpartition(".")[0]


def pair(sheets: dict[int, Sheet], mapping: Mapping) -> list[tuple[TableMapping, int | None]]:
    """Return each table of the mapping with the table of the file it describes: of equal name, else of like columns."""
    free = dict(sheets)
    pairs: dict[int, int] = {}
    for test in (_same, _same_sheet, _alike):
        for number, table in enumerate(mapping.tables):
            if number in pairs:
                continue
            index = next((i for i, sheet in free.items() if test(table, sheet)), None)
            if index is not None:
                pairs[number] = index
                del free[index]
    return [(table, pairs.get(number)) for number, table in enumerate(mapping.tables)]


def _same(table: TableMapping, sheet: Sheet) -> bool:
    return (table.file, table.sheet) == (sheet.table.file, sheet.table.sheet) and (
        not table.columns or _share(table, sheet) > 0
    )


def _same_sheet(table: TableMapping, sheet: Sheet) -> bool:
    return bool(table.sheet) and table.sheet == sheet.table.sheet and _share(table, sheet) >= ENOUGH


def _alike(table: TableMapping, sheet: Sheet) -> bool:
    return table.use and sheet.table.holds_records and _share(table, sheet) >= ENOUGH


def _share(table: TableMapping, sheet: Sheet) -> float:
    """Return the share of the columns of the mapping that the sheet has."""
    wanted = {column.column for column in table.columns if column.field} or {
        column.column for column in table.columns
    }
    return len(wanted & set(sheet.paths)) / len(wanted) if wanted else 0.0


def _new_and_missing(table: TableMapping, sheet: Sheet) -> Iterator[Finding]:
    known = {column.column for column in table.columns}
    own = sheet.table
    for path in sheet.paths:
        if path not in known and any(leaf.path == path for row in sheet.rows for leaf in row.leaves):
            yield Finding(own.file, "import_new_column", own.sheet, own.header_row, path, level="note")
    used = (column.column for column in table.columns if column.target)
    for path in used:
        if path not in sheet.paths and "[]" not in path:
            yield Finding(own.file, "import_column_missing", own.sheet, own.header_row, path, level="warning")
