"""An invisible mark which tells the translation script the language and person of the screen."""

from __future__ import annotations

import html

import streamlit as st

from governance.ui import state


def draw() -> None:
    """Put the mark at the end of the page; its arrival also says that the page is drawn."""
    person = html.escape(st.session_state.get(state.PERSON) or "")
    st.html(f'<span class="recital-marker" data-language="{state.language()}" data-person="{person}"></span>')
