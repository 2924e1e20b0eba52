"""The short guide, where the rules come from, and what Recital is not."""

from __future__ import annotations

import streamlit as st

from governance.ui.links import link
from governance.ui.words import t

# What to do in the first ten minutes, and the page where it is done.
STEPS = (
    ("bring", "importing"),
    ("people", "organisations"),
    ("gaps", "heatmap"),
    ("answer", "matrix"),
    ("officer", "dpo"),
    ("risks", "risks"),
    ("prove", "journal"),
)
SOURCES = ("law", "measures", "own", "checked")


def first_minutes() -> None:
    """Draw the guide «your first ten minutes»: numbered steps, each with its page."""
    for number, (step, page) in enumerate(STEPS, start=1):
        with st.container(border=True, key=f"card_step_{step}"):
            words, way = st.columns([4, 1], vertical_alignment="center")
            words.markdown(
                f"**{number}. {t(f'dash.help.step.{step}')}**  \n{t(f'dash.help.step.{step}.how')}"
            )
            with way:
                link(page, t(f"page.{page}"), icon=":material/arrow_forward:")


def sources() -> None:
    """Say where rules, lists and measures come from, and that none of it is legal advice."""
    for name in SOURCES:
        st.markdown(f"**{t(f'dash.help.source.{name}')}**  \n{t(f'dash.help.source.{name}.text')}")
    st.warning(t("dash.help.no_advice"), icon=":material/gavel:")
