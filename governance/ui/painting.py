"""An Arrow table with coloured cells, handed to the screen without pandas.

Streamlit colours cells only of a pandas Styler, and works its colours and texts out again in every run: 40 ms of processor
time for 25 lines of 100 columns. A plain Arrow table costs 1 ms. What the browser reads of a Styler is a text of style
rules and the texts to show, so the table is drawn as a plain one and those two are added to it on its way
(tests/app/test_painting.py holds them against what Streamlit makes of a Styler).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

NAME = "m"  # of the table in its own rules; no other table reads them

Place = tuple[int, int]


def rules(shades: Mapping[Place, tuple[str, str]]) -> str:
    """Return the style rules for cells given by row and column (from 0): background and text colour, one line a pair."""
    alike: dict[tuple[str, str], list[str]] = {}
    for (row, column), colours in shades.items():
        alike.setdefault(colours, []).append(f"#T_{NAME}_row{row}_col{column}")
    return "\n".join(
        f"{', '.join(cells)} {{ background-color: {background}; color: {colour} }}"
        for (background, colour), cells in alike.items()
    )


def painted(table: pa.Table, styles: str, **options: Any) -> Any:
    """Draw ``table`` as ``st.dataframe`` does with ``options``, its cells coloured by ``styles``; return its event."""
    screen: Any = st.dataframe
    return screen.__func__(_Brush(screen.__self__, styles), table, **options)


class _Brush:
    """Stand before the screen: everything passes, and the table gets its colours."""

    def __init__(self, screen: Any, styles: str) -> None:
        self._screen, self._styles = screen, styles

    def __getattr__(self, name: str) -> Any:
        return getattr(self._screen, name)

    @property
    def dg(self) -> _Brush:
        """Return what Streamlit sends elements to: this."""
        return self

    def _enqueue(self, kind: str, element: Any, **more: Any) -> Any:
        if self._styles:
            styler = element.arrow_data.styler
            styler.uuid, styler.styles, styler.display_values = NAME, self._styles, element.arrow_data.data
        return self._screen._enqueue(kind, element, **more)  # noqa: SLF001 - there is no public way for colours


__all__ = ["painted", "rules"]
