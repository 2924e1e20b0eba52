"""The names of everything a session remembers, and how it starts out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, cast

import streamlit as st

from governance.config import config
from governance.language import LANGUAGES, Language
from governance.ui import memo
from governance.ui.cookies import owner_of

LANGUAGE = "frame.language"
PERSON = "frame.person"
CLOCK = "frame.clock"
DAY = "frame.day"
STARTED = "frame.started"

Clock = Literal["today", "past", "hindsight"]
CLOCKS: tuple[Clock, ...] = ("today", "past", "hindsight")
LANGUAGE_COOKIE = "recital_language"
PERSON_COOKIE = "recital_person"


def start() -> None:
    """Fill the session once from the address, then from the browser; later runs keep what was chosen."""
    if STARTED in st.session_state:
        return
    st.session_state[STARTED] = True
    st.session_state.setdefault(LANGUAGE, _first_language())
    person = st.query_params.get("view_as") or st.context.cookies.get(PERSON_COOKIE)
    if person and not config().signs_in:
        st.session_state.setdefault(PERSON, person)
    _first_day()


def language() -> Language:
    """Return the language of the screen."""
    kept = memo.of_run()
    found = kept.get(LANGUAGE)
    if found is None:
        found = kept[LANGUAGE] = st.session_state.get(LANGUAGE) or "en"
    return cast("Language", found)


def browser() -> str:
    """Return the mark this browser's downloads are bound to, of its session where people sign in; else empty."""
    return owner_of(st.context.cookies.to_dict())


def _first_language() -> Language:
    offered = (
        st.query_params.get("lang"),
        st.context.cookies.get(LANGUAGE_COOKIE),
        (st.context.locale or "")[:2],
    )
    return next((each for offer in offered for each in LANGUAGES if offer == each), "en")


def _first_day() -> None:
    try:
        day = date.fromisoformat(st.query_params.get("as_of", ""))
    except ValueError:
        st.session_state.setdefault(CLOCK, "today")
        return
    hindsight = st.query_params.get("known") == "today"
    st.session_state.setdefault(CLOCK, "hindsight" if hindsight else "past")
    st.session_state.setdefault(DAY, day)


def yesterday(today: date) -> date:
    """Return the day before ``today``: where the past begins."""
    return today - timedelta(days=1)
