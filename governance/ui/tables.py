"""Tables as every page shows them: translated headers, a filter box, a selection and an export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from governance import vocabulary
from governance.formatting import UNSEEN, visible
from governance.ui import state
from governance.ui.spreadsheets import offer_sheet
from governance.ui.words import MISSING, t

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from governance.language import Language

ColumnKind = Literal["text", "number", "percent", "date", "moment", "link", "progress", "flag", "list"]
Rows = "Sequence[Mapping[str, Any]] | pa.Table"
ROW_PIXELS = 33  # at the font size of the theme
MOST_PIXELS = 560
SHARE_DIGITS = 3  # shares are shown with one decimal of a percent, like every figure


@dataclass(frozen=True, slots=True)
class Column:
    """Describe one column: the name in the rows, its translated label, and how values are shown.

    ``vocabulary`` turns codes into labels. "percent" and "progress" take shares from 0 to 1; "link" takes addresses
    and shows ``link_text``.
    """

    name: str
    label: str
    kind: ColumnKind = "text"
    vocabulary: str | None = None
    width: Literal["small", "medium", "large"] | int | None = None
    pinned: bool = False
    help: str | None = None
    link_text: str | None = None


@dataclass(frozen=True, slots=True)
class Picked:
    """Hold what was selected: the position of the row in the rows shown, the row, and the column of a cell."""

    position: int
    row: dict[str, Any]
    column: str | None = None


def table(
    rows: Sequence[Mapping[str, Any]] | pa.Table,
    columns: Sequence[Column],
    *,
    key: str,
    alt: str,
    select: Literal["row", "cell"] | None = None,
    find: bool = True,
    export: str | None = None,
    height: int | None = None,
    empty_key: str = "table.empty",
) -> Picked | None:
    """Draw ``rows`` and return what the person selected, if anything.

    ``rows`` are mappings or an Arrow table; it may hold more columns than are shown, and the picked row has them all.
    ``alt`` says in one sentence what the table tells. ``export`` is the file name of CSV and XLSX exports without
    ending; they hold the rows shown, after the filter. ``find`` draws the filter box when there are over ten rows.
    ``height`` is the most the table may take, in pixels.
    """
    source = rows if isinstance(rows, pa.Table) else arrow_of(rows)
    if source.num_rows == 0:
        st.info(t(empty_key), icon=":material/inbox:")
        return None
    shown = _shown(source, columns, state.language())
    kept = _tools(shown, columns, key=key, find=find, export=export)
    if kept is not None:
        shown, source = shown.take(kept), source.take(kept)
    event = st.dataframe(
        shown,
        key=f"{key}.table",
        hide_index=True,
        column_config={each.name: _config(each) for each in columns},
        on_select="rerun" if select else "ignore",
        selection_mode="single-cell" if select == "cell" else "single-row",
        height=min(_height(shown.num_rows), height or MOST_PIXELS),
        placeholder="",
        alt=alt,
    )
    return _picked(event, source) if select else None


def _tools(
    shown: pa.Table, columns: Sequence[Column], *, key: str, find: bool, export: str | None
) -> pa.Array | None:
    """Draw filter box, count and export above the table; return the positions kept, or None for all."""
    wanted = find and shown.num_rows > 10
    if not wanted and export is None:
        return None
    place = f"tools_{key.replace('.', '_')}"
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key=place
    ):
        words = _find_box(key) if wanted else ""
        kept = _matching(shown, words) if words else None
        count = shown.num_rows if kept is None else len(kept)
        st.caption(t("table.count", count=count, total=shown.num_rows), width="content")
        if export:
            left = shown if kept is None else shown.take(kept)
            offer_sheet(left, [(each.name, each.label) for each in columns], name=export, key=key)
    return kept


def _find_box(key: str) -> str:
    words = st.text_input(
        t("table.find"),
        key=f"{key}.find",
        type="search",
        placeholder=t("table.find"),
        label_visibility="collapsed",
        icon=":material/filter_alt:",
        width=220,
        persist_state="page",
    )
    return (words or "").strip()


def _matching(shown: pa.Table, words: str) -> pa.Array:
    """Return the positions of rows in which every word occurs in some column, whatever its case."""
    texts = [pc.fill_null(pc.cast(_plain(column), pa.string()), "") for column in shown.columns]
    line = pc.binary_join_element_wise(*texts, "\n")
    keep = pa.chunked_array([pa.array([True] * shown.num_rows, pa.bool_())])
    for word in words.split():
        keep = pc.and_(keep, pc.match_substring(line, word, ignore_case=True))
    return pc.indices_nonzero(keep)


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_list(column.type):
        return pa.chunked_array([pa.array([" ".join(map(str, each or ())) for each in column.to_pylist()])])
    return column


def arrow_of(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Return ``rows`` as Arrow; a column of mixed kinds becomes text."""
    if not rows:
        return pa.table({})
    return pa.table({name: _array([row.get(name) for row in rows]) for name in rows[0]})


