"""The button on the page of an activity that prints its record sheet."""

from __future__ import annotations

import streamlit as st

from governance.language import LANGUAGES
from governance.reports.printing import Order
from governance.ui import taking, words
from governance.ui.context import current
from governance.ui.reports import making
from governance.ui.state import language
from governance.ui.words import namer, t


def sheet_button(record_id: str) -> None:
    """Draw the button; opened, it asks for the language, makes the sheet and offers it."""
    if not taking.may("record_sheet"):
        return
    slot = f"reports.record.{record_id}"
    opened = st.popover(t("report.sheet"), icon=":material/print:", key=f"{slot}.open", on_change="rerun")
    if not opened.open:
        return
    with opened:
        st.caption(t("report.sheet.about", day=words.day(current().effective_on)))
        chosen = st.segmented_control(
            t("report.page.language"),
            LANGUAGES,
            default=language(),
            key=f"{slot}.language",
            required=True,
            format_func=namer({each: t(f"frame.language.{each}") for each in LANGUAGES}),
        )
        order = Order("record", chosen, record_id)
        file = making.button(order, slot)
        if file:
            making.download(file, order, slot)
