"""One record changed by several people: a draft on an older version, and the choice between two people's values."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.model.differences import Conflict, differences, merge, settled
from governance.model.kinds import kind_of
from governance.ui.context import current
from governance.ui.register.drafting import version_now
from governance.ui.register.wording import is_empty, joined, path_label, sentence
from governance.ui.words import MISSING, plain, t

if TYPE_CHECKING:
    from governance.model.fields import Declared
    from governance.ui.register.working import Working

# Writes the settled content on top of the version it was settled against.
Writer = Callable[["Working", dict[str, Any], int, str], None]
_CONFLICTS = "record.conflicts"


def raised(working: Working, conflicts: tuple[Conflict, ...], reason: str | None) -> None:
    """Remember that two people's values are to be chosen from: to save them with ``reason``, or (None) for the draft."""
    st.session_state[_CONFLICTS] = (working.record_id, conflicts, reason)


def over() -> None:
    """Forget the choice."""
    st.session_state.pop(_CONFLICTS, None)


def choose(working: Working, writer: Writer) -> None:
    """Show both values of every field two people changed, if there are such; what is chosen is kept or saved."""
    if _open(working):
        _choose(working, writer)


def stale(working: Working) -> None:
    """Say that a draft was begun on an older version, and offer to bring the newer changes into it."""
    if working.is_new or working.saved_at is None or _open(working):
        return
    newest = version_now(working.record_id)
    if newest == working.base_version:
        return
    with st.container(border=True, key="panel_stale"):
        st.markdown(
            ":orange[:material/sync_problem:] "
            + t(
                "drafts.stale",
                base=working.base_version,
                newest=newest,
                fields=_changed_since(working, newest),
            )
        )
        st.button(
            t("drafts.bring_in"),
            key="save.bring_in",
            icon=":material/merge:",
            on_click=_bring_in,
            args=(working, newest),
        )


def _open(working: Working) -> bool:
    return _CONFLICTS in st.session_state and st.session_state[_CONFLICTS][0] == working.record_id


def _changed_since(working: Working, newest: int) -> str:
    """Return the fields others changed since the draft was begun, by their labels."""
    register = current().register
    before = register.content(working.record_id, working.base_version)
    now = register.content(working.record_id, newest)
    paths = [each.path for each in differences(working.kind, before, now)]
    labels = dict.fromkeys(path_label(working.kind, each, now) for each in paths)
    return joined(plain(each) for each in labels) or MISSING


def _bring_in(working: Working, newest: int) -> None:
    """Merge what others changed into the draft; where both changed a field, ask first."""
    register = current().register
    base = register.content(working.record_id, working.base_version)
    together, conflicts = merge(
        working.kind, base, register.content(working.record_id, newest), working.content
    )
    if conflicts:
        raised(working, conflicts, None)
    else:
        working.rebase(together, newest)


def _choose(working: Working, writer: Writer) -> None:
    _, conflicts, reason = st.session_state[_CONFLICTS]
    with st.container(border=True, key="panel_conflicts"):
        st.header(t("register.conflict.title"), anchor=False)
        st.caption(t("register.conflict.why"))
        for conflict in conflicts:
            _one(working, conflict)
        st.button(
            t("register.conflict.save" if reason is not None else "drafts.conflict.keep"),
            key="save.resolve",
            type="primary",
            icon=":material/merge:",
            on_click=_resolve,
            args=(working, conflicts, reason, writer),
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


def _resolve(working: Working, conflicts: tuple[Conflict, ...], reason: str | None, writer: Writer) -> None:
    version = version_now(working.record_id)
    register = current().register
    theirs = register.content(working.record_id, version)
    base = register.content(working.record_id, working.base_version)
    chosen = {each.path: st.session_state.get(f"save.conflict.{each.path}", "mine") for each in conflicts}
    together, found = merge(working.kind, base, theirs, working.content)
    mine = [each for each in found if chosen.get(each.path, "theirs") == "mine"]
    over()
    if reason is None:
        working.rebase(settled(together, mine), version)
    else:
        writer(working, settled(together, mine), version, reason)


def field_at(fields: tuple[Declared, ...], path: str) -> Declared | None:
    """Return the declaration a path leads to, or None for a stated answer."""
    parts = path.split("/")
    field = next((each for each in fields if each.name == parts[0]), None)
    if field is not None and field.shape == "rows" and len(parts) > 2:
        return field_at(field.children, "/".join(parts[2:]))
    return field
