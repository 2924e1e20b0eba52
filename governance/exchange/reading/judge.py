"""Judge what a table is: records, a code list, a cover sheet, a blank model, an example."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from governance.exchange.reading import words
from governance.exchange.reading.model import Cell, Column, Kind, Row

CODE = re.compile(
    r"[A-Za-z][A-Za-z0-9]*(?:[-_.:][A-Za-z0-9]+)+|[A-Z]{2,}(?:_[A-Z0-9]+)*|[a-z]+(?:[A-Z][a-z0-9]+)+"
)
SEQUENCE = re.compile(r"\D{0,12}\d+(?:[-_/.]\w+)*")
LEADING_CODE = re.compile(r"\d+(?:[.\s]+\d+)*\.?")
SAMPLE = 200
LONG = 80
MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class Verdict:
    """Say what a table is, the reason code, and how surely (0 to 1)."""

    kind: Kind
    reason: str
    confidence: float


def judge(
    sheet: str, columns: Sequence[Column], rows: Sequence[Row], sure: float, *, hidden: bool = False
) -> Verdict:
    """Judge a table by the shape of its cells, with the sheet's name as a hint; ``sure`` is trust in the header."""
    if not rows:
        return Verdict("blank_model", "no_rows", 0.9) if columns else Verdict("ghost", "empty_sheet", 1.0)
    sample = [row.cells for row in rows[:SAMPLE]]
    texts = [[cell for cell in column if cell is not None] for column in zip(*sample, strict=True)]
    headers = [column.header for column in columns]
    for test in (_prose, _changes, _glossary, _code_list, _columns_of_lists, _field_list, _classification):
        verdict = test(sheet, headers, texts, sample)
        if verdict:
            return verdict
    return _by_name(sheet, len(rows), sure, hidden=hidden)


def _by_name(sheet: str, rows: int, sure: float, *, hidden: bool) -> Verdict:
    if words.SHEET_EXAMPLE.search(sheet):
        return Verdict("example", "example_sheet", 0.7)
    if hidden:
        return Verdict("lookup", "hidden_sheet", 0.5)
    if words.SHEET_BLANK.search(sheet) and rows <= 1:
        return Verdict("records", "few_rows", sure * 0.6)
    return Verdict("records", "", sure)


def _prose(
    sheet: str, headers: list[str], texts: list[list[Cell]], sample: list[tuple[Cell, ...]]
) -> Verdict | None:
    """Find cover and guidance sheets: nearly all rows hold one cell of running text."""
    lone = sum(1 for cells in sample if len(cells) - cells.count(None) <= 1)
    width = len(texts)
    if width > 1 and lone < MOSTLY * len(sample):
        narrow = width <= 3 and words.SHEET_COVER.search(sheet) and not any(headers)
        return Verdict("cover", "notes", 0.7) if narrow else None
    values = [str(cell) for column in texts for cell in column]
    if not values:
        return Verdict("ghost", "empty_sheet", 1.0)
    short = (
        len(set(values)) == len(values) and median(map(len, values)) <= 40 and max(map(len, values)) <= 120
    )
    if width == 1 and short and len(values) >= 3 and not words.SHEET_COVER.search(sheet):
        return Verdict("lookup", "list", 0.6)
    return Verdict("cover", "prose", 0.9 if words.SHEET_COVER.search(sheet) or width == 1 else 0.7)


def _changes(
    sheet: str, headers: list[str], texts: list[list[Cell]], _: list[tuple[Cell, ...]]
) -> Verdict | None:
    """Find sheets that list changes of the register itself: few columns, a date, and words of change."""
    dated = any(isinstance(cell, date) for column in texts for cell in column)
    if len(texts) > 6 or not (dated or words.SHEET_CHANGES.search(sheet)):
        return None
    named = sum(1 for header in headers if words.SHEET_CHANGES.search(header))
    if words.SHEET_CHANGES.search(sheet) and (named or len(texts) <= 4):
        return Verdict("cover", "changes", 0.9)
    return Verdict("cover", "changes", 0.7) if named >= 2 else None


def _glossary(
    sheet: str, headers: list[str], texts: list[list[Cell]], _: list[tuple[Cell, ...]]
) -> Verdict | None:
    """Find explanations of words: a narrow table with a column of meanings, or one on a cover sheet."""
    if len(texts) > 4:
        return None
    if words.SHEET_COVER.search(sheet):
        return Verdict("cover", "notes", 0.7)
    if len(texts) <= 3 and any(words.HEADER_MEANING.search(header) for header in headers):
        return Verdict("lookup", "glossary", 0.6)
    return None


