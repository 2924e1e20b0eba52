"""One document of one record: how it stands, which rules ask for it, and what is there already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.ui import words
from governance.ui.law import documents_data, mend, wording
from governance.ui.register import names
from governance.ui.register.record_view import links
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from governance.law.documents import Why

ICONS = {
    "in_order": ":green[:material/check_circle:]",
    "unknown": ":orange[:material/help:]",
    "incomplete": ":orange[:material/rule:]",
    "missing": ":red[:material/cancel:]",
}
MOST = 40


def show(record_id: str, document: str) -> None:
    """Draw why the record needs the document, and what of it is there."""
    asked, there = documents_data.why(record_id, document)
    if not asked:
        st.info(t("documents.not_needed"), icon=":material/inbox:")
        return
    with st.container(border=True, key="panel_document"):
        title = f"{words.term('required_document', document)} · {names.name(record_id)}"
        st.header(plain(title, 200), anchor=False)
        if there:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(t("documents.there"), width="content")
                links(list(there), f"documents.{record_id}.{document}")
        else:
            st.caption(t("documents.none_linked"))
        for each in asked[:MOST]:
            _rule(each, record_id)
        if len(asked) > MOST:
            st.caption(t("law.record.more_rows", count=words.number(len(asked) - MOST)))


def _rule(each: Why, record_id: str) -> None:
    rule = each.rule
    name = words.name_of({"name": each.name, "name_zh": each.name_zh}) if each.key else ""
    told = f"{ICONS[each.state]} **{t(f'documents.state.{each.state}')}**"
    if each.state != "in_order":  # a rule that holds has nothing wrong to name
        told += f" · {plain(wording.text(rule).title, 200)}"
    under = " · ".join(part for part in (plain(name, 60), plain(wording.cites(rule))) if part)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"{told}  \n:small[:gray[{under}]]", width="stretch")
        if each.state != "in_order":
            mend.button(rule, record_id, each.key, place="documents")
