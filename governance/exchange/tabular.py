"""Write cells safely: widths as the eye sees them, texts that stay texts, long texts in parts."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Self
from unicodedata import east_asian_width

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from governance.errors import GovernanceError

Out = Path | BinaryIO
CellValue = str | int | float | date | None

LONGEST_CELL = 32_767  # UTF-16 units, as Excel counts
LONGEST_PART = 32_000
FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
NARROWEST, WIDEST = 8, 60
SAMPLED = 200
EARLIEST = date(1900, 3, 1)  # Excel counts a 29 February 1900 that never was
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def display_width(text: str) -> int:
    """Return how many columns of a fixed-width screen the widest line of ``text`` takes; CJK takes two."""
    if text.isascii() and "\n" not in text:
        return len(text)
    return max((sum(map(_cells, line)) for line in text.split("\n")), default=0)


def _cells(character: str) -> int:
    return 2 if east_asian_width(character) in "WF" else 1


def parts(text: str) -> list[str]:
    """Return ``text`` cut into pieces that each fit one cell; joined again they are the text."""
    if len(text) * 2 <= LONGEST_PART:
        return [text]
    pieces, start, units = list[str](), 0, 0
    for position, character in enumerate(text):
        size = 2 if character > "\uffff" else 1
        if units + size > LONGEST_PART:
            pieces.append(text[start:position])
            start, units = position, 0
        units += size
    return [*pieces, text[start:]]


def units(text: str) -> int:
    """Return the length of ``text`` as Excel counts it, in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def looks_like_formula(text: str) -> bool:
    """Tell whether a spreadsheet that opens a text file would take ``text`` for a formula."""
    return text.startswith(FORMULA_START)


def printable(text: str) -> str:
    """Return ``text`` without the control characters no document shows."""
    return _CONTROL.sub("", text)


class Book:
    """Write one workbook: formulas and links are never made out of text."""

    def __init__(self, out: Out) -> None:
        self.file = xlsxwriter.Workbook(
            str(out) if isinstance(out, Path) else out,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_date_format": "yyyy-mm-dd",
            },
        )
        top: dict[str, Any] = {"valign": "top"}
        head = {**top, "bold": True, "text_wrap": True, "border": 1}
        self.plain = self.file.add_format(top)
        self.wrapped = self.file.add_format({**top, "text_wrap": True})
        self.literal = self.file.add_format({**top, "text_wrap": True, "quote_prefix": True})
        self.day = self.file.add_format({**top, "num_format": "yyyy-mm-dd"})
        self.code = self.file.add_format({"font_color": "#7F7F7F", "font_size": 8})
        self.head = self.file.add_format({**head, "bg_color": "#E2E8F0"})
        self.machine_head = self.file.add_format({**head, "bg_color": "#F1F1F1", "font_color": "#6B7280"})
        self.title = self.file.add_format({"bold": True, "font_size": 15})
        self.strong = self.file.add_format({**top, "bold": True})

    def sheet(self, name: str) -> Any:
        """Return a new sheet called ``name``."""
        return self.file.add_worksheet(name)

    def put(self, sheet: Any, row: int, column: int, value: CellValue) -> None:
        """Write one value as what it is: text, number or day; a text no cell can hold is refused."""
        if isinstance(value, str):
            if len(value) * 2 > LONGEST_CELL and units(value) > LONGEST_CELL:
                raise GovernanceError("export_text_too_long", start=value[:40], limit=LONGEST_CELL)
            style = self.literal if looks_like_formula(value) else self.wrapped
            sheet.write_string(row, column, value, style)
        elif isinstance(value, date):
            self._put_day(sheet, row, column, value)
        elif value is not None:
            sheet.write_number(row, column, value, self.plain)

    def _put_day(self, sheet: Any, row: int, column: int, value: date) -> None:
        if value < EARLIEST:
            sheet.write_string(row, column, value.isoformat(), self.plain)
        else:
            sheet.write_datetime(row, column, value, self.day)

    def __enter__(self) -> Self:
        """Return the workbook itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Finish the file, or leave nothing behind when writing it was broken off."""
        if kind is not None:
            self.file.filename = io.BytesIO()
        self.close()

    def close(self) -> None:
        """Finish the file; a file that cannot be written is one clear error."""
        try:
            self.file.close()
        except FileCreateError as error:
            raise GovernanceError("export_failed", reason=str(error)) from error


def column_width(header: str, values: Sequence[CellValue]) -> int:
    """Return the width of a column that shows ``header`` and most of ``values``."""
    seen = [display_width(header) + 2]
    seen += [display_width(str(value)) + 1 for value in values[:SAMPLED] if value is not None]
    return min(WIDEST, max(NARROWEST, *seen))


def sheet_name(wanted: str, taken: set[str]) -> str:
    """Return a name a workbook accepts: 31 characters, none of the forbidden ones, not taken yet."""
    clean = re.sub(r"[\[\]:*?/\\]", " ", wanted).strip("' ")[:31].rstrip()
    name, number = clean, 2
    while name.casefold() in taken:
        name = f"{clean[: 31 - len(str(number)) - 1]} {number}"
        number += 1
    taken.add(name.casefold())
    return name
