"""Read JSON: one record, many, a list inside an object, nested objects, one record a line, a file a record."""

from __future__ import annotations

import json
from dataclasses import dataclass
from os.path import commonpath
from statistics import median

from governance.exchange.reading import words
from governance.exchange.reading.cells import clean_json, letter, shown
from governance.exchange.reading.decoding import decode
from governance.exchange.reading.faults import FileFault
from governance.exchange.reading.grid import Grid, build
from governance.exchange.reading.judge import judge
from governance.exchange.reading.model import Cell, Column, Options, Problem, Row, Table

DEPTH = 3
ALIKE = 0.5
STUB = 0.2
HOMOGENEOUS = 0.6
Record = dict[str, Cell]


@dataclass(slots=True)
class Batch:
    """Hold records of one file: ``alone`` says that the file is one record."""

    file: str
    sheet: str
    records: list[Record]
    encoding: str
    alone: bool = False


@dataclass(slots=True)
class Document:
    """Hold what one JSON file gave: records, grids for lists of lists, and problems."""

    batches: list[Batch]
    grids: list[Grid]
    problems: list[Problem]


def read_document(name: str, content: bytes, options: Options) -> Document:
    """Read one JSON file; raise ``FileFault`` when it is no JSON or holds no record."""
    decoded = decode(content, options.encoding)
    lines: list[Problem] = []
    try:
        value = json.loads(decoded.text, parse_constant=str)
    except json.JSONDecodeError as error:
        value, lines = _lines(name, decoded.text, error)
    except RecursionError as error:
        raise FileFault("reading_broken_json", line=1, column=1) from error
    try:
        document = _document(name, value, decoded.encoding)
    except RecursionError as error:
        raise FileFault("reading_broken_json", line=1, column=1) from error
    document.problems += lines
    if not document.batches and not document.grids:
        raise FileFault("reading_no_records")
    return document


def tables_of(batches: list[Batch]) -> tuple[list[Table], list[Problem]]:
    """Make a table of each batch; files that are one record each and look alike become one table."""
    families: list[list[Batch]] = []
    rest = []
    for batch in batches:
        if not batch.alone:
            rest.append([batch])
            continue
        family = next((f for f in families if _alike(_shape(f), set(batch.records[0]))), None)
        if family is None:
            families.append([batch])
        else:
            family.append(batch)
    tables, problems = [], []
    for family in [*families, *rest]:
        table, found = _table(family)
        tables.append(table)
        problems += found
    return tables, problems


def _lines(name: str, text: str, error: json.JSONDecodeError) -> tuple[list[object], list[Problem]]:
    """Read one record a line; a broken line is a problem, not the end."""
    values: list[object] = []
    problems = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            problems.append(Problem(name, "reading_broken_line", row=number, value=line[:80]))
            continue
        values.append(value)
    good = [value for value in values if isinstance(value, dict)]
    if len(good) < 2 or len(problems) > len(good):
        raise FileFault("reading_broken_json", line=error.lineno, column=error.colno) from error
    return list(good), problems


def _document(name: str, value: object, encoding: str) -> Document:
    document = Document([], [], [])
    if isinstance(value, list):
        _add_list(document, name, "", value, encoding)
    elif isinstance(value, dict) and value:
        lists = _envelope(value)
        for key, inner in lists.items():
            _add_list(document, name, key, inner, encoding)
        if not lists:
            _add_object(document, name, value, encoding)
    return document


def _add_object(document: Document, name: str, value: dict[str, object], encoding: str) -> None:
    keyed = _keyed(value)
    if keyed:
        document.batches.append(Batch(name, "", [flatten(record) for record in keyed], encoding))
        return
    single = next(iter(value.values())) if len(value) == 1 else None
    if isinstance(single, dict) and single:
        inner = _document(name, single, encoding)
        document.batches += inner.batches
        document.grids += inner.grids
        return
    document.batches.append(Batch(name, "", [flatten(value)], encoding, alone=True))


def _add_list(document: Document, name: str, key: str, items: list[object], encoding: str) -> None:
    if not items:
        return
    if all(isinstance(item, list) for item in items):
        grid = build(name, key, [[_flat(cell) for cell in item] for item in items if isinstance(item, list)])
        grid.encoding = encoding
        document.grids.append(grid)
        return
    records = [flatten(item) for item in items if isinstance(item, dict)]
    odd = [(n, item) for n, item in enumerate(items, start=1) if not isinstance(item, dict)]
    if not records:
        document.batches.append(Batch(name, key, [{"value": clean_json(item)} for item in items], encoding))
        return
    document.problems += [
        Problem(name, "reading_no_record", key, number, value=str(item)[:80]) for number, item in odd
    ]
    document.batches.append(Batch(name, key, records, encoding))


def _flat(cell: object) -> object:
    return json.dumps(cell, ensure_ascii=False) if isinstance(cell, list | dict) else cell


