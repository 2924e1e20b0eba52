"""The person in the bar above every page, where people sign in: own account and the way out."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import streamlit as st

from governance.access import addresses
from governance.ui import state
from governance.ui.people import viewers
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from governance.register.store import Register


def show(register: Register) -> None:
    """Draw the name of who is signed in, with account and sign-out behind it."""
    person = st.session_state.get(state.PERSON)
    name = next((each.shown_name() for each in viewers(register) if each.id == person), "")
    with st.popover(plain(name, 24), icon=":material/person:", key="frame.account"):
        st.text(name)
        language = state.language()
        links = ((addresses.ACCOUNT, "access.menu.account"), (addresses.SIGN_OUT, "access.menu.sign_out"))
        st.html(
            "".join(
                f'<p style="margin:.35rem 0"><a href="{address}?lang={language}">{html.escape(t(key))}</a></p>'
                for address, key in links
            )
        )
