"""The bar above every page: search, the date everything is shown for, the person, the language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from governance.config import config
from governance.language import LANGUAGES
from governance.ui import account_menu, state, words
from governance.ui.links import day_query, go
from governance.ui.people import labels, viewers
from governance.ui.words import namer, plain, t

if TYPE_CHECKING:
    from governance.register.store import Register

_SEARCH = "frame.search"
_SEARCHED = "frame.searched"
EARLIEST = date(2000, 1, 1)


def show(register: Register) -> None:
    """Draw the bar."""
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="right", key="topbar", gap="small"
    ):
        _search()
        _date(register)
        if config().signs_in:
            account_menu.show(register)
        else:
            _person(register)
        _language()


def settle(register: Register) -> None:
    """Settle who looks at which day before anything is read; what cannot be is put right.

    An unknown person becomes the first there is, a day that is not past becomes today.
    """
    newest = state.yesterday(register.today())
    if st.session_state.get(state.CLOCK, "today") != "today":
        st.session_state.setdefault(state.DAY, newest)
    day = st.session_state.get(state.DAY)
    if day is not None and not EARLIEST <= day <= newest:
        st.session_state[state.CLOCK] = "today"
        del st.session_state[state.DAY]
    if config().signs_in:
        return
    ids = [viewer.id for viewer in viewers(register)]
    if st.session_state.get(state.PERSON) not in ids:
        st.session_state[state.PERSON] = ids[0] if ids else ""


def back_to_today() -> None:
    """Look at today again."""
    st.session_state[state.CLOCK] = "today"
    _name_day()


def follow_search() -> None:
    """Open the page with the results when Enter was pressed in the search box."""
    words_ = (st.session_state.get(_SEARCH) or "").strip()
    if st.session_state.pop(_SEARCHED, False) and words_:
        go("search", q=words_)


def _search() -> None:
    st.text_input(
        t("frame.search"),
        key=_SEARCH,
        type="search",
        placeholder=t("frame.search"),
        icon=":material/search:",
        label_visibility="collapsed",
        persist_state="session",
        on_change=_searched,
    )


def _searched() -> None:
    st.session_state[_SEARCHED] = True


def _date(register: Register) -> None:
    newest = state.yesterday(register.today())
    past = st.session_state.get(state.CLOCK, "today") != "today"
    label = words.day(st.session_state.get(state.DAY) or newest) if past else t("frame.clock.today")
    with st.popover(label, icon=":material/calendar_month:", key="frame.date"):
        st.radio(
            t("frame.clock"),
            state.CLOCKS,
            key=state.CLOCK,
            format_func=namer({each: t(f"frame.clock.{each}") for each in state.CLOCKS}),
            help=t("frame.clock.help"),
            persist_state="session",
            on_change=_name_day,
        )
        if past:
            st.session_state.setdefault(state.DAY, newest)
            st.date_input(
                t("frame.day"),
                min_value=EARLIEST,
                max_value=newest,
                key=state.DAY,
                format="YYYY-MM-DD",
                persist_state="session",
                on_change=_name_day,
            )


def _person(register: Register) -> None:
    people = viewers(register)
    if not people:
        return
    known = {viewer.id: viewer for viewer in people}
    label = known[st.session_state[state.PERSON]].shown_name()
    with st.popover(plain(label, 24), icon=":material/person:", key="frame.view_as"):
        st.selectbox(
            t("frame.person"),
            list(known),
            key=state.PERSON,
            format_func=namer(labels(register)),
            help=t("frame.person.help"),
            persist_state="session",
        )


def _language() -> None:
    st.segmented_control(
        t("frame.language"),
        LANGUAGES,
        key=state.LANGUAGE,
        format_func=namer({each: t(f"frame.language.{each}") for each in LANGUAGES}),
        required=True,
        label_visibility="collapsed",
        persist_state="session",
        on_change=_forget_address_language,
    )


def _name_day() -> None:
    """Let the address name the day, so that it can be passed on."""
    for key in ("as_of", "known"):
        st.query_params.pop(key, None)
    st.query_params.update(day_query())


def _forget_address_language() -> None:
    st.query_params.pop("lang", None)
