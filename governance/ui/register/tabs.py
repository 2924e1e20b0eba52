"""The tabs of a record: named by code in the address, by words on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.ui.state import language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streamlit.elements.lib.mutable_tab_container import TabContainer


def record_tabs(key: str, labels: Mapping[str, str]) -> list[tuple[str, TabContainer]]:
    """Draw tabs and return each with its code; the one named ``tab`` in the address is open at first."""
    codes, shown = list(labels), list(labels.values())
    wanted = st.query_params.get("tab", "")
    slot = f"{key}.{language()}"
    tabs = st.tabs(
        shown,
        key=slot,
        default=labels.get(wanted, shown[0]),
        on_change=_name_tab,
        args=(slot, dict(zip(shown, codes, strict=True))),
    )
    return list(zip(codes, tabs, strict=True))


def _name_tab(slot: str, codes: dict[str, str]) -> None:
    code = codes.get(st.session_state.get(slot, ""))
    if code:
        st.query_params["tab"] = code
