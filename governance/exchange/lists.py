"""Any filtered list as CSV or XLSX: headers from the declarations, labels for codes, text that stays text."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from governance import vocabulary
from governance.exchange.tabular import Book, column_width, sheet_name
from governance.language import LANGUAGES, Language, text
from governance.model.fields import Declared
from governance.model.kinds import kind_of

BOM = b"\xef\xbb\xbf"
CHUNK = 5_000  # lines of CSV handed over at a time
FORMULA = r"^[=+\-@\t\r]"
JOINER: Mapping[Language, str] = {"en": "; ", "zh": "；"}
SYSTEM = {"id": "exchange.column.id", "status": "exchange.column.status"}

Titles = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """Name one column of a list: the column of the table, its header in both languages, what its codes mean.

    ``vocabulary`` or ``titles`` (record id → name) turn codes into words; with neither they stay as they are.
    """

    name: str
    labels: Mapping[Language, str]
    vocabulary: str | None = None
    titles: Titles | None = None
    flag: bool = False


def columns(kind: str, names: Iterable[str], titles: Titles | None = None) -> list[ListColumn]:
    """Return the columns called ``names`` of ``kind`` as they are declared; others are shown under their own name."""
    declared = {each.name: each for each in kind_of(kind).fields}
    return [_column(name, declared.get(name), titles) for name in names]


def _column(name: str, each: Declared | None, titles: Titles | None) -> ListColumn:
    if each is None:
        key = SYSTEM.get(name)
        labels = {one: text(key, one) if key else name for one in LANGUAGES}
        return ListColumn(name, labels, "status" if name == "status" else None)
    return ListColumn(
        name,
        {one: each.spec.label(one) for one in LANGUAGES},
        each.spec.vocabulary,
        titles if each.spec.links else None,
        flag=each.shape == "flag",
    )


def csv(
    table: pa.Table, columns: Sequence[ListColumn], language: Language, *, labels: bool = True
) -> Iterator[bytes]:
    """Give the list as CSV in pieces: UTF-8 with a byte-order mark, commas, one line a row.

    A text a spreadsheet would take for a formula gets an apostrophe in front. ``labels`` False leaves codes.
    """
    yield BOM + _line([_neutral_text(column.labels[language]) for column in columns])
    shown = _shown(table, columns, language, labels=labels, neutral=True)
    for start in range(0, shown.num_rows, CHUNK):
        out = io.BytesIO()
        options = arrow_csv.WriteOptions(include_header=False, quoting_style="needed")
        arrow_csv.write_csv(shown.slice(start, CHUNK), out, options)
        yield out.getvalue()


def xlsx(
    table: pa.Table,
    columns: Sequence[ListColumn],
    language: Language,
    *,
    labels: bool = True,
    title: str = "Recital",
) -> bytes:
    """Return the list as a workbook of one sheet called ``title``; numbers and days stay what they are."""
    out = io.BytesIO()
    shown = [
        column.to_pylist()
        for column in _shown(table, columns, language, labels=labels, neutral=False).columns
    ]
    with Book(out) as book:
        _sheet(book, sheet_name(title, set()), [column.labels[language] for column in columns], shown)
    return out.getvalue()


def _sheet(book: Book, name: str, headers: Sequence[str], shown: Sequence[list[Any]]) -> None:
    sheet = book.sheet(name)
    for place, (header, values) in enumerate(zip(headers, shown, strict=True)):
        sheet.write_string(0, place, header, book.head)
        sheet.set_column(place, place, column_width(header, values))
    number = 0
    for number, row in enumerate(zip(*shown, strict=True), 1):
        for place, value in enumerate(row):
            if value is not None:
                book.put(sheet, number, place, value)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, number, max(0, len(headers) - 1))


def _line(cells: Sequence[str]) -> bytes:
    quoted = ('"' + cell.replace('"', '""') + '"' for cell in cells)
    return (",".join(quoted) + "\n").encode("utf-8")


def _neutral_text(value: str) -> str:
    return str(pc.replace_substring_regex(pa.scalar(value), f"({FORMULA})", r"'\1"))


def _shown(
    table: pa.Table, columns: Sequence[ListColumn], language: Language, *, labels: bool, neutral: bool
) -> pa.Table:
    made = [
        _words(table.column(each.name).combine_chunks(), each, language, labels=labels) for each in columns
    ]
    if neutral:
        made = [_neutral(each) for each in made]
    return pa.table(made, names=[str(place) for place in range(len(made))])


def _words(values: Any, column: ListColumn, language: Language, *, labels: bool) -> Any:
    """Return the values as they are shown: labels for codes, several in one text, days as days."""
    if isinstance(values, pa.ChunkedArray):
        values = pa.concat_arrays(values.chunks) if values.num_chunks else pa.array([], values.type)
    kind = values.type
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return _joined(values, column, language, labels=labels)
    if pa.types.is_boolean(kind):
        words = [text(f"exchange.{word}", language) for word in ("yes", "no")]
        return pc.if_else(values, *words) if labels else values
    if pa.types.is_timestamp(kind):
        return pc.strftime(values, format="%Y-%m-%d %H:%M:%S")
    if pa.types.is_nested(kind):
        return pa.array([None if each is None else str(each) for each in values.to_pylist()], pa.string())
    return _labelled(values, column, language) if labels else values


def _joined(values: Any, column: ListColumn, language: Language, *, labels: bool) -> Any:
    inner = values.values
    if pa.types.is_nested(inner.type):
        return pc.if_else(pc.equal(pc.list_value_length(values), 0), None, pc.list_value_length(values))
    words = _labelled(inner, column, language) if labels else inner.cast(pa.string())
    lists = pa.ListArray.from_arrays(values.offsets.cast(pa.int32()), words.cast(pa.string()))
    joined = pc.binary_join(lists, JOINER[language])
    return pc.if_else(
        pc.fill_null(pc.greater(pc.list_value_length(values), 0), fill_value=False), joined, None
    )


def _labelled(values: Any, column: ListColumn, language: Language) -> Any:
    """Put words in place of codes, once for each different code."""
    mean = _meaning(column, language)
    if mean is None or not len(values):
        return values
    coded = pc.dictionary_encode(values.cast(pa.string()))
    words = pa.array(
        [None if code is None else mean(code) for code in coded.dictionary.to_pylist()], pa.string()
    )
    return words.take(coded.indices)


def _meaning(column: ListColumn, language: Language) -> Callable[[str], str] | None:
    if column.vocabulary is not None:
        name = column.vocabulary
        return lambda code: vocabulary.label(name, code, language)
    if column.titles is not None:
        known = column.titles
        return lambda code: known.get(code, code)
    return None


def _neutral(values: Any) -> Any:
    if not pa.types.is_string(values.type) and not pa.types.is_large_string(values.type):
        return values
    if not pc.any(pc.match_substring_regex(values, FORMULA)).as_py():
        return values
    return pc.replace_substring_regex(values, f"({FORMULA})", r"'\1")
