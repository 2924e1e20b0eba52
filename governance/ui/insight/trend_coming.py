"""A word that earlier months are being read, until the page can show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.ui.insight import trend_data
from governance.ui.words import t

if TYPE_CHECKING:
    from datetime import date

EVERY = 2  # seconds between two looks


@st.fragment(run_every=EVERY)
def show(before: date | None) -> None:
    """Say that earlier months are coming; the page is drawn anew when all are there."""
    if trend_data.ready(before):
        st.rerun()
    st.caption(t("dash.posture.trend.coming"))
    trend_data.hurry()