def _columns_of_lists(
    sheet: str, headers: list[str], texts: list[list[Cell]], sample: list[tuple[Cell, ...]]
) -> Verdict | None:
    """Find drop-down lists: columns filled from the top, each with its own length and its own values."""
    if len(texts) < 2 or len(sample) < 2:
        return None
    if any(isinstance(cell, date) for column in texts for cell in column):
        return None
    stacked = sum(1 for index, column in enumerate(texts) if _stacked(index, column, sample))
    lengths = len({len(column) for column in texts})
    named = bool(words.SHEET_LIST.search(sheet))
    if stacked == len(texts) and lengths >= max(2 if named else 3, 0.6 * len(texts)) and all(headers):
        return Verdict("lookup", "lists", 0.9 if named else 0.8)
    if named and lengths >= 2 and stacked >= MOSTLY * len(texts) and _short(texts):
        return Verdict("lookup", "lists", 0.7)
    return None


def _stacked(index: int, column: list[Cell], sample: list[tuple[Cell, ...]]) -> bool:
    contiguous = all(cells[index] is not None for cells in sample[: len(column)])
    values = [str(cell) for cell in column]
    return contiguous and len(set(values)) == len(values) and all(len(value) <= LONG for value in values)


def _field_list(
    _: str, headers: list[str], texts: list[list[Cell]], __: list[tuple[Cell, ...]]
) -> Verdict | None:
    """Find descriptions of fields: one column names fields, others say their type, definition or whether they must be."""
    named = [index for index, header in enumerate(headers) if words.HEADER_FIELD.fullmatch(header.strip())]
    ruled = [header for header in headers if words.HEADER_RULE.search(header)]
    typed = [column for column in texts if len(column) >= 3 and _share(column, words.TYPE_WORD) >= 0.4]
    if named and (len(ruled) >= 2 or (ruled and typed)) and all(_distinct(texts[i]) for i in named):
        return Verdict("lookup", "field_list", 0.9 if typed else 0.8)
    if typed and len(ruled) >= 2 and len(texts) <= 8 and any(_distinct(column) for column in texts):
        return Verdict("lookup", "field_list", 0.7)
    return None


def _code_list(
    sheet: str, headers: list[str], texts: list[list[Cell]], sample: list[tuple[Cell, ...]]
) -> Verdict | None:
    """Find code lists: few columns, one of them a unique word-like code, another its caption."""
    if not 2 <= len(texts) <= 8 or any(isinstance(cell, date) for column in texts for cell in column):
        return None
    coded = [i for i, column in enumerate(texts) if len(column) == len(sample) and is_code_column(column)]
    if not coded:
        return None
    code_header = any(words.HEADER_CODE.search(headers[index]) for index in coded)
    caption = any(words.HEADER_CAPTION.search(header) for header in headers)
    named = words.SHEET_LIST.search(sheet) is not None
    weight = code_header + caption + named + (len(texts) <= 3)
    return Verdict("lookup", "code_list", 0.6 + 0.1 * weight) if weight >= 2 else None


def is_code_column(column: Sequence[Cell]) -> bool:
    """Say whether all values are distinct word-like codes (``dp-access-leaders``), not running numbers (``ACT-12``)."""
    values = [cell for cell in column if isinstance(cell, str)]
    if len(values) < 2 or len(values) != len(column) or len(set(values)) != len(values):
        return False
    codes = sum(1 for value in values if CODE.fullmatch(value) and not SEQUENCE.fullmatch(value))
    return codes >= MOSTLY * len(values)


def _classification(
    _: str, __: list[str], texts: list[list[Cell]], sample: list[tuple[Cell, ...]]
) -> Verdict | None:
    """Find classifications: neighbouring columns whose codes refine each other (1. → 1.2 → 1.2.3)."""
    if len(texts) < 2 or len(sample) < 5:
        return None
    width = len(texts)
    chained = [index for index in range(width - 1) if _refines(sample, index)]
    longest = _longest_run(chained)
    if longest >= 2 or (longest == 1 and width <= 3):
        return Verdict("lookup", "classification", 0.8)
    return None


def _refines(sample: list[tuple[Cell, ...]], index: int) -> bool:
    pairs = [(_digits(cells[index]), _digits(cells[index + 1])) for cells in sample]
    filled = [(coarse, fine) for coarse, fine in pairs if coarse and fine]
    good = sum(1 for coarse, fine in filled if len(fine) > len(coarse) and fine[: len(coarse)] == coarse)
    return len(filled) >= MOSTLY * len(sample) and good >= MOSTLY * len(filled)


def _digits(cell: Cell) -> list[str]:
    found = LEADING_CODE.match(str(cell)) if isinstance(cell, str) else None
    return re.findall(r"\d+", found.group()) if found else []


def _longest_run(indexes: list[int]) -> int:
    best = run = 0
    previous = -2
    for index in indexes:
        run = run + 1 if index == previous + 1 else 1
        best, previous = max(best, run), index
    return best


def _share(column: list[Cell], pattern: re.Pattern[str]) -> float:
    return sum(1 for cell in column if isinstance(cell, str) and pattern.fullmatch(cell)) / len(column)


def _distinct(column: list[Cell]) -> bool:
    return len(column) >= 2 and len({str(cell) for cell in column}) >= 0.95 * len(column)


def _short(texts: list[list[Cell]]) -> bool:
    return all(len(str(cell)) <= LONG for column in texts for cell in column)
