"""Addresses of records and pages, and going there without losing the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlencode

import streamlit as st

from governance.ui import state
from governance.ui.context import current
from governance.ui.navigation import ENTRIES, address_of, drawn, file_of

if TYPE_CHECKING:
    from collections.abc import Mapping


def record_url(record_id: str, *, tab: str | None = None, edit: bool = False) -> str:
    """Return the address of one record, in the current language and date: usable in a new browser tab."""
    return "/record?" + urlencode(record_query(record_id, tab=tab, edit=edit) | shared_query())


def page_url(page: str, **query: str) -> str:
    """Return the address of the page ``page`` (its file name) with ``query``, language and date."""
    path = "" if page == ENTRIES[0].name else address_of(page)
    return f"/{path}?" + urlencode(query | shared_query())


def go_record(
    record_id: str, *, tab: str | None = None, edit: bool = False, row: str | None = None
) -> NoReturn:
    """Open one record in this session; ``row`` is the key of the nested row to unfold."""
    go("record", **record_query(record_id, tab=tab, edit=edit, row=row))


def go(page: str, **query: str) -> NoReturn:
    """Open the page ``page`` (its file name) in this session; ``query`` goes to the address bar."""
    st.switch_page(file_of(page), query_params=query)


def link(page: str, label: str, *, icon: str | None = None, query: Mapping[str, str] | None = None) -> None:
    """Draw a link to the page ``page``, to who may open it; not for another record of the same page: it loses the address."""
    if not current().opens(page):
        return
    st.page_link(
        drawn(page) or file_of(page), label=label, icon=icon, query_params=dict(query) if query else None
    )


def record_query(
    record_id: str, *, tab: str | None = None, edit: bool = False, row: str | None = None
) -> dict[str, str]:
    """Return the query of the record page."""
    query = {"id": record_id}
    if tab:
        query["tab"] = tab
    if edit:
        query["edit"] = "1"
    if row:
        query["row"] = row
    return query


def shared_query() -> dict[str, str]:
    """Return what every address carries: the language, and the past day when one is looked at."""
    return {"lang": state.language()} | day_query()


def day_query() -> dict[str, str]:
    """Return the query which names the past day looked at; empty for today."""
    clock = st.session_state.get(state.CLOCK, "today")
    day = st.session_state.get(state.DAY)
    if clock == "today" or day is None:
        return {}
    return {"as_of": day.isoformat()} | ({"known": "today"} if clock == "hindsight" else {})
