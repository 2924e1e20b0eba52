"""The one thing the theme cannot express here: links inside a record stand as close as the words around them."""

from __future__ import annotations

import streamlit as st

_CSS = """<style>
[class*="st-key-links_"] button { min-height: 1.6rem; padding-top: 0; padding-bottom: 0; }
[class*="st-key-links_"] { row-gap: 0; }
</style>"""


def tight_links() -> None:
    """Put the style lines into the page."""
    st.html(_CSS)
