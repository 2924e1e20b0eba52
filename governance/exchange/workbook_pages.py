"""The sheets of a workbook that was read, with their columns recognised by code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from governance.exchange.reading.cells import letter
from governance.exchange.reading.model import Problem
from governance.exchange.workbook_cells import Sheets, code_row
from governance.exchange.workbook_layout import CONTINUED, PREFIX, Column, Sheet, columns_by_code
from governance.language import LANGUAGES

BLANK = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Place:
    """Say where the cells of one column stand: continued texts take more than one."""

    column: Column
    positions: tuple[int, ...]

    @property
    def letter(self) -> str:
        """Return the letter a spreadsheet shows above the column."""
        return letter(self.positions[0])

    def cell(self, row: list[Any]) -> Any:
        """Return what ``row`` holds here, continued texts joined; None when there is nothing."""
        first = row[self.positions[0]] if self.positions[0] < len(row) else ""
        if len(self.positions) > 1:
            first = "".join(str(row[at]) for at in self.positions if at < len(row)) or first
        if isinstance(first, str) and not first.strip(BLANK):
            return None
        return first


@dataclass(frozen=True, slots=True)
class Page:
    """Hold one recognised sheet: its plan, the name people see, its columns and rows with their numbers."""

    sheet: Sheet
    name: str
    places: dict[str, Place]
    rows: tuple[tuple[int, list[Any]], ...]

    def part(self, part: str) -> Place | None:
        """Return the place of the column that holds the id, record, parent, key … or None."""
        return next((each for each in self.places.values() if each.column.part == part), None)


def pages(file: str, sheets: Sheets) -> tuple[list[Page], list[Problem]]:
    """Return the sheets that carry column codes, outer rows before inner, and the columns not recognised."""
    found: list[Page] = []
    problems: list[Problem] = []
    for name, rows in sheets.items():
        at = code_row(rows)
        if at is None:
            continue
        positions, unknown = _positions(rows[at])
        problems += [
            Problem(file, "workbook_unknown_column", name, at + 1, letter(x), rows[at][x]) for x in unknown
        ]
        found += _split(name, rows, at, positions)
    return sorted(found, key=lambda page: len(page.sheet.path)), problems


def _positions(codes: list[Any]) -> tuple[dict[str, list[int]], list[int]]:
    known = columns_by_code()
    positions: dict[str, list[tuple[int, int]]] = {}
    unknown: list[int] = []
    for at, cell in enumerate(codes):
        if not isinstance(cell, str) or not cell.startswith(PREFIX):
            continue
        code, _, part = cell.strip().partition(CONTINUED)
        if code in known:
            positions.setdefault(code, []).append((int(part) if part.isdigit() else 1, at))
        else:
            unknown.append(at)
    return {code: [at for _, at in sorted(places)] for code, places in positions.items()}, unknown


def _split(name: str, rows: list[list[Any]], at: int, positions: dict[str, list[int]]) -> list[Page]:
    """Return a page for the sheet; columns pasted in from another sheet are a page of their own."""
    known = columns_by_code()
    plans = {known[code][0].code: known[code][0] for code in positions}
    pages_: list[Page] = []
    for plan in plans.values():
        places = {
            code: Place(known[code][1], tuple(where))
            for code, where in positions.items()
            if known[code][0].code == plan.code
        }
        start = at + 1 + _is_header(places, rows[at + 1 : at + 2])
        body = ((number, row) for number, row in enumerate(rows[start:], start + 1))
        pages_.append(
            Page(plan, name, places, tuple(each for each in body if any(_filled(x) for x in each[1])))
        )
    return pages_


def _filled(cell: Any) -> bool:
    return bool(cell.strip(BLANK)) if isinstance(cell, str) else cell is not None


def _is_header(places: dict[str, Place], below: list[list[Any]]) -> bool:
    """Tell whether the row below the codes shows labels, in whatever language."""
    if not below:
        return False
    labels = sum(
        place.cell(below[0]) in {place.column.label(language) for language in LANGUAGES}
        for place in places.values()
    )
    return labels * 2 > len(places)
