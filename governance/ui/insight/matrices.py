"""A grid of short texts with meaning in its colours, readable without them: rows pinned, every cell opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import streamlit as st

from governance.ui.painting import painted, rules
from governance.ui.spreadsheets import offer_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROW_PIXELS = 33  # at the font size of the theme
MOST_PIXELS = 640
_CHIPS = '<div style="display:flex;flex-wrap:wrap;gap:.375rem 1rem">{}</div>'
_CHIP = (
    '<span style="background:{};color:{};border-radius:.35rem;padding:.15rem .55rem;'
    'font-size:.85rem;white-space:nowrap;border:1px solid rgba(128,140,160,.35)">{}</span>'
)


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

    @property
    def labels(self) -> list[tuple[str, str]]:
        """Return name and label of every column of its table; the leading ones are called #0 and up."""
        return [*((f"#{number}", label) for number, (label, _) in enumerate(self.leading)), *self.columns]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Hold a matrix as the table the screen shows, and the rules that colour it."""

    matrix: Matrix
    table: pa.Table
    styles: str


def prepared(matrix: Matrix, shades: Mapping[str, tuple[str, str]]) -> Prepared:
    """Return ``matrix`` ready to draw; ``shades`` gives background and text colour by name. Cache it."""
    data = {
        f"#{number}": pa.array([names[number] for _, names in matrix.rows], pa.string())
        for number in range(len(matrix.leading))
    }
    lines = {row: number for number, (row, _) in enumerate(matrix.rows)}
    places = {code: number for number, (code, _) in enumerate(matrix.columns)}
    texts = {code: [""] * len(lines) for code in places}
    paints = {}
    for (row, code), cell in matrix.cells.items():
        if row not in lines or code not in places:
            continue
        texts[code][lines[row]] = cell.text
        if cell.shade in shades:
            paints[lines[row], len(matrix.leading) + places[code]] = shades[cell.shade]
    table = pa.table(data | {code: pa.array(column, pa.string()) for code, column in texts.items()})
    return Prepared(matrix, table, rules(paints))


def draw(
    ready: Prepared,
    *,
    key: str,
    alt: str,
    width: int = 104,
    height: int | None = None,
) -> tuple[str, str | None] | None:
    """Draw the prepared matrix and return the row and value column that were picked; a leading column is None."""
    matrix = ready.matrix
    event = painted(
        ready.table,
        ready.styles,
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


def export(ready: Prepared, *, name: str, key: str) -> None:
    """Offer the matrix as CSV and XLSX, as the screen shows it."""
    offer_sheet(ready.table, ready.matrix.labels, name=name, key=key)


def legend(entries: Sequence[tuple[str, str]], shades: Mapping[str, tuple[str, str]]) -> None:
    """Draw what the texts and colours mean: one chip a shade, with the text a cell of it may hold."""
    chips = (_CHIP.format(*shades.get(shade, ("transparent", "inherit")), label) for shade, label in entries)
    st.html(_CHIPS.format("".join(chips)))


def _config(matrix: Matrix, width: int) -> dict[str, Any]:
    make = st.column_config.TextColumn
    leading = {
        f"#{number}": make(label, width=pixels, pinned=True)
        for number, (label, pixels) in enumerate(matrix.leading)
    }
    return leading | {code: make(label, width=width) for code, label in matrix.columns}
