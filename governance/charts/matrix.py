"""The cells of the accountability matrices: a letter, its marks and its colours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from governance import vocabulary
from governance.charts.palette import Paint, palette

ORDER = ("accountable", "responsible", "consulted", "informed")
INHERITED, FAULT = "↓", "!"


def letters(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return the text of a cell from its rows (letter, explicit, state): ``A R``, ``A↓`` inherited, ``A!`` not held."""
    found = {row["letter"]: row for row in rows}
    parts = []
    for code in ORDER:
        if code in found:
            row = found[code]
            term = vocabulary.term("raci", code)
            letter = str(term.extra["letter"]) if term else code[:1].upper()
            parts.append(letter + INHERITED * (not row.get("explicit")) + FAULT * (row["state"] != "held"))
    return " ".join(parts)


def paint(rows: Iterable[Mapping[str, Any]], *, dark: bool) -> Paint:
    """Return the colours of a cell: what is wrong goes first, then the weightiest letter."""
    colours = palette(dark=dark)
    listed = list(rows)
    if any(row["letter"] in ("accountable", "responsible") and row["state"] != "held" for row in listed):
        return colours.letters["fault"]
    for code in ORDER:
        if any(row["letter"] == code for row in listed):
            return colours.letters[code]
    return colours.empty


def css(given: Paint) -> str:
    """Return the colours as the style of a table cell."""
    return f"background-color: {given.fill}; color: {given.ink}"
