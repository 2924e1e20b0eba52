"""Tell data rows from the rows that are none: second headers, guidance, sections, examples, totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from governance.exchange.placeholders import is_placeholder
from governance.exchange.reading import words
from governance.exchange.reading.cells import shown
from governance.exchange.reading.grid import Grid
from governance.exchange.reading.headers import Header, headerish, is_column_marks
from governance.exchange.reading.model import Cell, Column, Row, SkippedRow

TEXT_SHOWN = 500
NEAR_HEADER = 3
MOST = 0.6


@dataclass(frozen=True, slots=True)
class Sorted:
    """Hold the rows of a table: data, and what was put aside with its reason."""

    rows: tuple[Row, ...]
    skipped: tuple[SkippedRow, ...]


def sort_rows(grid: Grid, header: Header, columns: tuple[Column, ...]) -> Sorted:
    """Go through the rows below the header and put aside those that are no data."""
    start = header.first_data
    counts = [len(row) - row.count(None) for row in grid.rows]
    typical = median(counts[start:]) if counts[start:] else 0
    skipped = [SkippedRow(grid.numbers[i], "above_header", _text(grid.rows[i])) for i in _above(header)]
    rows: list[Row] = []
    indexes = [column.index for column in columns]
    whole = indexes == list(range(grid.width))
    section = ""
    leading = True
    for position in range(start, len(grid.rows)):
        cells, number = grid.rows[position], grid.numbers[position]
        near = leading and header.position is not None and position < start + NEAR_HEADER
        reason = _near_reason(cells, columns) if near else ""
        reason = reason or _reason(grid, header, position, counts, typical)
        if reason:
            skipped.append(SkippedRow(number, reason, _text(cells)))
            section = _text(cells) if reason == "section" else section
            continue
        leading = False
        rows.append(Row(number, tuple(cells) if whole else tuple(cells[i] for i in indexes), "", section))
    return Sorted(tuple(rows), tuple(skipped))


def is_mapping(cells: Sequence[Cell]) -> str:
    """Name what a row below the header is when it describes columns: terms, types, guidance or technical names."""
    texts = [cell for cell in cells if cell is not None]
    if len(texts) < 2:
        return ""
    if is_column_marks(cells):
        return "column_marks"
    need = max(2, MOST * len(texts))
    strings = [cell for cell in texts if isinstance(cell, str)]
    terms = sum(1 for t in strings if words.TERM.fullmatch(t) or words.LINK.search(t))
    types = sum(1 for t in strings if words.TYPE_WORD.fullmatch(t) or words.REQUIRED_WORD.fullmatch(t))
    names = sum(1 for t in strings if words.TECHNICAL_NAME.fullmatch(t))
    guidance = sum(1 for t in strings if words.GUIDANCE.match(t) or is_placeholder(t))
    if terms >= need:
        return "mapping_row"
    if names >= need and len(set(strings)) == len(strings):
        return "second_header"
    if max(types, guidance, types + guidance) >= need and len(strings) == len(texts):
        return "guidance_row"
    return ""


def _near_reason(cells: list[Cell], columns: tuple[Column, ...]) -> str:
    return is_mapping([cells[column.index] for column in columns])


def _above(header: Header) -> range:
    return range(header.first_data if header.position is None else header.position)


def _reason(grid: Grid, header: Header, position: int, counts: list[int], typical: float) -> str:
    cells = grid.rows[position]
    if header.position is not None and counts[position] > 1 and cells == grid.rows[header.position]:
        return "repeated_header"
    first = next((cell for cell in cells if cell is not None), None)
    if _is_example(cells):
        return "example_row"
    if (
        counts[position] <= 2
        and counts[position] < typical
        and isinstance(first, str)
        and words.TOTAL.fullmatch(first)
    ):
        return "total_row"
    if counts[position] == 1 and typical >= 3 and isinstance(first, str):
        return _lone(grid, position, counts, first)
    if all(isinstance(cell, str) and is_placeholder(cell) for cell in cells if cell is not None):
        return "placeholder_row"
    return ""


def _is_example(cells: list[Cell]) -> bool:
    """Say whether one of the first cells marks the row as an example."""
    seen = 0
    for cell in cells:
        if cell is None:
            continue
        if isinstance(cell, str) and words.EXAMPLE.fullmatch(cell):
            return True
        seen += 1
        if seen == 2:
            return False
    return False


def _lone(grid: Grid, position: int, counts: list[int], text: str) -> str:
    """Tell a section heading or a note from a record of which only one cell is filled in.

    A heading spans merged cells, or stands directly above a full row; a note is long and ends the sheet.
    """
    number = grid.numbers[position]
    if any(top == number and right - left >= 2 for (top, left), (_, right) in grid.merged):
        return "section" if position + 1 < len(counts) else "note"
    last = position + 1 == len(counts)
    if last or counts[position + 1] == 1:
        gap = position > 0 and number > grid.numbers[position - 1] + 1
        return "note" if gap and (len(text) > 60 or text.endswith((".", "。"))) else ""
    column = next(c for c, cell in enumerate(grid.rows[position]) if cell is not None)
    return "section" if headerish(text) and len(text) <= 120 and _heads(grid, position, column) else ""


def _heads(grid: Grid, position: int, column: int) -> bool:
    """Say whether the lone text stands where headings stand: in the first columns, apart from the text of a record."""
    return column <= 1 and grid.rows[position + 1].count(None) <= len(grid.rows[position + 1]) / 2


def _text(cells: Sequence[Cell]) -> str:
    return " | ".join(shown(cell) for cell in cells if cell is not None)[:TEXT_SHOWN]
