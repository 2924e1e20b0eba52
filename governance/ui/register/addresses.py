"""Inputs whose values stand in the address as codes, the same in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.ui.words import namer, t

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def many(
    name: str, label: str, options: Sequence[str], shown: Callable[[str], str], *, page: str
) -> tuple[str, ...]:
    """Draw a choice of several codes kept in the address as ``name``."""
    key = f"{page}.{name}"
    if key not in st.session_state:
        st.session_state[key] = [each for each in st.query_params.get_all(name) if each in options]
    st.multiselect(
        label,
        options,
        key=key,
        format_func=namer({each: shown(each) for each in options}),
        placeholder=t("register.any"),
        on_change=_name,
        args=(name, key, page),
    )
    return tuple(st.session_state[key])


def one(
    name: str, label: str, options: Sequence[str], shown: Callable[[str], str], *, page: str, **layout: Any
) -> str:
    """Draw a choice of one code kept in the address as ``name``; the first is the usual one."""
    key = f"{page}.{name}"
    if st.session_state.get(key) not in options:
        given = st.query_params.get(name)
        st.session_state[key] = given if given in options else options[0]
    st.selectbox(
        label,
        options,
        key=key,
        format_func=namer({each: shown(each) for each in options}),
        on_change=_name,
        args=(name, key, page),
        **layout,
    )
    return str(st.session_state[key])


def words(name: str, label: str, *, page: str, placeholder: str = "") -> str:
    """Draw a search box whose words stand in the address as ``name``."""
    key = f"{page}.{name}"
    if key not in st.session_state:
        st.session_state[key] = st.query_params.get(name, "")
    st.text_input(
        label,
        key=key,
        type="search",
        icon=":material/search:",
        placeholder=placeholder or label,
        label_visibility="collapsed",
        on_change=_name,
        args=(name, key, page),
    )
    return str(st.session_state[key] or "").strip()


def yes(name: str, label: str, *, page: str) -> bool:
    """Draw a tick kept in the address as ``name``."""
    key = f"{page}.{name}"
    if key not in st.session_state:
        st.session_state[key] = st.query_params.get(name) == "1"
    st.checkbox(label, key=key, on_change=_name, args=(name, key, page))
    return bool(st.session_state[key])


def pages(total: int, size: int, *, page: str) -> int:
    """Draw the page numbers when there is more than one page, and return the current one (from 1)."""
    last = max(1, -(-total // size))
    key = f"{page}.page"
    if key not in st.session_state:
        given = st.query_params.get("page", "1")
        st.session_state[key] = int(given) if given.isdigit() and int(given) > 0 else 1
    st.session_state[key] = min(st.session_state[key], last)
    if last == 1:
        return 1
    return int(st.pagination(last, key=key, on_change=_name, args=("page", key, "")))


def current_page(page: str) -> int:
    """Return the page to show before the page numbers are drawn below the list."""
    key = f"{page}.page"
    given = st.session_state.get(key) or st.query_params.get("page", "1")
    return max(1, int(given)) if str(given).isdigit() else 1


def clear(page: str, names: Sequence[str]) -> None:
    """Take the named filters off."""
    for name in names:
        st.session_state.pop(f"{page}.{name}", None)
        st.query_params.pop(name, None)
    first_page(page)


def first_page(page: str) -> None:
    """Go back to the first page of the list."""
    st.session_state.pop(f"{page}.page", None)
    st.query_params.pop("page", None)


def _name(name: str, key: str, page: str) -> None:
    """Let the address name the value; another filter begins again at the first page."""
    value = st.session_state.get(key)
    if page:
        first_page(page)
    if value in (None, "", [], False, 1):
        st.query_params.pop(name, None)
    elif isinstance(value, list):
        st.query_params[name] = value
    else:
        st.query_params[name] = "1" if value is True else str(value)
