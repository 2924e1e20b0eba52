"""Which columns the list of activities shows: chosen here, kept under a name for the person."""

from __future__ import annotations

from typing import Any

import streamlit as st

from governance.model.fields import by_name
from governance.model.kinds import KINDS
from governance.register import drafts
from governance.ui.context import current
from governance.ui.register.sections import label
from governance.ui.words import t

OFFERED = (
    "id", "name", "status", "department", "owner", "role", "organisations", "laws", "purposes", "people",
    "sensitive", "transfers", "systems", "reference", "automated_decisions", "starts_on", "ends_on",
    "review_months", "last_reviewed", "recorded_at",
)  # fmt: skip
USUAL = ("id", "name", "department", "status", "purposes", "people", "sensitive", "transfers", "recorded_at")
_KEPT_AS = "view.activities"  # the kind under which column sets are kept beside the drafts
_KEY = "activities.columns"


def chosen() -> tuple[str, ...]:
    """Return the columns to show, in their order."""
    if _KEY not in st.session_state:
        named = [each for each in st.query_params.get("columns", "").split(",") if each in OFFERED]
        st.session_state[_KEY] = named or list(_kept().get("", {}).get("columns", USUAL))
    return tuple(each for each in st.session_state[_KEY] if each in OFFERED) or USUAL


def column_label(name: str) -> str:
    """Return the header of a column."""
    declared = by_name(KINDS["activity"].model)
    own = ("id", "status", "people", "sensitive", "transfers", "recorded_at")
    return t(f"register.column.{name}") if name in own or name not in declared else label(declared[name])


def choose() -> None:
    """Draw the choice of columns, and the sets kept under a name."""
    chosen()
    st.multiselect(
        t("register.columns"), OFFERED, key=_KEY, format_func=column_label, on_change=_named, select_all=False
    )
    kept = [name for name in _kept() if name]
    if kept:
        st.pills(t("register.columns.kept"), kept, key="activities.columns.set", on_change=_take, wrap=True)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(t("register.columns.name"), key="activities.columns.name", max_chars=40)
        st.button(t("register.columns.keep"), key="activities.columns.keep", on_click=_keep)
        if st.session_state.get("activities.columns.set"):
            st.button(t("register.columns.forget"), key="activities.columns.forget", on_click=_forget)


def _kept() -> dict[str, dict[str, Any]]:
    context = current()
    return {
        each.record_id: each.content
        for each in drafts.all_of(context.register, context.actor)
        if each.kind == _KEPT_AS
    }


def _keep() -> None:
    _store(str(st.session_state.get("activities.columns.name") or "").strip())


def _store(name: str) -> None:
    context = current()
    drafts.keep(
        context.register,
        person=context.actor,
        kind=_KEPT_AS,
        record_id=name,
        base_version=0,
        content={"columns": list(chosen())},
    )


def _take() -> None:
    found = _kept().get(st.session_state.get("activities.columns.set") or "")
    if found:
        st.session_state[_KEY] = list(found["columns"])
        _named()


def _forget() -> None:
    context = current()
    name = str(st.session_state.get("activities.columns.set"))
    drafts.discard(context.register, person=context.actor, kind=_KEPT_AS, record_id=name)
    st.session_state.pop("activities.columns.set", None)


def _named() -> None:
    """Keep the choice as the person's usual one, and let the address name it."""
    st.query_params["columns"] = ",".join(chosen())
    _store("")
