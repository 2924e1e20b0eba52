"""Bulk edit: one change of many activities in one command, each way there is a way back."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance import vocabulary
from governance.errors import GovernanceError
from governance.register import activity_list as activity_query
from governance.register.commands import Change, write
from governance.register.contents import Standing, standing
from governance.ui import feedback
from governance.ui.context import current, reader
from governance.ui.keeping import Form
from governance.ui.register import assigning, names
from governance.ui.register.names import ENDED
from governance.ui.words import namer, number, t, term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from governance.register.activity_list import Filters

ACTIONS = ("department", "owner", "laws_add", "laws_remove", "review_months", "assign", "unassign")


def offered() -> bool:
    """Tell whether the person may edit activities at all."""
    context = current()
    return context.can("update", "activity") and not context.lens.masks_contacts


def menu(ids: Sequence[str], filters: Filters, departments: Mapping[str, str], total: int) -> None:
    """Draw the menu that changes the ticked activities, or every one that matches the filters."""
    if not offered():
        return
    failed = st.session_state.pop("bulk.failed", None)
    if isinstance(failed, GovernanceError):
        feedback.report(failed)
    opened = st.popover(
        t("register.bulk.title", count=number(len(ids))),
        icon=":material/edit_note:",
        key="activities.bulk",
        type="tertiary",
        disabled=not ids,
        on_change="rerun",
    )
    if not ids or not opened.open:
        return
    with opened:
        everything = total > len(ids) and st.checkbox(
            t("register.bulk.all", count=number(total)), key="bulk.all"
        )
        targets = list(ids)
        if everything:
            with reader() as views:
                targets = activity_query.ids(views, filters, departments)
        _form(targets)


@st.fragment
def _form(targets: list[str]) -> None:
    form = _kept().open()
    action = st.selectbox(
        t("register.bulk.what"),
        ACTIONS,
        key=form.key("action"),
        format_func=lambda each: t(f"register.bulk.{each}"),
        on_change=form.keep,
    )
    if action in ("assign", "unassign"):
        assigning.form(targets, remove=action == "unassign")
        return
    value = _value(action)
    reason = st.text_input(t("register.reason"), key=form.key("reason"), max_chars=300, on_change=form.keep)
    form.standing()
    pressed = st.button(
        t("register.bulk.do", count=number(len(targets))),
        key="bulk.do",
        disabled=value in (None, [], "") or not (reason or "").strip(),
        on_click=_do,
        args=(targets, action, value),
    )
    feedback.follow(pressed)


def _kept() -> Form:
    return Form("bulk", {"action": "bulk.action", "reason": "bulk.reason"}, beside=("action",))


def _value(action: str) -> Any:
    key = f"bulk.{action}.value"
    label = t(f"register.bulk.{action}.value")
    if action == "review_months":
        return st.number_input(label, min_value=1, max_value=120, value=12, key=key)
    if action.startswith("laws"):
        codes = [each.code for each in vocabulary.terms("law")]
        return st.multiselect(label, codes, key=key, format_func=lambda code: term("law", code))
    kind = "department" if action == "department" else "post"
    called = names.choosable((kind,))
    return st.selectbox(
        label,
        list(called),
        index=None,
        key=key,
        format_func=namer(called),
        placeholder=t("register.choose"),
    )


def _do(targets: list[str], action: str, value: Any) -> None:
    feedback.tried()
    context, reason = current(), _kept().words("reason")
    with context.register.cursor() as cursor:
        held = standing(cursor, targets)
    try:
        changes = [_change(each, action, value) for each in held.values() if each.status not in ENDED]
        receipt = write(context.register, actor=context.actor, reason=reason, changes=changes)
    except GovernanceError as error:
        st.session_state["bulk.failed"] = error
    else:
        feedback.saved(receipt)
        st.session_state.pop("bulk.all", None)
        _kept().done()


def _change(found: Standing, action: str, value: Any) -> Change:
    content = changed(found.content, action, value)
    return Change("activity", "update", content, found.record_id, found.version)


def changed(content: dict[str, Any], action: str, value: Any) -> dict[str, Any]:
    """Return ``content`` of an activity after the bulk ``action``."""
    new = copy.deepcopy(content)
    if action == "laws_add":
        new["laws"] = [*new.get("laws", []), *(each for each in value if each not in new.get("laws", []))]
    elif action == "laws_remove":
        new["laws"] = [each for each in new.get("laws", []) if each not in value]
    else:
        new[action] = value
    for name in ("laws", "department", "owner", "review_months"):
        if new.get(name):
            new.get("stated", {}).pop(name, None)
    return new
