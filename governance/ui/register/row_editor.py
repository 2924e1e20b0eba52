"""Nested rows as cards: open one to edit it, add, duplicate or remove one."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.ui.register.inputs import (
    WIDE,
    Path,
    Problems,
    answer_menu,
    field_input,
    stated_badge,
    told,
)
from governance.ui.register.sections import label, visible
from governance.ui.register.wording import row_title
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.model.fields import Declared
    from governance.ui.register.working import Working


def fields_grid(working: Working, path: Path, fields: Sequence[Declared], problems: Problems) -> None:
    """Draw the inputs of ``fields`` below ``path``: short ones two a line, long ones and lists across."""
    pending: list[Declared] = []
    for field in fields:
        if field.shape in WIDE:
            _pairs(working, path, pending, problems)
            pending = []
            _wide(working, (*path, field.name), field, problems)
        else:
            pending.append(field)
    _pairs(working, path, pending, problems)


def _pairs(working: Working, path: Path, fields: list[Declared], problems: Problems) -> None:
    for start in range(0, len(fields), 2):
        for column, field in zip(st.columns(2), fields[start : start + 2], strict=False):
            with column:
                field_input(working, (*path, field.name), field, problems)


def _wide(working: Working, path: Path, field: Declared, problems: Problems) -> None:
    if field.shape == "rows":
        rows_editor(working, path, field, problems)
    else:
        field_input(working, path, field, problems)


def rows_editor(working: Working, path: Path, field: Declared, problems: Problems) -> None:
    """Draw the nested rows at ``path``; rows of rows are shown without a fold of their own."""
    rows = working.value(path) or []
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(label(field))}**", width="stretch")
        if not rows:
            answer_menu(working, path)
    stated_badge(working, path)
    told(problems, path)
    for row in rows:
        if len(path) == 1:
            _fold(working, path, field, row, problems)
        else:
            with st.container(border=True):
                _card(working, path, field, row, problems)
    st.button(
        t("register.row.add", what=plain(label(field))),
        key=working.key((*path, "add")),
        icon=":material/add:",
        type="tertiary",
        on_click=_add,
        args=(working, path),
    )


def _fold(working: Working, path: Path, field: Declared, row: dict[str, Any], problems: Problems) -> None:
    wrong = any(each.startswith("/".join((*path, row["key"]))) for each in problems)
    fold = st.expander(
        plain(row_title(field, row, working.content), 90),
        key=working.key((*path, row["key"], "fold")),
        icon=":material/error:" if wrong else None,
        expanded=row["key"] in (st.session_state.get(_opened(working)), st.query_params.get("row")),
        on_change="rerun",
    )
    if fold.open:
        with fold:
            _card(working, path, field, row, problems)


def _card(working: Working, path: Path, field: Declared, row: dict[str, Any], problems: Problems) -> None:
    here = (*path, row["key"])
    fields_grid(working, here, visible(field.children), problems)
    with st.container(horizontal=True, horizontal_alignment="right"):
        st.button(
            t("register.row.duplicate"),
            key=working.key((*here, "copy")),
            icon=":material/content_copy:",
            type="tertiary",
            on_click=_duplicate,
            args=(working, path, row["key"]),
        )
        st.button(
            t("register.row.remove"),
            key=working.key((*here, "remove")),
            icon=":material/delete:",
            type="tertiary",
            on_click=working.remove_row,
            args=(path, row["key"]),
        )


def _opened(working: Working) -> str:
    return working.key(("opened",))


def _add(working: Working, path: Path) -> None:
    st.session_state[_opened(working)] = working.add_row(path, {})


def _duplicate(working: Working, path: Path, key: str) -> None:
    row = next(row for row in working.value(path) if row["key"] == key)
    inner = {name: copy.deepcopy(value) for name, value in row.items() if name != "key"}
    st.session_state[_opened(working)] = working.add_row(path, inner)
