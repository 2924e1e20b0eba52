"""Find the header of a table: it need not stand in row 1, may span two rows, or be missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from governance.exchange.reading import words
from governance.exchange.reading.cells import letter
from governance.exchange.reading.grid import Grid
from governance.exchange.reading.model import Cell, Column

SEARCHED, COMPARED = 40, 100
LONGEST_HEADER = 300
NEAR_BEST = 0.62
DATA = re.compile(
    r"[\d\s.,:/+%€$£¥-]*\d[\d\s.,:/+%€$£¥-]*|\S+@\S+\.\S+|https?://\S+|=.*|"
    r"(?:yes|no|true|false|ja|nein|oui|non|s[ií]|n/?a|nil|none|是|否|有|无)",
    re.IGNORECASE,
)
SHAPE = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Header:
    """Say where the header stands in the grid and where data starts (positions, not row numbers).

    ``position`` is None when there is no header; ``last`` is the last header row.
    """

    position: int | None
    last: int
    first_data: int
    confidence: float


def find_header(grid: Grid) -> Header:
    """Find the header row of a grid, or say with some confidence that there is none."""
    rows = grid.rows
    reach = min(len(rows), SEARCHED)
    widest = max((_filled(row) for row in rows[: COMPARED + SEARCHED]), default=0)
    scores = [_score(rows, position, widest) for position in range(reach)]
    best = max(scores, default=0.0)
    if best <= 0:
        return Header(None, -1, 0, 0.3)
    position = next(i for i, score in enumerate(scores) if score >= best * NEAR_BEST)
    if _is_data(rows, position):
        return Header(None, position - 1, position, 0.6)
    last = position + 1 if _continues(grid, position) else position
    return Header(position, last, last + 1, min(1.0, 0.4 + 0.6 * scores[position]))


def forced_header(grid: Grid, row_number: int) -> Header:
    """Take the header row a person chose; 0 says that there is none."""
    if row_number not in grid.numbers:
        return Header(None, -1, 0, 1.0)
    position = grid.numbers.index(row_number)
    last = position + 1 if _continues(grid, position) else position
    return Header(position, last, last + 1, 1.0)


def build_columns(grid: Grid, header: Header) -> tuple[Column, ...]:
    """Name the columns that have a header or data; a banner above becomes the group of its columns."""
    tops: list[str] = [""] * grid.width
    groups = [""] * grid.width
    if header.position is not None:
        tops = _texts(grid.rows[header.position])
        if header.last > header.position:
            below = _texts(grid.rows[header.last])
            groups = _spread(grid, header.position)
            tops, groups = _merge(below, tops, groups)
        elif _is_banner(grid, header.position):
            above = _texts(grid.rows[header.position - 1])
            groups = _spread(grid, header.position - 1)
            tops, groups = _merge(tops, above, groups)
    data = grid.rows[header.first_data :]
    return tuple(
        Column(index, tops[index], letter(index), groups[index] if groups[index] != tops[index] else "")
        for index in range(grid.width)
        if tops[index] or any(row[index] is not None for row in data)
    )


def headerish(cell: Cell) -> bool:
    """Say whether a cell could be a header: text, not too long, no number, date, address or yes/no."""
    return isinstance(cell, str) and len(cell) <= LONGEST_HEADER and not DATA.fullmatch(cell)


def is_column_marks(row: Sequence[Cell]) -> bool:
    """Say whether a row only letters or numbers the columns (``COLUMN A`` … or 1, 2, 3 …)."""
    cells = [str(cell) for cell in row if cell is not None]
    if len(cells) < 3:
        return False
    if all(words.COLUMN_LETTER.fullmatch(cell) for cell in cells):
        marks = [re.sub(r"[^A-Za-z]", "", cell.split()[-1]).upper() for cell in cells]
        named = all(len(re.sub(r"[^A-Za-z\u4e00-\u9fff]", "", cell)) > 2 for cell in cells)
        return marks == [letter(index) for index in range(len(marks))] and (named or len(marks) > 3)
    if not all(words.COLUMN_NUMBER.fullmatch(cell) for cell in cells):
        return False
    numbers = [int(re.sub(r"\D", "", cell)) for cell in cells]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 1


def _score(rows: list[list[Cell]], position: int, widest: int) -> float:
    row = rows[position]
    filled = [cell for cell in row if cell is not None]
    if len(filled) < min(2, widest) or is_column_marks(row):
        return 0.0
    texts = sum(1 for cell in filled if headerish(cell))
    distinct = len({str(cell).casefold() for cell in filled})
    below = rows[position + 1 : position + 1 + COMPARED]
    weights = [sum(1 for other in below if other[c] is not None) for c in range(len(row))] if below else []
    total = sum(weights)
    covered = sum(weight for weight, cell in zip(weights, row, strict=False) if cell is not None)
    coverage = covered / total if total else 0.0
    spread = len(filled) / widest
    fit = 0.5 * coverage + 0.5 * spread if total else 0.8 * spread
    return fit * (texts / len(filled)) ** 2 * (0.8 + 0.2 * distinct / len(filled))


def _is_data(rows: list[list[Cell]], position: int) -> bool:
    """Say whether the row looks like the rows below it rather than like their header."""
    row, below = rows[position], rows[position + 1 : position + 1 + COMPARED]
    filled = [(c, cell) for c, cell in enumerate(row) if cell is not None]
    if any(isinstance(cell, date | float | int) for _, cell in filled) or not below:
        return any(isinstance(cell, date | float | int) for _, cell in filled)
    same = [other for other in below if other != row]
    repeated = [c for c, cell in filled if sum(1 for other in same if other[c] == cell) > 0]
    if len(repeated) >= 2 and len(repeated) >= 0.3 * len(filled):
        return True
    if any(isinstance(cell, str) and DATA.fullmatch(cell) and not _odd(cell) for _, cell in filled):
        return True
    return any(_same_shape(str(cell), [other[c] for other in below]) for c, cell in filled)


def _odd(cell: str) -> bool:
    """Say whether a data-like cell may still be a header: a bare mark such as a year or a dash."""
    return len(cell) <= 4 and not cell.isalpha()


def _same_shape(cell: str, others: list[Cell]) -> bool:
    """Say whether a text with digits is written like most texts below it (``ACT-001`` over ``ACT-002``)."""
    if not any(char.isdigit() for char in cell):
        return False
    shape = SHAPE.sub("9", cell)
    texts = [SHAPE.sub("9", other) for other in others if isinstance(other, str)]
    return len(shape) <= 20 and len(texts) > 1 and texts.count(shape) >= 0.6 * len(texts)


def _continues(grid: Grid, position: int) -> bool:
    """Say whether the next row completes the header: it fills only what the header left open below spans."""
    if position + 2 >= len(grid.rows) or grid.numbers[position + 1] != grid.numbers[position] + 1:
        return False
    row, below = grid.rows[position], grid.rows[position + 1]
    filled = [c for c, cell in enumerate(below) if cell is not None]
    if len(filled) < 2 or not all(headerish(below[c]) for c in filled) or is_column_marks(below):
        return False
    new = [c for c in filled if row[c] is None]
    opened = [c for c in filled if row[c] is not None and c + 1 < len(row) and row[c + 1] is None]
    return bool(new) and len(new) + len(opened) == len(filled) and len(filled) <= len(_texts(row)) - 1


def _is_banner(grid: Grid, position: int) -> bool:
    if position == 0 or grid.numbers[position - 1] != grid.numbers[position] - 1:
        return False
    above, row = grid.rows[position - 1], grid.rows[position]
    filled = [c for c, cell in enumerate(above) if cell is not None]
    if is_column_marks(above) or not filled or not all(headerish(above[c]) for c in filled):
        return False
    spans = [
        span for span in grid.merged if span[0][0] == grid.numbers[position - 1] and span[1][1] > span[0][1]
    ]
    part = [span for span in spans if span[1][1] - span[0][1] + 1 < _filled(row)]
    return bool(part) or (len(filled) >= 2 and not spans and any(row[c] is None for c in filled))


def _spread(grid: Grid, position: int) -> list[str]:
    """Repeat each banner text over the columns it spans: merged cells where known, else up to the next text."""
    row = _texts(grid.rows[position])
    number = grid.numbers[position]
    if not grid.merged:
        return _fill_right(row)
    spread = list(row)
    for (top, left), (bottom, right) in grid.merged:
        if top <= number <= bottom:
            spread[left : right + 1] = [row[left]] * (min(right, len(row) - 1) - left + 1)
    return spread


def _fill_right(row: list[str]) -> list[str]:
    spread: list[str] = []
    for cell in row:
        spread.append(cell or (spread[-1] if spread else ""))
    return spread


def _merge(low: list[str], high: list[str], groups: list[str]) -> tuple[list[str], list[str]]:
    """Take the lower header where there is one, else the upper; the upper is then the group of the lower."""
    tops = [below or above for below, above in zip(low, high, strict=True)]
    return tops, [group if below else "" for below, group in zip(low, groups, strict=True)]


def _texts(row: Sequence[Cell]) -> list[str]:
    return ["" if cell is None else " ".join(str(cell).split()) for cell in row]


def _filled(row: Sequence[Cell]) -> int:
    return len(row) - row.count(None)
