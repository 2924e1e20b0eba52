"""Carry a reading from the reading process to its parent as JSON, dates included; nothing is ever executed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import orjson

from governance.exchange.reading.model import (
    Cell,
    Choice,
    Column,
    Join,
    Lookup,
    Options,
    Place,
    Problem,
    Reading,
    Row,
    SkippedRow,
    Table,
)

Dates = list[tuple[int, int, str]]


def encode(reading: Reading) -> bytes:
    """Write a reading as JSON."""
    return orjson.dumps(
        {
            "tables": [_table_out(table) for table in reading.tables],
            "problems": [asdict(problem) for problem in reading.problems],
            "files": reading.files,
            "lookups": [asdict(lookup) for lookup in reading.lookups],
            "joins": [asdict(join) for join in reading.joins],
        },
        default=str,
        option=orjson.OPT_NON_STR_KEYS,
    )


def decode(content: bytes) -> Reading:
    """Read a reading back."""
    parts = orjson.loads(content)
    return Reading(
        tables=tuple(_table_in(table) for table in parts["tables"]),
        problems=tuple(Problem(**problem) for problem in parts["problems"]),
        files=parts["files"],
        lookups=tuple(_lookup_in(lookup) for lookup in parts["lookups"]),
        joins=tuple(
            Join(Place(**join["one"]), Place(**join["many"]), join["shared"], join["coverage"])
            for join in parts["joins"]
        ),
    )


def options_out(options: Options) -> dict[str, Any]:
    """Write options as plain values."""
    return asdict(options)


def options_in(values: dict[str, Any]) -> Options:
    """Read options back."""
    return Options(
        encoding=values["encoding"],
        delimiter=values["delimiter"],
        choices=tuple(Choice(**choice) for choice in values["choices"]),
    )


def _table_out(table: Table) -> dict[str, Any]:
    cells = [row.cells for row in table.rows]
    return {
        "head": [
            table.file,
            table.sheet,
            table.header_row,
            table.kind,
            table.reason,
            table.confidence,
            table.encoding,
            table.delimiter,
            table.hidden,
        ],
        "columns": [[c.index, c.header, c.letter, c.group] for c in table.columns],
        "skipped": [[s.number, s.reason, s.text] for s in table.skipped],
        "numbers": [row.number for row in table.rows],
        "marks": {
            n: [r.origin, r.section, r.doubt]
            for n, r in enumerate(table.rows)
            if r.origin or r.section or r.doubt
        },
        "cells": cells,
        "dates": _dates(cells),
    }


def _dates(cells: list[tuple[Cell, ...]]) -> Dates:
    """List the cells that are dates or times: JSON has none. Columns without any are passed over quickly."""
    found: Dates = []
    for column, values in enumerate(zip(*cells, strict=True)):
        if {date, datetime}.isdisjoint(map(type, values)):
            continue
        found += [
            (number, column, "t" if type(value) is datetime else "d")
            for number, value in enumerate(values)
            if isinstance(value, date)
        ]
    return found


def _table_in(parts: dict[str, Any]) -> Table:
    cells: list[list[Cell]] = parts["cells"]
    for number, column, kind in parts["dates"]:
        text = str(cells[number][column])
        cells[number][column] = datetime.fromisoformat(text) if kind == "t" else date.fromisoformat(text)
    file, sheet, header_row, kind, reason, confidence, encoding, delimiter, hidden = parts["head"]
    return Table(
        file=file,
        sheet=sheet,
        header_row=header_row,
        columns=tuple(Column(*column) for column in parts["columns"]),
        rows=tuple(_rows_in(parts["numbers"], cells, parts["marks"])),
        kind=kind,
        reason=reason,
        confidence=confidence,
        encoding=encoding,
        delimiter=delimiter,
        skipped=tuple(SkippedRow(*skipped) for skipped in parts["skipped"]),
        hidden=hidden,
    )


def _rows_in(numbers: list[int], cells: list[list[Cell]], marks: dict[str, list[str]]) -> Iterable[Row]:
    if not marks:
        return map(Row, numbers, map(tuple, cells))
    return (
        Row(number, tuple(row), *marks.get(str(position), ()))
        for position, (number, row) in enumerate(zip(numbers, cells, strict=True))
    )


def _lookup_in(parts: dict[str, Any]) -> Lookup:
    entries = tuple((code, caption) for code, caption in parts["entries"])
    return Lookup(parts["file"], parts["sheet"], parts["name"], entries)
