"""The head of a page: its title, one line under it, and room for actions on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator


def heading(title: str, subtitle: str | None = None, *, actions: bool = False) -> DeltaGenerator | None:
    """Draw the title of a page, and return a right-aligned row for buttons when ``actions`` are wanted.

    Both texts are Markdown: pass text of people through ``words.plain``.
    """
    if not actions:
        _words(title, subtitle)
        return None
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        _words(title, subtitle)
    return right.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center")


def _words(title: str, subtitle: str | None) -> None:
    st.title(title, anchor=False)
    if subtitle:
        st.caption(subtitle)
