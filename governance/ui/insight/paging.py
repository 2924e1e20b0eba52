"""Pages of a long list, the page number in the address."""

from __future__ import annotations

import streamlit as st

from governance.ui.insight import address


def number(total: int, size: int) -> int:
    """Return the page the address names, within what there is."""
    value = st.query_params.get("page", "1")
    asked = int(value) if value.isdecimal() and len(value) < 8 else 1
    return max(1, min(asked, count(total, size)))


def count(total: int, size: int) -> int:
    """Return how many pages of ``size`` hold ``total``."""
    return max(1, -(-total // size))


def draw(total: int, size: int, *, key: str, drops: tuple[str, ...] = ()) -> None:
    """Draw the page numbers when there is more than one page; ``drops`` are choices that end with the page."""
    pages = count(total, size)
    if pages == 1:
        return
    st.session_state[key] = number(total, size)
    st.pagination(pages, key=key, on_change=_follow, args=(key, drops))


def _follow(key: str, drops: tuple[str, ...]) -> None:
    page = st.session_state[key]
    address.put(page=str(page) if page > 1 else None, **dict.fromkeys(drops))
