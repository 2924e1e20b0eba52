"""Saving a working copy: the reason, the command, and the choice between two people's values."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.errors import GovernanceError, StaleRecord
from governance.model.differences import Conflict, merge
from governance.model.kinds import kind_of
from governance.register.commands import Change, write
from governance.ui import feedback
from governance.ui.context import current
from governance.ui.links import go_record
from governance.ui.register.wording import is_empty, path_label, sentence
from governance.ui.register.working import Working, drop
from governance.ui.words import MISSING, plain, t

if TYPE_CHECKING:
    from governance.model.fields import Declared

_CONFLICTS = "record.conflicts"
_FAILED = "record.save_failed"


def save_bar(working: Working) -> None:
    """Draw the bar with the reason and the buttons that save or discard; it stays in sight."""
    with st.bottom, st.container(horizontal=True, vertical_alignment="bottom", key="panel_save", border=True):
        st.text_input(
            t("register.reason"),
            key=f"save.reason.{working.record_id}",
            placeholder=t("register.reason.placeholder"),
            max_chars=300,
            label_visibility="collapsed",
        )
        st.button(
            t("register.discard"),
            key="save.discard",
            icon=":material/undo:",
            on_click=_discard,
            args=(working,),
        )
        st.button(
            t("register.save"),
            key="save.save",
            type="primary",
            icon=":material/check:",
            on_click=_save,
            args=(working,),
        )


def outcome(working: Working) -> None:
    """Draw above the form what became of a save: the failure, the choice between two values, or the saved record."""
    failed = st.session_state.pop(_FAILED, None)
    if isinstance(failed, GovernanceError):
        feedback.report(failed)
    done = st.session_state.pop("record.saved_id", None)
    if done:
        go_record(done, tab=st.query_params.get("tab"))
    if _CONFLICTS in st.session_state:
        _choose(working)


def _save(working: Working) -> None:
    reason = (st.session_state.get(f"save.reason.{working.record_id}") or "").strip()
    _write(working, working.content, working.base_version, reason or _usual_reason(working))


def _usual_reason(working: Working) -> str:
    return t("register.reason.new" if working.is_new else "register.reason.edit")


def _write(working: Working, content: dict[str, Any], base: int, reason: str) -> None:
    change = (
        Change(working.kind, "create", content)
        if working.is_new
        else Change(working.kind, "update", content, working.record_id, base)
    )
    context = current()
    try:
        receipt = write(context.register, actor=context.actor, reason=reason, changes=[change])
    except StaleRecord as error:
        st.session_state[_CONFLICTS] = (error.context["conflicts"], reason)
    except GovernanceError as error:
        st.session_state[_FAILED] = error
    else:
        drop(working.kind, working.record_id)
        feedback.saved(receipt)
        st.session_state.pop(_CONFLICTS, None)
        st.session_state["record.saved_id"] = receipt.saved[0].record_id


def _discard(working: Working) -> None:
    drop(working.kind, working.record_id)
    st.session_state.pop(_CONFLICTS, None)
    for name in ("edit", "new"):
        st.query_params.pop(name, None)


def _choose(working: Working) -> None:
    """Show both values of every field two people changed, and save what is chosen."""
    conflicts, reason = st.session_state[_CONFLICTS]
    with st.container(border=True, key="panel_conflicts"):
        st.header(t("register.conflict.title"), anchor=False)
        st.caption(t("register.conflict.why"))
        for conflict in conflicts:
            _one(working, conflict)
        st.button(
            t("register.conflict.save"),
            key="save.resolve",
            type="primary",
            icon=":material/merge:",
            on_click=_resolve,
            args=(working, conflicts, reason),
        )


def _one(working: Working, conflict: Conflict) -> None:
    field = field_at(kind_of(working.kind).fields, conflict.path)
    shown = {
        side: plain(_words(field, getattr(conflict, side), working.content), 200)
        for side in ("theirs", "mine")
    }
    st.radio(
        plain(path_label(working.kind, conflict.path, working.content)),
        ["theirs", "mine"],
        index=1,
        key=f"save.conflict.{conflict.path}",
        format_func=lambda side: f"{t(f'register.conflict.{side}')}: {shown[side]}",
    )


def _words(field: Declared | None, value: Any, content: dict[str, Any]) -> str:
    if is_empty(value):
        return MISSING
    if field is None or isinstance(value, dict):
        return str(value.get("name") or value.get("key")) if isinstance(value, dict) else str(value)
    return sentence(field, value, content)


def _resolve(working: Working, conflicts: tuple[Conflict, ...], reason: str) -> None:
    register = current().register
    with register.read(register.lens()) as views:
        version = int(
            views.value("SELECT version FROM record_head WHERE record_id = $id", id=working.record_id)
        )
    theirs = register.content(working.record_id, version)
    base = register.content(working.record_id, working.base_version)
    chosen = {each.path: st.session_state.get(f"save.conflict.{each.path}", "mine") for each in conflicts}
    mine = {path for path, side in chosen.items() if side == "mine"}
    st.session_state.pop(_CONFLICTS, None)
    _write(working, resolved(working, base, theirs, mine), version, reason)


def resolved(
    working: Working, base: dict[str, Any], theirs: dict[str, Any], mine: set[str]
) -> dict[str, Any]:
    """Return both changes together; of the fields both changed, those in ``mine`` as typed here."""
    together, conflicts = merge(working.kind, base, theirs, working.content)
    draft = Working(working.kind, working.record_id, 0, copy.deepcopy(together))
    for each in conflicts:
        if each.path in mine:
            _set(draft.content, each.path.split("/"), each.mine)
    return draft.content


def _set(content: dict[str, Any], path: list[str], value: Any) -> None:
    here: Any = content
    for part in path[:-1]:
        if isinstance(here, list):
            here = next(row for row in here if row["key"] == part)
        else:
            here = here.setdefault(part, {} if part == "stated" else [])
    if isinstance(here, list):
        here[:] = [row for row in here if row["key"] != path[-1]] + ([value] if value else [])
    elif is_empty(value):
        here.pop(path[-1], None)
    else:
        here[path[-1]] = value


def field_at(fields: tuple[Declared, ...], path: str) -> Declared | None:
    """Return the declaration a path leads to, or None for a stated answer."""
    parts = path.split("/")
    field = next((each for each in fields if each.name == parts[0]), None)
    if field is not None and field.shape == "rows" and len(parts) > 2:
        return field_at(field.children, "/".join(parts[2:]))
    return field
