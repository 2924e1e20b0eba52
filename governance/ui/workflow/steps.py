"""The steps of a record as buttons: submit, approve, send back, withdraw, still true; a refused one says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.errors import GovernanceError
from governance.register.commands import Change, write
from governance.ui import feedback
from governance.ui.context import current
from governance.ui.keeping import Form
from governance.ui.words import t
from governance.ui.workflow import data
from governance.ui.workflow.told import refusal

if TYPE_CHECKING:
    from governance.ui.register.loading import Seen

_FAILED = "signoff.failed"
_ICONS = {
    "submit": ":material/send:",
    "approve": ":material/approval:",
    "reject": ":material/undo:",
    "withdraw": ":material/keyboard_return:",
    "go_live": ":material/rocket_launch:",
    "attest": ":material/task_alt:",
}
_FIRST = ("submit", "approve", "go_live")


def row(seen: Seen) -> None:
    """Draw the steps the person has the right to, and under them why some are refused now."""
    failed = st.session_state.pop(_FAILED, None)
    if isinstance(failed, GovernanceError):
        refusal(t("signoff.failed"), failed)
    offers = data.offered(seen)
    if not offers:
        return
    with st.container(horizontal=True, gap="small", key="signoff_steps"):
        for step, error in offers.items():
            _button(seen, step, error)
    for step, error in offers.items():
        if error is not None:
            refusal(t(f"signoff.step.{step}"), error)


def _button(seen: Seen, step: str, error: GovernanceError | None) -> None:
    label, icon = t(f"signoff.step.{step}"), _ICONS[step]
    if error is not None:
        st.button(label, icon=icon, key=f"signoff.{step}.refused", disabled=True)
        return
    menu = st.popover(
        label,
        icon=icon,
        key=f"signoff.{step}",
        type="primary" if step in _FIRST else "secondary",
        on_change="rerun",
    )
    if not menu.open:
        return
    with menu:
        _ask(seen.kind, seen.id, step, seen.version)


@st.fragment
def _ask(kind: str, record_id: str, step: str, version: int) -> None:
    """Draw what the step means, its reason and the button that takes it."""
    st.caption(t(f"signoff.about.{step}", version=version))
    form = _form(record_id, step, version).open()
    st.text_input(
        t("signoff.reason" if step != "reject" else "signoff.reason.due"),
        key=form.key("reason"),
        max_chars=300,
        on_change=form.keep,
    )
    form.standing()
    pressed = st.button(
        t(f"signoff.confirm.{step}"),
        key=f"signoff.{step}.confirm",
        type="primary",
        icon=_ICONS[step],
        on_click=take,
        args=(kind, record_id, step, version),
        width="stretch",
    )
    feedback.follow(pressed)


def _form(record_id: str, step: str, version: int) -> Form:
    return Form(f"step.{step}", {"reason": f"signoff.{step}.reason"}, record_id, version)


def take(kind: str, record_id: str, step: str, version: int) -> None:
    """Take a step on the version that was on the screen; a refusal is kept for the next run."""
    feedback.tried()
    form = _form(record_id, step, version)
    given = form.words("reason")
    context = current()
    try:
        receipt = write(
            context.register,
            actor=context.actor,
            reason=given or ("" if step == "reject" else t(f"signoff.usual.{step}")),
            changes=[Change(kind, step, None, record_id, version)],
        )
    except GovernanceError as error:
        st.session_state[_FAILED] = error
    else:
        form.done()
        feedback.saved(receipt, key=f"signoff.done.{step}")
