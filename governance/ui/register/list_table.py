"""Rows of a list as a table: a click on a cell opens the record, ticks choose several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.model.fields import by_name
from governance.ui.register.history_tab import local
from governance.ui.register.wording import joined, sentence
from governance.ui.state import language
from governance.ui.words import name_of, t, term

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from governance.model.kinds import Kind

_WIDTHS: dict[str, Any] = {"id": 105, "name": 300, "status": 95, "people": 100}
_NUMBERS = ("people", "review_months")
_TICKS = ("sensitive", "transfers", "automated_decisions")


@dataclass(frozen=True, slots=True)
class PickedRows:
    """Hold what was chosen in a list: the record whose cell was clicked, and the ids ticked."""

    opened: str | None
    ids: tuple[str, ...]


def draw_rows(
    kind: Kind,
    rows: Sequence[dict[str, Any]],
    columns: Sequence[str],
    header: Callable[[str], str],
    *,
    key: str,
    many: bool = False,
) -> PickedRows:
    """Draw ``rows`` of ``kind``; return the record opened by a click and those ticked."""
    shown = [{name: cell(kind, name, row) for name in columns} for row in rows]
    event = st.dataframe(
        shown,
        key=key,
        hide_index=True,
        column_config={name: _config(name, header(name)) for name in columns},
        column_order=list(columns),
        on_select="rerun",
        selection_mode=["multi-row", "single-cell"] if many else ["single-cell"],
        height="content",
        placeholder="",
        alt=t("register.list.alt", kind=kind.label(language(), many=True)),
    )
    cells, ticked = event.selection.cells, event.selection.rows
    opened = rows[cells[0][0]]["id"] if cells and cells[0][0] < len(rows) else None
    return PickedRows(opened, tuple(rows[place]["id"] for place in ticked if place < len(rows)))


def cell(kind: Kind, name: str, row: dict[str, Any]) -> Any:
    """Return what the cell ``name`` of ``row`` shows."""
    value = row.get(name)
    if name in _OWN_WORDS:
        return _OWN_WORDS[name](row)
    field = by_name(kind.model).get(name)
    if value is None or field is None or name in _NUMBERS:
        return value
    if field.shape == "rows":
        return len(value)
    return (
        value if field.shape in ("date", "whole", "flag") else sentence(field, value, row) if value else None
    )


def _purposes() -> str:
    return "purposes_zh" if language() == "zh" else "purposes"


def _tick(name: str) -> Callable[[dict[str, Any]], str | None]:
    return lambda row: "✓" if row.get(name) else None


_OWN_WORDS: dict[str, Callable[[dict[str, Any]], str | None]] = {
    "name": name_of,
    "status": lambda row: term("status", row.get("status")),
    "recorded_at": lambda row: local(row["recorded_at"]) if row.get("recorded_at") else None,
    "purposes": lambda row: joined(filter(None, row.get(_purposes()) or row.get("purposes") or ())),
    **{name: _tick(name) for name in _TICKS},
}


def _config(name: str, header: str) -> Any:
    make = st.column_config
    width = _WIDTHS.get(name)
    if name in _TICKS:
        return make.TextColumn(header, width="small", alignment="center")
    if name in _NUMBERS:
        return make.NumberColumn(header, format="localized", width=width)
    return make.Column(header, width=width)
