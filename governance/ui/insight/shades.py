"""Colours of table cells from the palette of the charts; what they mean is also written in the cell."""

from __future__ import annotations

from collections.abc import Mapping

from governance.charts.palette import Paint, palette
from governance.ui import words
from governance.ui.words import t

Shades = Mapping[str, Paint]

_STEPS = (0.2, 0.4, 0.6, 0.8, 1.0)
# What is only taken over: the blue of the accountable, paler.
_INHERITED = {False: Paint("#dfe9fd", "#1d3f8f"), True: Paint("#16294d", "#b8d0ff")}


def states(*, dark: bool) -> Shades:
    """Return the colours of the five states of a cell."""
    return palette(dark=dark).states


def coverage(*, dark: bool) -> Shades:
    """Return the colours of shares covered, from "0" (nothing) to "5" (everything), and "none" (no data)."""
    colours = palette(dark=dark)
    return {str(step): paint for step, paint in enumerate(colours.shares)} | {"none": colours.empty}


def letters(*, dark: bool) -> Shades:
    """Return the colours of R, A, C and I, of what is inherited and of what is wrong."""
    return palette(dark=dark).letters | {"inherited": _INHERITED[dark]}


def of_share(share: float | None) -> str:
    """Return the shade of a share; only everything covered gets the last one."""
    return "none" if share is None else str(sum(share >= step for step in _STEPS))


def coverage_legend() -> list[tuple[str, str]]:
    """Return shade and label of the shares."""
    labels = ["0–19 %", "20–39 %", "40–59 %", "60–79 %", "80–99 %", "100 %"]
    return [*((str(step), label) for step, label in enumerate(labels)), ("none", t("dash.coverage.nothing"))]


def state_legend() -> list[tuple[str, str]]:
    """Return shade and label of the states of a cell."""
    return [(state, t(f"state.{state}")) for state in states(dark=False)]


def letter_legend() -> list[tuple[str, str]]:
    """Return shade and label of the letters of the matrix, with the marks a cell adds to them."""
    signs = {"responsible": "R", "accountable": "A", "consulted": "C", "informed": "I"}
    named = [(code, f"{sign} {words.term('raci', code)}") for code, sign in signs.items()]
    return [*named, ("inherited", t("dash.matrix.mark.inherited")), ("fault", t("dash.matrix.mark.fault"))]
