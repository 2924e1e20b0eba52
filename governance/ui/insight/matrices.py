"""A grid of short texts with meaning in its colours, readable without them: rows pinned, every cell opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd  # type: ignore[import-untyped]
import pyarrow as pa
import streamlit as st

from governance.ui.spreadsheets import offer_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROW_PIXELS = 33  # at the font size of the theme
MOST_PIXELS = 640


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold what one cell says and the shade (a name of the palette) it says it in."""

    text: str
    shade: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Hold a grid: leading columns (label and width), value columns (code and label), rows by id.

    ``cells`` is keyed by row id and column code; what is missing stays empty.
    """

    leading: tuple[tuple[str, int], ...]
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    cells: Mapping[tuple[str, str], Cell]


def prepared(matrix: Matrix, shades: Mapping[str, tuple[str, str]]) -> Any:
    """Return ``matrix`` as a coloured frame; ``shades`` gives background and text colour by name. Cache it."""
    heads = [f"#{number}" for number in range(len(matrix.leading))]
    codes = [code for code, _ in matrix.columns]
    data: dict[str, list[str]] = {
        head: [names[number] for _, names in matrix.rows] for number, head in enumerate(heads)
    }
    empty = Cell("")
    grid = [[matrix.cells.get((row, code), empty) for code in codes] for row, _ in matrix.rows]
    for number, code in enumerate(codes):
        data[code] = [line[number].text for line in grid]
    frame = pd.DataFrame(data, dtype=object)
    styles = pd.DataFrame("", index=frame.index, columns=frame.columns)
    for number, code in enumerate(codes):
        styles[code] = [_css(shades.get(line[number].shade)) for line in grid]
    return frame.style.apply(lambda _: styles, axis=None)


def draw(
    matrix: Matrix,
    styled: Any,
    *,
    key: str,
    alt: str,
    width: int = 104,
    height: int | None = None,
) -> tuple[str, str | None] | None:
    """Draw the prepared matrix and return the row and value column that were picked; a leading column is None."""
    event = st.dataframe(
        styled,
        key=key,
        hide_index=True,
        column_config=_config(matrix, width),
        on_select="rerun",
        selection_mode="single-cell",
        height=height or min((len(matrix.rows) + 1) * ROW_PIXELS + 3, MOST_PIXELS),
        placeholder="",
        alt=alt,
    )
    cells = event.selection.cells
    if not cells or cells[0][0] >= len(matrix.rows):
        return None
    row, column = cells[0]
    codes = {code for code, _ in matrix.columns}
    return matrix.rows[row][0], column if column in codes else None


def export(matrix: Matrix, *, name: str, key: str) -> None:
    """Offer the matrix as CSV and XLSX, as the screen shows it."""
    columns = [(f"#{number}", label) for number, (label, _) in enumerate(matrix.leading)]
    columns += list(matrix.columns)
    lines = [
        [*names, *(matrix.cells.get((row, code), Cell("")).text for code, _ in matrix.columns)]
        for row, names in matrix.rows
    ]
    turned = list(zip(*lines, strict=True)) if lines else [()] * len(columns)
    table = pa.table(
        {each[0]: pa.array(list(values), pa.string()) for each, values in zip(columns, turned, strict=True)}
    )
    offer_sheet(table, columns, name=name, key=key)


def legend(entries: Sequence[tuple[str, str]], shades: Mapping[str, tuple[str, str]]) -> None:
    """Draw what the texts and colours mean: one chip a shade, with the text a cell of it may hold."""
    with st.container(horizontal=True, gap="small", key=None):
        for shade, label in entries:
            background, colour = shades.get(shade, ("transparent", "inherit"))
            st.html(
                f'<span style="background:{background};color:{colour};border-radius:.35rem;padding:.15rem .55rem;'
                f'font-size:.85rem;white-space:nowrap;border:1px solid rgba(128,140,160,.35)">{label}</span>',
                width="content",
            )


def _config(matrix: Matrix, width: int) -> dict[str, Any]:
    make = st.column_config.TextColumn
    leading = {
        f"#{number}": make(label, width=pixels, pinned=True)
        for number, (label, pixels) in enumerate(matrix.leading)
    }
    return leading | {code: make(label, width=width) for code, label in matrix.columns}


def _css(shade: tuple[str, str] | None) -> str:
    return f"background-color: {shade[0]}; color: {shade[1]}; text-align: center" if shade else ""
