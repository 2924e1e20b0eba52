"""The board pack: language and parts, the file, and a look at it."""

from __future__ import annotations

import streamlit as st

from governance.language import LANGUAGES
from governance.reports.board import CHOOSABLE
from governance.reports.printing import Order
from governance.ui import words
from governance.ui.cards import panel
from governance.ui.context import current
from governance.ui.headings import heading
from governance.ui.reports import making
from governance.ui.state import language
from governance.ui.words import namer, t

SLOT = "reports.board"


def show() -> None:
    """Draw the page."""
    context = current()
    heading(t("page.board"), t("report.page.about", day=words.day(context.effective_on)))
    left, right = st.columns([2, 3], gap="medium")
    with left, panel("report.page.order", "report_order"):
        order = _order()
        file = making.button(order, SLOT)
        url = making.download(file, order, SLOT) if file else None
    with right, panel("report.page.preview", "report_preview"):
        if url:
            making.preview(url)
        else:
            st.caption(t("report.page.nothing"))


def _order() -> Order:
    """Ask for language and parts; the day is that of the frame."""
    context = current()
    chosen = st.segmented_control(
        t("report.page.language"),
        LANGUAGES,
        default=language(),
        key=f"{SLOT}.language",
        required=True,
        format_func=namer({each: t(f"frame.language.{each}") for each in LANGUAGES}),
    )
    parts = st.pills(
        t("report.page.parts"),
        CHOOSABLE,
        default=CHOOSABLE,
        selection_mode="multi",
        key=f"{SLOT}.parts",
        help=t("report.page.parts.help"),
        format_func=namer({each: t(f"report.part.{each}") for each in CHOOSABLE}),
    )
    hindsight = context.is_past and context.known_at is None
    kept = tuple(each for each in CHOOSABLE if each in parts)
    return Order("board", chosen, parts=kept, clocks="effective" if hindsight else "both")
