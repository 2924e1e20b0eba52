"""One record of any kind: reading it, editing it, or beginning a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance import vocabulary
from governance.errors import GovernanceError, UnknownRecord
from governance.model.kinds import KINDS, kind_of
from governance.register.drafts import NEW, new_id
from governance.ui import feedback
from governance.ui.context import current
from governance.ui.headings import heading
from governance.ui.law.record_law import judges, law_tab
from governance.ui.links import go
from governance.ui.register import actions, drafting, names
from governance.ui.register.conflicts import stale
from governance.ui.register.forms import edit_form
from governance.ui.register.history_tab import history_tab
from governance.ui.register.loading import Seen, load
from governance.ui.register.names import ENDED
from governance.ui.register.record_view import record_view
from governance.ui.register.saving import outcome, save_bar, undo
from governance.ui.register.side import side
from governance.ui.register.styles import tight_links
from governance.ui.state import language
from governance.ui.words import name_of, plain, t
from governance.ui.workflow.bar import bar

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_ID = 40
_STATUS_COLOURS = {"approved": "green", "submitted": "blue", "retired": "gray", "void": "red"}


def show_record() -> None:
    """Draw the record named in the address."""
    tight_links()
    new, record_id = st.query_params.get("new"), st.query_params.get("id", "")
    undo()
    if new in KINDS:
        _new(str(new))
        return
    if not record_id:
        feedback.empty("register.record.none")
        return
    try:
        seen = load(record_id)
    except UnknownRecord as error:
        _missing(error, record_id)
        return
    with seen.point.at_once():
        if st.query_params.get("edit") == "1" and actions.may(seen, "update") and seen.status not in ENDED:
            _edit(seen)
        else:
            _read(seen)


def back(kind: str) -> None:
    """Draw the way back to the list the record stands in."""
    plural = kind_of(kind).label(language(), many=True)
    if st.button(plural, key="record.back", type="tertiary", icon=":material/arrow_back:"):
        if kind == "activity":
            go("activities")
        go("records", kind=kind)


def _missing(error: GovernanceError, record_id: str) -> None:
    kind = names.kind_of_id(record_id)
    if kind:
        back(kind)
    feedback.report(error)
    st.caption(t("register.record.missing"))


def _read(seen: Seen) -> None:
    back(seen.kind)
    shown = _name(seen)
    row = heading(plain(shown, 200), actions=True)
    if row is not None:
        with row:
            actions.action_buttons(seen)
    _badges(seen)
    bar(seen)
    if actions.may(seen, "update") and drafting.has_draft(seen.kind, seen.id):
        st.info(t("register.draft.waiting"), icon=":material/edit_note:")
    left, right = st.columns([2, 1], gap="medium")
    with left, st.container(border=True, key="panel_record"):
        record_view(seen, _more_tabs(seen))
    with right:
        side(seen)


def _more_tabs(seen: Seen) -> dict[str, tuple[str, Callable[[], None]]]:
    """Return the tabs after the sections: what the law finds in the record, and its history."""
    history = {"history": (t("register.section.history"), lambda: history_tab(seen))}
    if not judges(seen.kind):
        return history
    return {"law": (t("law.record.tab"), lambda: law_tab(seen)), **history}


def _edit(seen: Seen) -> None:
    copy = drafting.open_copy(seen.kind, seen.id)
    back(seen.kind)
    heading(t("register.editing", name=plain(_name(seen), 160)), f"{seen.id}")
    outcome(copy)
    stale(copy)
    with st.container(border=True, key="panel_record"):
        edit_form(copy)
    save_bar(copy)


def _new(kind: str) -> None:
    back(kind)
    what = kind_of(kind).label(language())
    if not current().can("create", kind):
        feedback.empty("register.new.not_permitted", icon=":material/lock:")
        return
    copy = drafting.open_copy(kind, _draft_named())
    heading(t("register.new", what=what), t("register.new.about"))
    if copy.restored:
        st.button(
            t("drafts.record.another"),
            key="record.another",
            icon=":material/add:",
            type="tertiary",
            on_click=_another,
        )
    outcome(copy)
    with st.container(border=True, key="panel_record"):
        edit_form(copy)
    save_bar(copy)


def _another() -> None:
    st.query_params["draft"] = new_id()


def _draft_named() -> str:
    """Return the id of the new draft the address names; any other is that of the first one."""
    named = st.query_params.get("draft", "")
    return named if named.startswith(f"{NEW}.") and len(named) < _LONGEST_ID else NEW


def _name(seen: Seen) -> str:
    return names.name(seen.id) if seen.kind == "appointment" else name_of(seen.content | {"id": seen.id})


def _badges(seen: Seen) -> None:
    with st.container(horizontal=True, gap="small"):
        st.badge(seen.id, color="gray")
        if seen.kind == "activity" or seen.status != "draft":
            st.badge(
                vocabulary.label("status", seen.status, language()),
                color=_STATUS_COLOURS.get(seen.status, "orange"),  # type: ignore[arg-type]
            )
        if seen.kind == "activity":
            _activity_badges(seen)


def _activity_badges(seen: Seen) -> None:
    content = seen.content
    categories = [row.get("category") for row in content.get("data") or []]
    if any(each and vocabulary.sensitivity(each).sensitive for each in categories):
        st.badge(t("register.badge.sensitive"), icon=":material/priority_high:", color="red")
    if content.get("transfers"):
        st.badge(t("register.badge.transfers"), icon=":material/public:", color="violet")
    if content.get("role") in ("processor", "entrusted_party"):
        st.badge(t("register.badge.processor"), icon=":material/handshake:", color="blue")
    if any(row.get("minors") for row in content.get("data") or []):
        st.badge(t("register.badge.minors"), icon=":material/child_care:", color="orange")
    if content.get("automated_decisions"):
        st.badge(t("register.badge.automated"), icon=":material/smart_toy:", color="blue")