def _envelope(value: dict[str, object]) -> dict[str, list[object]]:
    """Find the lists of records an object only wraps: nothing but lists, or one list beside metadata."""
    lists = {key: inner for key, inner in value.items() if isinstance(inner, list) and _records(inner)}
    rest = [key for key in value if key not in lists]
    if not lists:
        wrapped = {
            key: inner
            for key, inner in value.items()
            if isinstance(inner, dict) and words.ENVELOPE.fullmatch(key)
        }
        if len(wrapped) == 1 and all(words.METADATA.fullmatch(k) for k in value if k not in wrapped):
            return _envelope(next(iter(wrapped.values())))
        return {}
    if not rest:
        return lists
    metadata = all(words.METADATA.fullmatch(key) for key in rest)
    named = {key: inner for key, inner in lists.items() if words.ENVELOPE.fullmatch(key)}
    if len(lists) == 1 and (metadata or (named and len(rest) <= 6 and not _texts(value, rest))):
        return lists
    return lists if metadata and len(named) == len(lists) else {}


def _texts(value: dict[str, object], keys: list[str]) -> bool:
    """Say whether the object has a name of its own, as a record has."""
    return any(isinstance(value[key], str) and not words.METADATA.fullmatch(key) for key in keys)


def _records(value: list[object]) -> bool:
    return bool(value) and all(isinstance(item, dict) and item for item in value)


def _keyed(value: dict[str, object]) -> list[dict[str, object]]:
    """Read an object of at least three like objects as records whose key is a field."""
    inner = [item for item in value.values() if isinstance(item, dict) and item]
    if len(inner) < 3 or len(inner) != len(value):
        return []
    union = set().union(*inner)
    mean = sum(len(item) for item in inner) / len(inner)
    if len(union) < 2 or mean / len(union) < HOMOGENEOUS:
        return []
    return [{"key": key, **item} for key, item in value.items() if isinstance(item, dict)]


def flatten(value: dict[str, object], prefix: str = "", depth: int = DEPTH) -> Record:
    """Lay nested objects out under dotted names; lists stay whole; an empty object is nothing."""
    flat: Record = {}
    for key, inner in value.items():
        name = f"{prefix}{key}"
        if isinstance(inner, dict) and depth > 0:
            flat.update(flatten(inner, f"{name}.", depth - 1) if inner else {name: None})
        else:
            flat[name] = clean_json(inner)
    return flat


def _shape(family: list[Batch]) -> set[str]:
    return set(family[0].records[0])


def _alike(left: set[str], right: set[str]) -> bool:
    tops_left, tops_right = ({name.split(".")[0] for name in side} for side in (left, right))
    shared = len(tops_left & tops_right)
    smaller = min(len(tops_left), len(tops_right))
    return shared >= ALIKE * len(tops_left | tops_right) or (smaller >= 3 and shared == smaller)


def _table(family: list[Batch]) -> tuple[Table, list[Problem]]:
    records = [(batch.file, record) for batch in family for record in batch.records]
    headers = list(dict.fromkeys(key for _, record in records for key in record))
    headers = [h for h in headers if not all(record.get(h) is None for _, record in records)] or headers
    many = len(family) > 1
    stubs = _stubs([record for _, record in records])
    rows = tuple(
        Row(
            number,
            tuple(record.get(header) for header in headers),
            file if many else "",
            doubt="empty_record" if number - 1 in stubs else "",
        )
        for number, (file, record) in enumerate(records, start=1)
    )
    columns = tuple(Column(index, header, letter(index)) for index, header in enumerate(headers))
    file = _common([batch.file for batch in family])
    verdict = judge(family[0].sheet, columns, rows, 1.0)
    kind = "records" if verdict.reason in ("prose", "list") and many else verdict.kind
    reason = verdict.reason if kind == verdict.kind else ""
    table = Table(
        file,
        family[0].sheet,
        None,
        columns,
        rows,
        kind,
        reason,
        round(verdict.confidence, 2),
        family[0].encoding,
    )
    return table, [
        Problem(
            row.origin or file,
            "reading_empty_record",
            table.sheet,
            row.number,
            level="warning",
            value=_first(row),
        )
        for row in rows
        if row.doubt
    ]


def _stubs(records: list[Record]) -> set[int]:
    """Find records that say next to nothing: no content at all, or a small part of what the others hold."""
    weights = [sum(_weight(cell) for cell in record.values()) for record in records]
    usual = median(weights) if len(weights) >= 3 else 0
    return {i for i, weight in enumerate(weights) if weight == 0 or weight < STUB * usual}


def _weight(cell: object) -> int:
    """Count the values a cell holds at any depth."""
    if isinstance(cell, dict):
        return sum(_weight(inner) for inner in cell.values())
    if isinstance(cell, list):
        return sum(_weight(inner) for inner in cell)
    return 0 if cell is None or cell is False or cell == "" else 1


def _first(row: Row) -> str:
    return next((shown(cell)[:80] for cell in row.cells if cell not in (None, [], {})), "")


def _common(files: list[str]) -> str:
    if len(files) == 1:
        return files[0]
    folder = commonpath([file.rpartition("/")[0] for file in files]) if all("/" in f for f in files) else ""
    return f"{folder}/*.json" if folder else "*.json"