def _array(values: list[Any]) -> pa.Array:
    try:
        return pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
        return pa.array([None if each is None else str(each) for each in values])


def _shown(source: pa.Table, columns: Sequence[Column], language: Language) -> pa.Table:
    return pa.table({each.name: _cells(source, each, language) for each in columns})


def _cells(source: pa.Table, column: Column, language: Language) -> pa.ChunkedArray | pa.Array:
    if column.name not in source.column_names:
        return pa.nulls(source.num_rows, pa.string())
    cells = source.column(column.name)
    if column.vocabulary:
        return _labels(cells.to_pylist(), column.vocabulary, language)
    if column.kind in {"progress", "percent"} and pa.types.is_floating(cells.type):
        return pc.round(cells, SHARE_DIGITS)
    if column.kind == "list":
        return pa.array(
            [[visible(str(item)) for item in each or ()] for each in cells.to_pylist()], pa.list_(pa.string())
        )
    if pa.types.is_null(cells.type) or pa.types.is_nested(cells.type):
        cells = pa.array([None if each is None else str(each) for each in cells.to_pylist()], pa.string())
    return _visible(cells)


def _visible(cells: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    """Return text without what has no shape and turns the rest around."""
    if not pa.types.is_string(cells.type) or not pc.any(pc.match_substring_regex(cells, UNSEEN)).as_py():
        return cells
    return pc.replace_substring_regex(cells, UNSEEN, "")


def _labels(codes: list[Any], name: str, language: Language) -> pa.Array:
    labels: dict[str, str] = {}

    def label(code: str) -> str:
        if code not in labels:
            labels[code] = vocabulary.label(name, code, language)
        return labels[code]

    separator = "、" if language == "zh" else ", "
    return pa.array([separator.join(map(label, _listed(each))) for each in codes], pa.string())


def _listed(value: Any) -> Iterable[str]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else (str(each) for each in value)


def _config(column: Column) -> Any:
    shared: dict[str, Any] = {"width": column.width, "help": column.help, "pinned": column.pinned or None}
    make = st.column_config
    if column.kind == "link":
        return make.LinkColumn(column.label, display_text=column.link_text, **shared)
    if column.kind == "progress":
        return make.ProgressColumn(column.label, min_value=0.0, max_value=1.0, format="percent", **shared)
    if column.kind == "percent":
        return make.NumberColumn(column.label, format="percent", **shared)
    makers: dict[ColumnKind, Any] = {
        "number": make.NumberColumn,
        "date": make.DateColumn,
        "moment": make.DatetimeColumn,
        "flag": make.CheckboxColumn,
        "list": make.ListColumn,
    }
    formats: dict[ColumnKind, str] = {
        "number": "localized",
        "date": "YYYY-MM-DD",
        "moment": "YYYY-MM-DD HH:mm",
    }
    if column.kind in formats:
        shared["format"] = formats[column.kind]
    return makers.get(column.kind, make.TextColumn)(column.label, **shared)


def _height(rows: int) -> int:
    return (rows + 1) * ROW_PIXELS + 3


def _picked(event: Any, source: pa.Table) -> Picked | None:
    cells, rows = event.selection.cells, event.selection.rows
    if cells:
        position, column = cells[0]
    elif rows:
        position, column = rows[0], None
    else:
        return None
    if position >= source.num_rows:
        return None
    return Picked(position, source.slice(position, 1).to_pylist()[0], column)


__all__ = ["MISSING", "Column", "Picked", "arrow_of", "table"]
