"""Edit mode: the sections of a record as tabs of inputs, each change kept at once as a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.ui import feedback
from governance.ui.moments import clock
from governance.ui.register import file_input
from governance.ui.register.row_editor import fields_grid
from governance.ui.register.sections import STAGES, section_label, sections_of
from governance.ui.register.stage_editor import stages_editor
from governance.ui.register.tabs import record_tabs
from governance.ui.words import t

if TYPE_CHECKING:
    from governance.model.fields import Declared
    from governance.ui.register.inputs import Problems
    from governance.ui.register.working import Working


@st.fragment
def edit_form(working: Working) -> None:
    """Draw the inputs of the record; a rerun touches nothing else on the page."""
    problems = working.problems() if working.content else {}
    _standing(working, problems)
    sections = sections_of(working.kind)
    labels = {name: _tab_label(name, sections[name], problems) for name in sections}
    for section, tab in record_tabs(working.key(("tabs",)), labels):
        if tab.open:
            with tab:
                _section(working, section, sections[section], problems)


def _section(working: Working, section: str, fields: tuple[Declared, ...], problems: Problems) -> None:
    if section == STAGES:
        stages_editor(working, fields[0], problems)
        return
    fields_grid(working, (), fields, problems)
    if working.kind == "evidence" and section == "main":
        file_input.draw(working)


def _tab_label(section: str, fields: tuple[Declared, ...], problems: Problems) -> str:
    names = tuple(each.name for each in fields)
    wrong = any(path.removeprefix("stated/").split("/")[0] in names for path in problems)
    return (":red[:material/error:] " if wrong else "") + section_label(section)


def _standing(working: Working, problems: Problems) -> None:
    """Say whether the draft is kept, since when, and how many things are to be put right before saving."""
    if working.refused:
        feedback.report(working.refused)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if working.saved_at:
            key = "drafts.record.restored" if working.restored else "drafts.record.saved"
            st.caption(f":material/cloud_done: {t(key, moment=clock(working.saved_at))}")
        else:
            st.caption(f":material/edit: {t('drafts.record.none')}")
        count = sum(len(each) for each in problems.values())
        if count:
            st.badge(t("register.problems", count=count), icon=":material/error:", color="red")
