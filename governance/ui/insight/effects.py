"""Values, changes and kinds of cause in words: how the pages on change and forecast write numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governance.ui import words
from governance.ui.words import MISSING, t

if TYPE_CHECKING:
    from governance.insight.figure import Figure


def value(figure: Figure) -> str:
    """Return the value of a figure as people read it: a percentage, a number, or that there is no data."""
    return amount(figure.value, share=figure.unit == "share")


def amount(number: float | None, *, share: bool) -> str:
    """Return a value: a share as a percentage."""
    if number is None:
        return t("figure.no_data")
    return words.percent(number) if share else words.number(number)


def change(number: float | None, *, share: bool) -> str:
    """Return a change with its sign: of a share in percentage points; a dash where there was no data."""
    if number is None:
        return MISSING
    if share:
        points = round(number * 100, 1) + 0.0
        return t("figure.points", change=f"{points:+.1f}") if points else "0"
    return f"{number:+,.0f}" if round(number) else "0"


def what(code: str) -> str:
    """Return what happened, in words."""
    return t(f"ins.what.{code}")


def verdict(*, better: bool | None) -> str:
    """Return whether a change is good news."""
    if better is None:
        return MISSING
    return t("ins.better") if better else t("ins.worse")
