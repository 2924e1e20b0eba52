"""Lay a table of flat or nested cells out as leaves: a path of names, the places in its lists, and one value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from governance.exchange.reading import Cell, Column, Reading, Row, Table

LIST = "[]"
STEP = "."
FORM_STEP = " – "
TOO_DEEP = 12


@dataclass(frozen=True, slots=True)
class Leaf:
    """Hold one value: ``path`` names the column («purposes[].name»), ``at`` the place in each list of the path."""

    path: str
    at: tuple[int, ...]
    value: Any


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Hold one row of a file: where it stands and its leaves that say anything."""

    file: str
    sheet: str
    number: int
    leaves: tuple[Leaf, ...]
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Hold one table laid out: its place in the reading, the paths of its columns and its rows."""

    index: int
    table: Table
    paths: tuple[str, ...]
    parts: Mapping[str, tuple[str, ...]] = field(repr=False)
    rows: tuple[SourceRow, ...] = field(repr=False)


def is_nested(table: Table) -> bool:
    """Say whether a table came from a file of nested records."""
    return table.header_row is None and table.kind != "form" and not table.delimiter and bool(table.encoding)


def lay_out(reading: Reading, index: int) -> Sheet:
    """Return table ``index`` of ``reading`` as leaves, with the paths that hold a value in any row."""
    table = reading.tables[index]
    names = column_names(table)
    rows = tuple(_row(table, names, row) for row in table.rows)
    held = dict.fromkeys(leaf.path for row in rows for leaf in row.leaves)
    paths = tuple(dict.fromkeys([*(_flat(table, names)), *held]))
    return Sheet(index, table, paths, {path: parts_of(table, path) for path in paths}, rows)


def join(sheet: Sheet, many: Sheet, column: str, other: str, name: str) -> Sheet:
    """Return ``sheet`` with the rows of ``many`` laid inside its own, as a list called ``name``.

    A row of ``many`` belongs where its ``column`` holds what ``other`` holds here.
    """
    inside: dict[str, list[SourceRow]] = {}
    for row in many.rows:
        inside.setdefault(_value(row, column), []).append(row)
    rows = tuple(
        replace(row, leaves=row.leaves + _inner(inside.get(_value(row, other), []), column, name))
        for row in sheet.rows
    )
    new = {f"{name}{LIST}{STEP}{path}": (name, *many.parts[path]) for path in many.paths if path != column}
    return replace(sheet, rows=rows, paths=(*sheet.paths, *new), parts={**sheet.parts, **new})


def _inner(rows: list[SourceRow], column: str, name: str) -> tuple[Leaf, ...]:
    return tuple(
        Leaf(f"{name}{LIST}{STEP}{leaf.path}", (position, *leaf.at), leaf.value)
        for position, row in enumerate(rows)
        for leaf in row.leaves
        if leaf.path != column
    )


def _value(row: SourceRow, path: str) -> str:
    return next((str(leaf.value).strip().casefold() for leaf in row.leaves if leaf.path == path), "")


def column_names(table: Table) -> tuple[str, ...]:
    """Return one name a column: its header, made unique by the banner above it, else by its letter."""
    twice = {name for name, count in Counter(column.header for column in table.columns).items() if count > 1}
    names = [_name(column, column.header in twice) for column in table.columns]
    again = {name for name, count in Counter(names).items() if count > 1}
    return tuple(
        f"{name} [{column.letter}]" if name in again or not name else name
        for name, column in zip(names, table.columns, strict=True)
    )


def _name(column: Column, twice: bool) -> str:
    return (
        f"{column.group}{FORM_STEP}{column.header}"
        if column.group and (twice or not column.header)
        else column.header
    )


def _flat(table: Table, names: tuple[str, ...]) -> tuple[str, ...]:
    return () if is_nested(table) else names


def parts_of(table: Table, path: str) -> tuple[str, ...]:
    """Return the steps of a path from the outside in, without marks of lists and of repeated columns."""
    if is_nested(table):
        return tuple(part for part in path.replace(LIST, "").split(STEP) if part) or (path,)
    column = next(
        (c for c, name in zip(table.columns, column_names(table), strict=True) if name == path), None
    )
    header = column.header if column and column.header else path
    steps = tuple(step for step in header.split(FORM_STEP) if step) if table.kind == "form" else (header,)
    group = (column.group,) if column and column.group and column.group != header else ()
    return (*group, *steps)


def _row(table: Table, names: tuple[str, ...], row: Row) -> SourceRow:
    leaves = tuple(
        leaf for name, cell in zip(names, row.cells, strict=True) for leaf in _leaves(name, (), cell, 0)
    )
    single = "*" not in table.file
    origin_is_file = bool(row.origin) and not single
    return SourceRow(
        file=row.origin if origin_is_file else table.file,
        sheet=row.origin if row.origin and not origin_is_file else table.sheet,
        number=1 if origin_is_file else row.number,
        leaves=leaves,
        doubt=row.doubt,
    )


def _leaves(path: str, at: tuple[int, ...], cell: Cell | Any, depth: int) -> Iterator[Leaf]:
    if cell is None or cell == "":
        return
    if isinstance(cell, dict) and depth < TOO_DEEP:
        for name, inner in cell.items():
            yield from _leaves(f"{path}{STEP}{name}", at, inner, depth + 1)
    elif isinstance(cell, list) and depth < TOO_DEEP:
        for position, inner in enumerate(cell):
            yield from _leaves(f"{path}{LIST}", (*at, position), inner, depth + 1)
    else:
        yield Leaf(path, at, cell)


@cache
def lists_of(path: str) -> tuple[str, ...]:
    """Return the paths of the lists a leaf lies in, from the outside in."""
    pieces = path.split(LIST)[:-1]
    return tuple(LIST.join(pieces[: end + 1]) + LIST for end in range(len(pieces)))


def folded(value: Any) -> str:
    """Return a cell as lines are compared by: without case and double spaces."""
    return " ".join(str(value).split()).casefold()
