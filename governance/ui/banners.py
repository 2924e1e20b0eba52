"""What must be seen above every page: that this is the demo, and that the past is being looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance import bootstrap
from governance.ui.kept import kept
from governance.ui.links import link
from governance.ui.topbar import back_to_today
from governance.ui.words import day, t

if TYPE_CHECKING:
    from governance.register.store import Register
    from governance.ui.context import Context


def show(context: Context) -> None:
    """Draw the banners that apply."""
    if context.is_past:
        _past(context)
    if is_demo(context.register):
        _demo()


@kept(8)
def _is_demo(chain_hash: str, _register: Register) -> bool:
    del chain_hash
    return bootstrap.is_demo(_register)


def is_demo(register: Register) -> bool:
    """Tell whether the register holds the fictional organisation; asked anew only after a change."""
    return _is_demo(register.head().chain_hash, register)


def _past(context: Context) -> None:
    known = "past" if context.known_at else "hindsight"
    with st.container(horizontal=True, vertical_alignment="center", key="banner_past"):
        st.markdown(
            ":material/history: " + t(f"frame.past.{known}", day=day(context.effective_on)), width="stretch"
        )
        st.button(t("frame.past.back"), key="frame.back_to_today", on_click=back_to_today)


def _demo() -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="banner_demo"):
        st.caption(":material/science: " + t("frame.demo"), width="stretch")
        link("start", t("frame.demo.start"), icon=":material/arrow_forward:")
