"""What can be done with a record as a whole: edit, duplicate, retire, void, bring back."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.errors import GovernanceError
from governance.register.commands import Change, write
from governance.register.permitting import departments_now
from governance.ui import feedback
from governance.ui.context import current
from governance.ui.keeping import Form
from governance.ui.links import go
from governance.ui.register import drafting
from governance.ui.register.loading import used_by
from governance.ui.register.names import ENDED
from governance.ui.reports.sheet_button import sheet_button
from governance.ui.words import name_of, plain, t

if TYPE_CHECKING:
    from governance.ui.register.loading import Seen

_FAILED = "record.action_failed"
_PERSONAL_TO_RECORD = ("origins", "kept", "file_name", "file_hash", "file_size")


def may(seen: Seen, operation: str) -> bool:
    """Tell whether ``operation`` is offered to the person who looks."""
    context = current()
    if operation == "update" and context.lens.masks_contacts:
        return False
    if not context.can(operation, seen.kind):
        return False
    return context.can(operation, seen.kind, departments_now(context.register, seen.kind, seen.content))


def action_buttons(seen: Seen) -> None:
    """Draw the buttons of the record the person has the right to."""
    failed = st.session_state.pop(_FAILED, None)
    if isinstance(failed, GovernanceError):
        feedback.report(failed)
    if seen.kind == "activity":
        sheet_button(seen.id)
    ended = seen.status in ENDED
    if not ended and may(seen, "retire"):
        _ending(seen)
    if may(seen, "create"):
        st.button(
            t("register.duplicate"),
            key="record.duplicate",
            icon=":material/content_copy:",
            on_click=_duplicate,
            args=(seen,),
        )
        begun = st.session_state.pop("record.duplicated", None)
        if begun:
            go("record", new=seen.kind, draft=begun)
    if ended and may(seen, "reinstate"):
        st.button(
            t("register.reinstate"),
            key="record.reinstate",
            icon=":material/restore:",
            on_click=_move,
            args=(seen, "reinstate"),
        )
    if not ended and may(seen, "update"):
        st.button(
            t("register.edit"),
            key="record.edit",
            type="primary",
            icon=":material/edit:",
            on_click=_edit,
        )


def _ending(seen: Seen) -> None:
    menu = st.popover(t("register.end"), icon=":material/archive:", key="record.end", on_change="rerun")
    if not menu.open:
        return
    with menu:
        users = used_by(seen)
        if users:
            st.markdown(t("register.used.count", count=len(users)))
            for user in users[:6]:
                st.caption(f"{plain(name_of(user), 70)} · {user['id']}")
        else:
            st.caption(t("register.used.none"))
        _end_form(seen)


@st.fragment
def _end_form(seen: Seen) -> None:
    form = _end(seen).open()
    st.text_input(t("register.reason"), key=form.key("reason"), max_chars=300, on_change=form.keep)
    form.standing()
    ways = ("retire", "void") if may(seen, "void") else ("retire",)
    for way in ways:
        st.caption(t(f"register.{way}.what"))
        pressed = st.button(
            t(f"register.{way}"), key=f"record.{way}", on_click=_move, args=(seen, way), width="stretch"
        )
        feedback.follow(pressed)


def _end(seen: Seen) -> Form:
    return Form("end", {"reason": "record.end.reason"}, seen.id, seen.version)


def _move(seen: Seen, operation: str) -> None:
    feedback.tried()
    reason = _end(seen).words("reason")
    if operation == "reinstate":
        reason = t("register.reason.reinstate")
    context = current()
    try:
        receipt = write(
            context.register,
            actor=context.actor,
            reason=reason,
            changes=[Change(seen.kind, operation, record_id=seen.id)],
        )
    except GovernanceError as error:
        st.session_state[_FAILED] = error
    else:
        _end(seen).done()
        feedback.saved(receipt)


def _edit() -> None:
    st.query_params["edit"] = "1"


def _duplicate(seen: Seen) -> None:
    content: dict[str, Any] = copy.deepcopy(current().register.content(seen.id))
    for name in _PERSONAL_TO_RECORD:
        content.pop(name, None)
    content["name"] = t("register.copy_of", name=content["name"])[:300]
    st.session_state["record.duplicated"] = drafting.begin(seen.kind, content, seen.id)
