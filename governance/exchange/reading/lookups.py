"""Offer code lists as look-ups, and find those that only show beside others."""

from __future__ import annotations

from dataclasses import replace

from governance.exchange.reading import words
from governance.exchange.reading.cells import shown
from governance.exchange.reading.judge import is_code_column
from governance.exchange.reading.model import Cell, Lookup, Table

LARGEST_LIST = 2000
CAPTION_ORDER = ("caption", "label", "title", "name", "bezeichnung", "名称")


def find_lookups(tables: list[Table]) -> tuple[list[Table], list[Lookup]]:
    """List the code lists among the tables; lists of codes of other lists become look-ups too."""
    captions: dict[str, str] = {}
    for table in tables:
        if table.kind == "lookup" and table.reason in ("code_list", "list") and _members(table) is None:
            captions.update(_entries(table))
    settled = [_as_code_lists(table, captions) for table in tables]
    return settled, [lookup for table in settled for lookup in _lookups(table, captions)]


def _as_code_lists(table: Table, captions: dict[str, str]) -> Table:
    """See a table as lists of codes when each row lists codes of its own that another table explains."""
    place = _members(table)
    if place is None or (table.kind, table.reason) not in (("records", ""), ("lookup", "code_list")):
        return table
    codes = [code for row in table.rows for code in _codes(row.cells[place])]
    coded = any(is_code_column(table.values(p)) for p in range(len(table.columns)))
    known = sum(1 for code in codes if code in captions)
    own = len(set(codes)) >= 0.9 * len(codes)
    if not (codes and coded and own) or known < 0.8 * len(codes):
        return table
    return replace(table, kind="lookup", reason="code_lists", confidence=0.9)


def _members(table: Table) -> int | None:
    """Find the one column that holds lists of text, if there is exactly one."""
    if len(table.rows) > LARGEST_LIST:
        return None
    places = [
        place
        for place in range(len(table.columns))
        if any(isinstance(row.cells[place], list) for row in table.rows)
    ]
    return places[0] if len(places) == 1 else None


def _codes(cell: Cell) -> list[str]:
    return [item for item in cell if isinstance(item, str)] if isinstance(cell, list) else []


def _lookups(table: Table, captions: dict[str, str]) -> list[Lookup]:
    if table.kind != "lookup":
        return []
    if table.reason == "code_lists":
        place = _members(table) or 0
        name = _caption_place(table, place)
        return [
            Lookup(
                row.origin or table.file,
                table.sheet,
                shown(row.cells[name]),
                tuple((code, captions.get(code, code)) for code in _codes(row.cells[place])),
            )
            for row in table.rows
        ]
    if table.reason in ("lists", "hidden_sheet", "list"):
        return [_column_lookup(table, place) for place in range(len(table.columns))]
    if table.reason == "code_list":
        return [Lookup(table.file, table.sheet, table.sheet or table.file, _entries(table))]
    return []


def _column_lookup(table: Table, place: int) -> Lookup:
    values = [shown(cell) for cell in table.values(place) if cell is not None]
    return Lookup(
        table.file, table.sheet, table.columns[place].header, tuple((value, value) for value in values)
    )


def _entries(table: Table) -> tuple[tuple[str, str], ...]:
    if len(table.columns) == 1:
        return tuple((shown(row.cells[0]), shown(row.cells[0])) for row in table.rows)
    code = next((p for p in range(len(table.columns)) if is_code_column(table.values(p))), 0)
    order = _caption_places(table, code)
    return tuple(
        (shown(row.cells[code]), next((shown(row.cells[p]) for p in order if row.cells[p] is not None), ""))
        for row in table.rows
        if row.cells[code] is not None
    )


def _caption_places(table: Table, code: int) -> list[int]:
    places = [
        p
        for p, column in enumerate(table.columns)
        if p != code and words.HEADER_CAPTION.search(column.header)
    ]
    places.sort(
        key=lambda p: next(
            (i for i, w in enumerate(CAPTION_ORDER) if w in table.columns[p].header.lower()), 9
        )
    )
    return places or [p for p in range(len(table.columns)) if p != code][:1]


def _caption_place(table: Table, members: int) -> int:
    code = next((p for p in range(len(table.columns)) if is_code_column(table.values(p))), 0)
    return next((p for p in _caption_places(table, code) if p != members), code)
