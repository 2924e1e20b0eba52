"""Turn the sheets of one file into tables: forms first, then header, rows and judgement."""

from __future__ import annotations

from dataclasses import replace

from governance.exchange.reading.cells import shown
from governance.exchange.reading.forms import read_forms
from governance.exchange.reading.grid import Grid, cell_problems
from governance.exchange.reading.headers import build_columns, find_header, forced_header
from governance.exchange.reading.judge import Verdict, judge
from governance.exchange.reading.model import Column, Options, Problem, Row, Table
from governance.exchange.reading.rows import sort_rows

SHOWN = 80
DOUBTFUL = ("notes", "hidden_sheet")


def find_tables(grids: list[Grid], options: Options) -> tuple[list[Table], list[Problem]]:
    """Find the tables of one file and the problems of its cells; every sheet is accounted for."""
    problems = [problem for grid in grids for problem in cell_problems(grid)]
    forced = [grid for grid in grids if options.choice(grid.file, grid.sheet)]
    forms, rest = read_forms([grid for grid in grids if grid not in forced])
    tables = list(forms)
    for grid in grids:
        if grid in forced or grid in rest:
            table = _table(grid, options)
            tables.append(table)
            problems += _index_problems(grid, table)
    order = {grid.sheet: position for position, grid in enumerate(grids)}
    return sorted(_promote(tables), key=lambda table: order.get(table.sheet, -1)), problems


def _promote(tables: list[Table]) -> list[Table]:
    """Offer the largest doubtful table as records when the file holds no other: its sheet's name alone spoke against it."""
    if any(table.holds_records for table in tables):
        return tables
    doubtful = [
        t for t in tables if t.reason in DOUBTFUL and t.header_row is not None and len(t.columns) >= 3
    ]
    best = max(doubtful, key=lambda table: len(table.rows), default=None)
    promoted = best and replace(best, kind="records", reason="only_table", confidence=0.4)
    return [promoted if promoted and table is best else table for table in tables]


def _table(grid: Grid, options: Options) -> Table:
    choice = options.choice(grid.file, grid.sheet)
    chosen = choice.header_row if choice else None
    header = find_header(grid) if chosen is None else forced_header(grid, chosen)
    columns = build_columns(grid, header)
    sorted_rows = sort_rows(grid, header, columns)
    columns, rows = _without_running_index(columns, sorted_rows.rows)
    verdict = judge(grid.sheet, columns, rows, header.confidence, hidden=grid.hidden)
    if choice and choice.kind:
        verdict = Verdict(choice.kind, "chosen", 1.0)
    return Table(
        file=grid.file,
        sheet=grid.sheet,
        header_row=None if header.position is None else grid.numbers[header.last],
        columns=columns,
        rows=rows,
        kind=verdict.kind,
        reason=verdict.reason,
        confidence=round(verdict.confidence, 2),
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        skipped=sorted_rows.skipped,
        hidden=grid.hidden,
    )


def _without_running_index(
    columns: tuple[Column, ...], rows: tuple[Row, ...]
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Leave out a first column without a header that only counts the rows: it says nothing of its own."""
    if len(columns) < 3 or columns[0].header or columns[0].group or len(rows) < 2:
        return columns, rows
    first = [row.cells[0] for row in rows]
    numbers = [
        int(cell) for cell in first if isinstance(cell, int) or (isinstance(cell, str) and cell.isdecimal())
    ]
    if len(numbers) != len(first) or numbers[0] not in (0, 1):
        return columns, rows
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return columns, rows
    return columns[1:], tuple(
        Row(row.number, row.cells[1:], row.origin, row.section, row.doubt) for row in rows
    )


def _index_problems(grid: Grid, table: Table) -> list[Problem]:
    """Report cells that stand right of the header in a text file: their line was cut differently."""
    if not grid.delimiter or table.header_row is None:
        return []
    return [
        Problem(
            grid.file,
            "reading_ragged_row",
            grid.sheet,
            row.number,
            column.letter,
            shown(row.cells[place])[:SHOWN],
            "warning",
        )
        for place, column in enumerate(table.columns)
        if not column.header and column.index >= _header_width(table)
        for row in table.rows
        if row.cells[place] is not None
    ]


def _header_width(table: Table) -> int:
    return max((column.index + 1 for column in table.columns if column.header), default=0)
