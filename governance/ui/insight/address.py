"""Choices kept in the address of a page: it can be passed on, and the browser's Back undoes a choice.

The address holds codes, never labels, so that a link made in one language opens in the other.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from governance.ui.words import namer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def chosen(name: str, allowed: Sequence[str], default: str | None = None) -> str | None:
    """Return what the address says for ``name``; ``default`` when it says nothing that is allowed."""
    value = st.query_params.get(name)
    return value if value in allowed else default


def put(**values: str | None) -> None:
    """Write choices to the address in one step, so that Back undoes them in one; None takes a choice out."""
    before = st.query_params.to_dict()
    after = {name: value for name, value in (before | values).items() if value is not None}
    if after != before:
        st.query_params.from_dict(after)


def select(
    label: str,
    name: str,
    options: Mapping[str, str],
    *,
    key: str,
    everything: str,
    drops: Sequence[str] = (),
) -> str | None:
    """Draw a select box bound to ``name`` in the address; None means ``everything``.

    ``drops`` are the choices that lose their meaning when this one changes.
    """
    st.session_state[key] = chosen(name, list(options))
    return st.selectbox(
        label,
        list(options),
        key=key,
        index=None,
        format_func=namer(options),
        placeholder=everything,
        on_change=_follow,
        args=(key, name, tuple(drops)),
    )


def toggle(label: str, name: str, *, key: str, help_text: str | None = None) -> bool:
    """Draw a switch bound to ``name`` in the address."""
    st.session_state[key] = st.query_params.get(name) == "1"
    return st.toggle(label, key=key, help=help_text, on_change=_follow_switch, args=(key, name))


def segments(
    label: str, name: str, options: Mapping[str, str], *, key: str, drops: Sequence[str] = ()
) -> str:
    """Draw a segmented control bound to ``name``; the first option is the default and stays out of the address.

    ``drops`` are the choices that lose their meaning when this one changes.
    """
    first = next(iter(options))
    st.session_state[key] = chosen(name, list(options), first)
    return str(
        st.segmented_control(
            label,
            list(options),
            key=key,
            format_func=namer(options),
            required=True,
            label_visibility="collapsed",
            on_change=_follow_segment,
            args=(key, name, first, tuple(drops)),
        )
    )


def day(label: str, name: str, default: date, *, key: str, earliest: date, latest: date) -> date:
    """Draw a date bound to ``name`` in the address as 2026-11-23; ``default`` stays out of it."""
    given = st.query_params.get(name, "")
    try:
        chosen_day = date.fromisoformat(given)
    except ValueError:
        chosen_day = default
    st.session_state[key] = min(max(chosen_day, earliest), latest)
    picked = st.date_input(
        label,
        key=key,
        min_value=earliest,
        max_value=latest,
        format="YYYY-MM-DD",
        on_change=_follow_day,
        args=(key, name, default),
    )
    return picked if isinstance(picked, date) else default


def several(
    label: str, name: str, options: Mapping[str, str], *, key: str, default: Sequence[str]
) -> list[str]:
    """Draw a choice of several, bound to ``name`` in the address as codes with commas between."""
    given = [each for each in st.query_params.get(name, "").split(",") if each in options]
    st.session_state[key] = given or list(default)
    return list(
        st.multiselect(
            label,
            list(options),
            key=key,
            format_func=namer(options),
            placeholder=label,
            on_change=_follow_several,
            args=(key, name, tuple(default)),
        )
    )


def _follow_day(key: str, name: str, default: date) -> None:
    value = st.session_state.get(key)
    put(**{name: value.isoformat() if isinstance(value, date) and value != default else None})


def _follow_several(key: str, name: str, default: tuple[str, ...]) -> None:
    value = tuple(st.session_state.get(key) or ())
    put(**{name: ",".join(value) if value and value != default else None})


def _follow(key: str, name: str, drops: tuple[str, ...]) -> None:
    put(**{name: st.session_state.get(key)}, **dict.fromkeys(drops))


def _follow_switch(key: str, name: str) -> None:
    put(**{name: "1" if st.session_state.get(key) else None})


def _follow_segment(key: str, name: str, first: str, drops: tuple[str, ...]) -> None:
    value = st.session_state.get(key)
    put(**{name: None if value == first else value}, **dict.fromkeys(drops))
