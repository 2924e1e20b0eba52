"""Laws of reading that hold for any sheet: no row is lost, and a reading survives the way between processes."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from governance.exchange.reading.codec import decode, encode
from governance.exchange.reading.delimited import parse
from governance.exchange.reading.grid import build
from governance.exchange.reading.joins import find_joins
from governance.exchange.reading.lookups import find_lookups
from governance.exchange.reading.model import Options, Reading
from governance.exchange.reading.tables import find_tables

TELLING = (
    "Name",
    "Purpose",
    "[DATE]",
    "Example: x",
    "Total",
    "dpv:Purpose",
    "list",
    "1.1 x",
    "R-1",
    "=A1",
    "\u00a0",
    "无",
    "x:",
)
CELLS = st.one_of(
    st.sampled_from(TELLING),
    st.just(""),
    st.text(max_size=12),
    st.integers(-5, 5),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(min_value=date(1900, 1, 1)),
    st.datetimes(min_value=datetime(1900, 1, 1)),  # noqa: DTZ001  a cell of a workbook has no time zone
)
SHEETS = st.lists(st.lists(CELLS, max_size=6), max_size=10)


@given(SHEETS)
def test_no_row_is_lost_and_the_reading_travels_unchanged(rows: list[list[object]]) -> None:
    """Each filled row is header, record or put aside; encoding and decoding give the same reading."""
    grid = build("f.csv", "", rows)
    grid.delimiter = ","
    tables, problems = find_tables([grid], Options())
    (table,) = tables
    header_rows = len(grid.rows) - len(table.rows) - len(table.skipped)
    assert header_rows in ((0,) if table.header_row is None else (1, 2))
    settled, lookups = find_lookups(tables)
    reading = Reading(tuple(settled), tuple(problems), 1, tuple(lookups), tuple(find_joins(settled)))
    assert decode(encode(reading)) == reading


@given(st.text(max_size=300))
def test_any_text_is_cut_without_an_error(text: str) -> None:
    """Delimited text of any kind is read, whatever stands in it."""
    parse(text)
