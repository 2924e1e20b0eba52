"""Opening, beginning, discarding and bringing back the working copies of records, each with its draft."""

from __future__ import annotations

import copy
from typing import Any

import streamlit as st

from governance.register import drafts
from governance.ui.context import current
from governance.ui.register.working import NEW, Working, next_turn, slot

_DISCARDED = "record.discarded"


def open_copy(kind: str, record_id: str) -> Working:
    """Return the working copy of a record: of this session, else the kept draft, else a fresh one.

    A copy of this session whose draft is gone is let go of: it was saved or discarded in another window, or erased.
    """
    context = current()
    held = st.session_state.get(slot(kind, record_id))
    draft = drafts.find(context.register, person=context.actor, kind=kind, record_id=record_id)
    if isinstance(held, Working) and (draft or held.refused):
        held.catch_up(draft)
        return held
    if draft:
        working = Working(kind, record_id, draft.base_version, draft.content, draft.saved_at, restored=True)
    elif record_id.startswith(NEW):
        working = Working(kind, record_id, 0, {})
    else:
        working = _fresh(kind, record_id)
        if isinstance(held, Working) and held.saved_at is None and held.base_version == working.base_version:
            return held
    return _hold(working)


def begin(kind: str, content: dict[str, Any], copied_from: str = "") -> str:
    """Begin a new record with ``content`` as a draft of its own; return the id of the draft."""
    working = _hold(Working(kind, drafts.new_id(copied_from), 0, copy.deepcopy(content)))
    working.keep()
    return working.record_id


def drop(kind: str, record_id: str) -> None:
    """Forget the working copy and its draft."""
    context = current()
    drafts.discard(context.register, person=context.actor, kind=kind, record_id=record_id)
    st.session_state.pop(slot(kind, record_id), None)


def discard(working: Working) -> None:
    """Drop the draft; :func:`restore` brings it back for as long as the session lasts."""
    drop(working.kind, working.record_id)
    if working.saved_at is not None:
        st.session_state[_discarded()] = working


def discarded() -> Working | None:
    """Return the draft the person discarded last in this session, if it has not been brought back."""
    held = st.session_state.get(_discarded())
    return held if isinstance(held, Working) else None


def restore() -> None:
    """Bring back the draft that was discarded last."""
    working = st.session_state.pop(_discarded(), None)
    if isinstance(working, Working):
        _hold(working)
        working.keep()


def forget_discarded() -> None:
    """Let go of the draft that was discarded last."""
    st.session_state.pop(_discarded(), None)


def has_draft(kind: str, record_id: str) -> bool:
    """Tell whether the person has unsaved changes of the record."""
    context = current()
    return drafts.find(context.register, person=context.actor, kind=kind, record_id=record_id) is not None


def version_now(record_id: str) -> int:
    """Return the newest version of a record in the register."""
    register = current().register
    with register.read(register.lens()) as views:
        return int(views.value("SELECT version FROM record_head WHERE record_id = $id", id=record_id))


def _fresh(kind: str, record_id: str) -> Working:
    register = current().register
    with register.lock:
        return Working(kind, record_id, version_now(record_id), copy.deepcopy(register.content(record_id)))


def _hold(working: Working) -> Working:
    working.person = current().actor
    working.turn = next_turn(working.kind, working.record_id)
    st.session_state[slot(working.kind, working.record_id)] = working
    return working


def _discarded() -> str:
    return f"{_DISCARDED}.{current().actor}"
