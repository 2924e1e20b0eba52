"""A sheet as cleaned rows with their numbers: what the finding of tables works on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from governance.exchange.reading.cells import BROKEN_FORMULA, FORMULA, LONGEST_CELL, clean_row, letter
from governance.exchange.reading.model import Cell, Problem

Span = tuple[tuple[int, int], tuple[int, int]]
SHOWN = 80


@dataclass(slots=True)
class Grid:
    """Hold the rows of one sheet that are not blank; ``numbers`` are their row numbers, from 1.

    ``merged`` are spans of merged cells as (first row number, first column), (last row number, last column);
    ``suspects`` are positions of rows with a cell that may be cut off or look like a formula.
    """

    file: str
    sheet: str
    rows: list[list[Cell]]
    numbers: list[int]
    merged: list[Span] = field(default_factory=list)
    hidden: bool = False
    encoding: str = ""
    delimiter: str = ""
    suspects: list[int] = field(default_factory=list)

    @property
    def width(self) -> int:
        """Count columns up to the last one that holds anything."""
        return max(map(len, self.rows), default=0)


def build(file: str, sheet: str, raw: Iterable[Sequence[object]], first_row: int = 1) -> Grid:
    """Clean raw rows, drop blank ones and trim the empty right edge."""
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    suspects: list[int] = []
    for number, cells in enumerate(raw, start=first_row):
        row, suspect = clean_row(cells)
        if row.count(None) != len(row):
            if suspect:
                suspects.append(len(rows))
            rows.append(row)
            numbers.append(number)
    width = _used_width(rows)
    for position, row in enumerate(rows):
        if len(row) != width:
            rows[position] = row[:width] + [None] * (width - len(row))
    return Grid(file, sheet, rows, numbers, suspects=suspects)


def _used_width(rows: list[list[Cell]]) -> int:
    used = 0
    for row in rows:
        if len(row) > used:
            last = len(row)
            while last > used and row[last - 1] is None:
                last -= 1
            used = max(used, last)
    return used


def cell_problems(grid: Grid) -> list[Problem]:
    """Warn of cells that may be cut off, and of formulas that came as text or without a value."""
    found: list[Problem] = []
    for position in grid.suspects:
        number = grid.numbers[position]
        for index, cell in enumerate(grid.rows[position]):
            if type(cell) is str and (cell[0] in "=#" or len(cell) >= LONGEST_CELL):
                code = _cell_code(cell)
                if code:
                    found.append(
                        Problem(
                            grid.file,
                            code,
                            grid.sheet,
                            number,
                            letter(index),
                            cell[:SHOWN],
                            "warning",
                        )
                    )
    return found


def _cell_code(cell: str) -> str:
    if len(cell) >= LONGEST_CELL:
        return "reading_cut_off"
    if FORMULA.fullmatch(cell):
        return "reading_formula_text"
    if BROKEN_FORMULA.fullmatch(cell):
        return "reading_formula_error"
    return ""
