"""Saving a working copy: the reason, the command, and the choice between two people's values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.errors import GovernanceError, StaleRecord
from governance.insight import ahead
from governance.register.commands import Change, write
from governance.ui import feedback, words
from governance.ui.context import current
from governance.ui.keeping import Form
from governance.ui.register.conflicts import choose, over, raised
from governance.ui.register.drafting import discard, discarded, drop, restore
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from governance.ui.register.working import Working

_FAILED = "record.save_failed"


def save_bar(working: Working) -> None:
    """Draw the bar with the reason and the buttons that save or discard; it stays in sight."""
    with st.bottom:
        _bar(working)


@st.fragment
def _bar(working: Working) -> None:
    reason = _reason(working).open()
    with st.container(horizontal=True, vertical_alignment="bottom", key="panel_save", border=True):
        st.text_input(
            t("register.reason"),
            key=reason.key("reason"),
            on_change=reason.keep,
            placeholder=t("register.reason.placeholder"),
            max_chars=300,
            label_visibility="collapsed",
        )
        with st.container(horizontal=True, horizontal_alignment="right", width="content", gap="small"):
            offers = (
                ("discard", ":material/undo:", _discard),
                ("save", ":material/check:", _save),
            )
            for name, icon, call in offers:
                pressed = st.button(
                    t(f"register.{name}"),
                    key=f"save.{name}",
                    icon=icon,
                    type="primary" if name == "save" else "secondary",
                    on_click=call,
                    args=(working,),
                )
                feedback.follow(pressed)


def outcome(working: Working) -> None:
    """Draw above the form what became of a save that did not go through: the failure, or the choice between two values."""
    failed = st.session_state.pop(_FAILED, None)
    if isinstance(failed, GovernanceError):
        feedback.report(failed)
    choose(working, _write)


def _save(working: Working) -> None:
    feedback.tried()
    reason = _reason(working).words("reason")
    _write(working, working.content, working.base_version, reason or _usual_reason(working))


def _reason(working: Working) -> Form:
    return Form("reason", {"reason": f"save.reason.{working.record_id}"}, about=working.record_id)


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
        raised(working, error.context["conflicts"], reason)
    except GovernanceError as error:
        st.session_state[_FAILED] = error
    else:
        ahead.saved(context.register)
        drop(working.kind, working.record_id)
        _reason(working).done()
        feedback.saved(receipt)
        over()
        _look_at(receipt.saved[0].record_id)


def _discard(working: Working) -> None:
    feedback.tried()
    discard(working)
    _reason(working).done()
    over()
    _stop_editing()


def _look_at(record_id: str) -> None:
    """Show the record that was saved: this run draws it already, without the form."""
    _stop_editing()
    st.query_params["id"] = record_id


def _stop_editing() -> None:
    for name in ("edit", "new", "draft"):
        st.query_params.pop(name, None)


def undo() -> None:
    """Offer to bring back the draft that was discarded last."""
    working = discarded()
    if working is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="drafts_discarded"):
        name = words.name_of(working.content | {"id": working.record_id})
        st.caption(t("drafts.record.discarded", name=plain(name, 90)), width="content")
        st.button(
            t("drafts.undo"),
            key="record.restore",
            icon=":material/undo:",
            type="tertiary",
            on_click=_restore,
            args=(working,),
        )


def _restore(working: Working) -> None:
    restore()
    wanted = (
        {"new": working.kind, "draft": working.record_id}
        if working.is_new
        else {"id": working.record_id, "edit": "1"}
    )
    st.query_params.update(wanted)
